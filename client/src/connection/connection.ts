/** One socket, from opening to its end. Whatever outlives it is the link's. */

import { CloseCode } from '../protocol/closeCodes.gen'
import { decode, encode } from '../protocol/codec'
import type { ClientFrame, Goaway, Hello, Pong, ServerFrame, Welcome } from '../protocol/frames.gen'
import type { Environment, Socket, Unsubscribe } from './environment'
import { Heartbeat } from './heartbeat'

/** The server waits as long for `hello` (SE6); a handshake that takes longer is better tried anew. */
const JOIN_TIMEOUT_MS = 10_000

/** What a room hears: everything but what the connection itself is concerned with. */
export type RoomFrame = Exclude<ServerFrame, Welcome | Pong | Goaway>

export interface ConnectionEvents {
  /** What to say first. */
  hello(): Hello
  joined(welcome: Welcome): void
  /** After `joined` only. */
  received(frame: RoomFrame): void
  goingAway(goaway: Goaway): void
  /** The handshake is done. */
  opened(): void
  /** The last event, unless `close` was called: then none comes. */
  ended(code: number): void
}

export class Connection {
  readonly #environment: Environment
  readonly #events: ConnectionEvents
  readonly #socket: Socket
  readonly #cancelTimeout: Unsubscribe
  #heartbeat: Heartbeat | null = null
  #hasEnded = false
  #lastRef = 0

  constructor(environment: Environment, path: string, protocols: readonly string[], events: ConnectionEvents) {
    this.#environment = environment
    this.#events = events
    this.#cancelTimeout = environment.setTimer(() => this.#giveUp(), JOIN_TIMEOUT_MS)
    this.#socket = environment.openSocket(path, protocols, {
      opened: () => this.#greet(),
      received: (text) => this.#receive(text),
      closed: (code) => this.#end(code),
    })
  }

  get isJoined(): boolean {
    return this.#heartbeat !== null && !this.#hasEnded
  }

  /** A number that no other frame of this connection has. */
  nextRef(): number {
    this.#lastRef += 1
    return this.#lastRef
  }

  send(frame: ClientFrame): void {
    if (!this.#hasEnded) this.#socket.send(encode(frame))
  }

  /** Asks whether the server is still there, if it has been joined; within the time of a heartbeat, or sooner. */
  probe(withinMs?: number): void {
    this.#heartbeat?.probe(withinMs)
  }

  /** Ends the connection; nothing that its socket still says is heard. */
  close(code: number): void {
    if (this.#hasEnded) return
    this.#stop()
    this.#socket.close(code)
  }

  #greet(): void {
    if (this.#hasEnded) return
    this.#events.opened()
    this.send(this.#events.hello())
  }

  #receive(text: string): void {
    if (this.#hasEnded) return
    this.#heartbeat?.heard()
    const decoded = decode(text)
    if (decoded.type === 'frame') this.#handle(decoded.frame)
  }

  #handle(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        if (!this.isJoined) this.#join(frame)
        return
      case 'pong':
        return
      case 'goaway':
        this.#events.goingAway(frame)
        return
      default:
        if (this.isJoined) this.#events.received(frame)
    }
  }

  #join(welcome: Welcome): void {
    this.#cancelTimeout()
    const ping = () => this.send({ type: 'ping', ref: this.nextRef() })
    this.#heartbeat = new Heartbeat(this.#environment, welcome.heartbeat_seconds * 1000, ping, () => this.#giveUp())
    this.#events.joined(welcome)
  }

  #giveUp(): void {
    this.close(CloseCode.HEARTBEAT_LOST)
    this.#events.ended(CloseCode.HEARTBEAT_LOST)
  }

  #end(code: number): void {
    if (this.#hasEnded) return
    this.#stop()
    this.#events.ended(code)
  }

  #stop(): void {
    this.#hasEnded = true
    this.#cancelTimeout()
    this.#heartbeat?.stop()
  }
}
