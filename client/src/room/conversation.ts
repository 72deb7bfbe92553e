/** The frames of a room: passes each to the part that it concerns. */

import type { RoomFrame } from '../connection/connection'
import type { Environment } from '../connection/environment'
import { assertNever } from '../protocol/assertNever'
import { CloseCode } from '../protocol/closeCodes.gen'
import { DEFAULT_BODY_LENGTH } from '../protocol/contract'
import type {
  Ack,
  ClientFrame,
  Entry,
  ErrorFrame,
  Member,
  Position,
  StoreStatus,
  Welcome,
} from '../protocol/frames.gen'
import { Changing } from './changing'
import type { JoinOptions } from './joinOptions'
import { itemsOf, Keepsake, type Sight } from './keepsake'
import { Outgoing } from './outgoing'
import { Paging } from './paging'
import { Roster } from './roster'
import { ServerTime } from './serverTime'
import type { RoomState } from './state'
import { Timeline } from './timeline'
import { TypingSignal } from './typingSignal'
import { MESSAGE, type Unsent } from './unsent'

/** The link, as far as a conversation needs it. */
export interface Wire {
  readonly isJoined: boolean
  nextRef(): number
  send(frame: ClientFrame): void
  /** Ends the connection with this code, and comes back. */
  drop(code: number): void
}

/** The part of a room's state that its frames decide. */
export type Said = Omit<RoomState, 'itemId' | 'connection'>

export class Conversation {
  readonly changing: Changing
  readonly paging: Paging
  readonly #wire: Wire
  readonly #changed: () => void
  readonly #timeline: Timeline
  readonly #outgoing: Outgoing
  readonly #roster: Roster
  readonly #typing: TypingSignal
  readonly #keepsake: Keepsake
  readonly #serverTime: ServerTime
  #isCutOff = false
  #welcome: Welcome | null = null
  #store: StoreStatus = 'ok'
  #gapAfter: number | null = null

  constructor(environment: Environment, options: JoinOptions, wire: Wire, changed: () => void) {
    this.#wire = wire
    this.#changed = changed
    this.#timeline = new Timeline((entry) => this.#isOwn(entry))
    this.#outgoing = new Outgoing(environment, options, wire, changed)
    this.#serverTime = new ServerTime(environment)
    this.changing = new Changing(this.#timeline, this.#outgoing, () => this.#self, this.#serverTime)
    this.paging = new Paging(environment, wire, this.#timeline, () => this.#outgoing.waiting, changed)
    this.#typing = new TypingSignal(environment, (active) => wire.send({ type: 'typing', active }))
    this.#keepsake = new Keepsake(environment, options, () => this.#timeline.newestFirst())
    this.#roster = new Roster(environment, {
      noted: (type, member) => this.#timeline.note(type, member, this.#serverTime.now()),
      changed,
    })
  }

  get position(): Position | null {
    return this.#timeline.position
  }

  /** In which what is shown has its offsets: before the first welcome, as it was seen last. */
  get epoch(): string | null {
    return this.#timeline.epoch ?? this.#keepsake.sight?.epoch ?? null
  }

  /** Takes up what was written before a reload that came before the first welcome, and what was seen. */
  recall(): void {
    this.#outgoing.recall()
    this.#keepsake.recall()
  }

  write(body: string, target: number | null): void {
    this.#typing.ended()
    const epoch = target === null ? null : this.epoch
    this.#outgoing.write({ kind: MESSAGE, target, epoch, body }, this.#bodyLengthLimit)
  }

  retry(key: string): void {
    this.#outgoing.retry(key)
  }

  discard(key: string): void {
    this.#outgoing.settle(key)
  }

  dropOlder(offset: number): void {
    if (this.#timeline.dropOlder(offset)) this.#changed()
  }

  setTyping(active: boolean): void {
    if (this.#wire.isJoined) this.#typing.set(active)
  }

  joined(welcome: Welcome): void {
    const former = this.#welcome
    this.#welcome = welcome
    this.#store = welcome.store
    this.#outgoing.open(welcome.author)
    this.#hearTime(welcome)
    this.#timeline.welcome(welcome, this.#serverTime.now())
    // A fresh cookie (HT6) may be another person's.
    if (former !== null && former.author !== welcome.author) this.#timeline.findOwn()
    for (const { key } of welcome.page ?? []) this.#outgoing.settle(key)
    this.#roster.welcome(welcome)
    this.#outgoing.ready(welcome.epoch)
    this.#keepsake.open(welcome)
    this.paging.joined(welcome)
  }

  #hearTime({ now, page }: Welcome): void {
    if (now) this.#serverTime.said(Date.parse(now))
    const newest = page?.at(-1)
    if (newest !== undefined) this.#serverTime.passed(Date.parse(newest.at))
  }

  receive(frame: RoomFrame): void {
    switch (frame.type) {
      case 'entry':
        return this.#take(frame)
      case 'page':
        return this.paging.take(frame)
      case 'ack':
        return this.#acked(frame)
      case 'error':
        return this.#refused(frame)
      case 'presence':
        return this.#roster.presence(frame)
      case 'typing':
        return this.#roster.typists(frame.client_ids)
      case 'status':
        return this.#storeChanged(frame.store)
      default:
        assertNever(frame)
    }
  }

  #take(entry: Entry): void {
    const reception = this.#timeline.receive(entry)
    if (reception === 'gap') return this.#comeBackForGap()
    this.#serverTime.passed(Date.parse(entry.at))
    this.#outgoing.settle(entry.key)
    this.paging.received(entry)
    this.#keepsake.changed()
    this.#changed()
  }

  /** CL4. A second gap at one place will not be mended by asking for the same again. */
  #comeBackForGap(): void {
    const after = this.#timeline.position?.offset ?? 0
    if (this.#gapAfter === after) this.#timeline.forgetPosition()
    this.#gapAfter = after
    this.#wire.drop(CloseCode.OUT_OF_STEP)
  }

  #acked(ack: Ack): void {
    const message = this.#outgoing.acked(ack)
    if (message !== null) this.#timeline.acked(this.#entryOf(message, ack))
    this.#changed()
  }

  #refused(frame: ErrorFrame): void {
    this.#outgoing.refused(frame)
    this.paging.refused(frame)
    this.#changed()
  }

  #storeChanged(store: StoreStatus): void {
    this.#store = store
    if (store === 'ok') this.#outgoing.hurry()
    this.#changed()
  }

  lost(code: number): void {
    this.#isCutOff = true
    this.#keepsake.close()
    this.#outgoing.lost(code)
    this.paging.lost()
    this.#roster.lost()
    this.#typing.ended()
    this.#changed()
  }

  /** Forgets what was not sent, and what was seen. */
  forget(): void {
    this.#outgoing.forget()
    this.#keepsake.forget()
  }

  /** The server says that this person may not be here: what was seen is not to be read again. */
  forgetSeen(): void {
    this.#keepsake.forget()
  }

  draw(): Said {
    const welcome = this.#welcome
    const sight = this.#sight
    const items = this.changing.items()
    return {
      clientId: welcome?.client_id ?? null,
      author: welcome?.author ?? null,
      name: welcome?.name ?? null,
      store: this.#store,
      isStoreFull: this.#outgoing.isStoreFull,
      epoch: this.epoch,
      items: sight === null ? items : [...itemsOf(sight, (key) => this.#outgoing.has(key)), ...items],
      revision: this.#timeline.revision,
      seenAt: sight === null ? null : sight.at,
      members: this.#roster.members,
      personCount: this.#roster.count,
      serverLead: this.#serverTime.lead,
      typing: this.#roster.typing,
      older: this.paging.older,
      reaching: this.paging.reaching,
      bodyLengthLimit: this.#bodyLengthLimit,
    }
  }

  get #self(): Member | null {
    const welcome = this.#welcome
    if (welcome === null) return null
    return { client_id: welcome.client_id, author: welcome.author, name: welcome.name }
  }

  /** Shown only once it is known that no answer comes soon. */
  get #sight(): Sight | null {
    return this.#welcome === null && this.#isCutOff ? this.#keepsake.sight : null
  }

  get #bodyLengthLimit(): number {
    return this.#welcome?.limits.body_length ?? DEFAULT_BODY_LENGTH
  }

  /** By the key, the tab or the person: a tab that lost its client ID still knows what it wrote. */
  #isOwn({ key, client_id, author }: Entry): boolean {
    const isByPerson = author !== null && author === this.#welcome?.author
    return isByPerson || client_id === this.#welcome?.client_id || this.#outgoing.has(key)
  }

  #entryOf({ key, kind, target, body }: Unsent, { offset, at }: Ack): Entry {
    const { client_id = 1, author = null, name = null } = this.#welcome ?? {}
    return { offset, key, kind, client_id, author, name, target, body, at }
  }
}
