/**
 * A server of one room, as the protocol has it, on a network that can be cut.
 *
 * Nothing moves by itself: each frame on its way to either side waits until it
 * is delivered.
 */

import type { ClientFrame, Entry, Hello, Send, ServerFrame } from '../../src/protocol/frames.gen'
import type { FakeSocket } from './fakeSocket'
import { entry, keyOf, OTHER, SELF, welcome } from './frames'

const PAGE_ENTRIES = 5

/** One connection, with what is on its way over it. */
export class Peer {
  readonly socket: FakeSocket
  readonly toServer: ClientFrame[] = []
  readonly toClient: ServerFrame[] = []
  isOpen = false
  isJoined = false
  isOver = false

  constructor(socket: FakeSocket) {
    this.socket = socket
    socket.onFrame = (frame) => this.toServer.push(frame)
    socket.onClose = () => this.forget()
  }

  /** Both sides have ended: what was on its way is lost. */
  forget(): void {
    this.isOver = true
    this.toServer.length = 0
    this.toClient.length = 0
  }
}

export class FakeServer {
  readonly entries: Entry[] = []
  readonly #peers: Peer[] = []
  readonly #random: () => number
  /** How likely each of the server's own moods is: a refusal, an unproven position. */
  trouble = 0

  constructor(random: () => number) {
    this.#random = random
  }

  accept(socket: FakeSocket): void {
    this.#peers.push(new Peer(socket))
  }

  get peers(): readonly Peer[] {
    return this.#peers.filter(({ isOver }) => !isOver)
  }

  /** Somebody else writes. */
  write(): void {
    this.#append({ key: keyOf(this.entries.length), client_id: OTHER, body: `from another ${this.entries.length}` })
  }

  /** The next frame from the client arrives; false if there was none. */
  hear(peer: Peer): boolean {
    const frame = peer.toServer.shift()
    if (frame !== undefined) this.#handle(peer, frame)
    return frame !== undefined
  }

  /** The next frame to the client arrives; false if there was none. */
  tell(peer: Peer): boolean {
    const frame = peer.toClient.shift()
    if (frame !== undefined) peer.socket.say(frame)
    return frame !== undefined
  }

  #handle(peer: Peer, frame: ClientFrame): void {
    switch (frame.type) {
      case 'hello':
        return this.#welcome(peer, frame)
      case 'send':
        return this.#take(peer, frame)
      case 'read':
        return this.#page(peer, frame.ref, frame.before ?? this.entries.length + 1)
      case 'ping':
        peer.toClient.push({ type: 'pong', ref: frame.ref })
        return
      case 'leave':
      case 'typing':
    }
  }

  #welcome(peer: Peer, { position = null }: Hello): void {
    peer.isJoined = true
    const isProven = position !== null && this.entries[position.offset - 1]?.key === position.key && !this.#isTroubled()
    const head = this.entries.length
    const resume_token = 'token-of-self'
    if (isProven) {
      peer.toClient.push(welcome({ client_id: SELF, resume_token, recovered: true, page: null, head }))
      peer.toClient.push(...this.entries.slice(position.offset).map(asFrame))
      return
    }
    const recovered = position === null ? null : false
    const page = this.entries.slice(-PAGE_ENTRIES)
    peer.toClient.push(welcome({ client_id: SELF, resume_token, recovered, page, head }))
  }

  /** LOG4: once for each key. A temporary refusal may come before the append, or after it. */
  #take(peer: Peer, { ref, key, body }: Send): void {
    if (this.#isTroubled()) return this.#refuse(peer, ref)
    const known = this.entries.find((each) => each.key === key)
    const isAckFirst = this.#random() < 0.5
    const offset = known?.offset ?? this.entries.length + 1
    const ack = { type: 'ack', ref, offset, at: entry(offset).at } as const
    const isAnswerLost = this.#isTroubled()
    if (isAckFirst && !isAnswerLost) peer.toClient.push(ack)
    if (known === undefined) this.#append({ key, client_id: SELF, body })
    if (isAnswerLost) this.#refuse(peer, ref)
    else if (!isAckFirst) peer.toClient.push(ack)
  }

  #refuse(peer: Peer, ref: number): void {
    const refusal = { code: 'store_unavailable', message: '', location: null, temporary: true, retry_after_ms: null }
    peer.toClient.push({ type: 'error', ref, ...refusal })
  }

  #page(peer: Peer, ref: number, before: number): void {
    const page = this.entries.filter(({ offset }) => offset < before).slice(-PAGE_ENTRIES)
    peer.toClient.push({
      type: 'page',
      ref,
      epoch: welcome().epoch,
      entries: page,
      oldest: 1,
      head: this.entries.length,
    })
  }

  #append(message: Pick<Entry, 'key' | 'client_id' | 'body'>): void {
    const appended = entry(this.entries.length + 1, message)
    this.entries.push(appended)
    for (const peer of this.peers) if (peer.isJoined) peer.toClient.push(asFrame(appended))
  }

  #isTroubled(): boolean {
    return this.#random() < this.trouble
  }
}

const asFrame = (appended: Entry): ServerFrame => ({ ...appended, type: 'entry' })
