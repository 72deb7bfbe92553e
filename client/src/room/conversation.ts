/** What is said in a room and who is there: hands each frame to the part that it concerns. */

import type { RoomFrame } from '../connection/connection'
import type { Environment } from '../connection/environment'
import { assertNever } from '../protocol/assertNever'
import { CloseCode } from '../protocol/closeCodes.gen'
import { DEFAULT_BODY_LENGTH } from '../protocol/contract'
import type { Ack, ClientFrame, Entry, ErrorFrame, Page, Position, StoreStatus, Welcome } from '../protocol/frames.gen'
import type { JoinOptions } from './joinOptions'
import { Keepsake, type Sight } from './keepsake'
import { OlderPages } from './olderPages'
import { Outgoing } from './outgoing'
import { Roster } from './roster'
import type { RoomState, TimelineItem } from './state'
import { Timeline } from './timeline'
import { TypingSignal } from './typingSignal'
import type { Unsent } from './unsent'

/** The link, as far as a conversation needs it. */
export interface Wire {
  readonly isJoined: boolean
  nextRef(): number
  send(frame: ClientFrame): void
  /** Ends the connection with this code, and comes back. */
  drop(code: number): void
}

/** The part of a room's state that its frames decide. */
export type Said = Pick<
  RoomState,
  | 'clientId'
  | 'name'
  | 'store'
  | 'items'
  | 'seenAt'
  | 'members'
  | 'memberCount'
  | 'typing'
  | 'older'
  | 'bodyLengthLimit'
>

export class Conversation {
  readonly #environment: Environment
  readonly #wire: Wire
  readonly #changed: () => void
  readonly #timeline: Timeline
  readonly #outgoing: Outgoing
  readonly #older: OlderPages
  readonly #roster: Roster
  readonly #typing: TypingSignal
  readonly #keepsake: Keepsake
  #isCutOff = false
  #welcome: Welcome | null = null
  #store: StoreStatus = 'ok'
  #gapAfter: number | null = null

  constructor(environment: Environment, options: JoinOptions, wire: Wire, changed: () => void) {
    this.#environment = environment
    this.#wire = wire
    this.#changed = changed
    this.#timeline = new Timeline((entry) => this.#isOwn(entry))
    this.#outgoing = new Outgoing(environment, options, wire, changed)
    this.#older = new OlderPages(environment, wire, changed)
    this.#typing = new TypingSignal(environment, (active) => wire.send({ type: 'typing', active }))
    this.#keepsake = new Keepsake(environment, options, () => this.#timeline.newestFirst())
    this.#roster = new Roster(environment, {
      noted: (type, member) => this.#timeline.note(type, member, environment.now()),
      changed,
    })
  }

  get position(): Position | null {
    return this.#timeline.position
  }

  /** Takes up what was written before a reload that came before the first welcome, and what was seen. */
  recall(): void {
    this.#outgoing.recall()
    this.#keepsake.recall()
  }

  write(body: string): void {
    this.#typing.ended()
    this.#outgoing.write(body, this.#bodyLengthLimit)
  }

  retry(key: string): void {
    this.#outgoing.retry(key)
  }

  discard(key: string): void {
    this.#outgoing.settle(key)
  }

  loadOlder(): void {
    if (this.#welcome === null || this.#timeline.older !== 'more') return
    this.#older.load(this.#timeline.first, this.#welcome.limits.page_entries)
  }

  setTyping(active: boolean): void {
    if (this.#wire.isJoined) this.#typing.set(active)
  }

  joined(welcome: Welcome): void {
    this.#welcome = welcome
    this.#store = welcome.store
    this.#outgoing.open(welcome.author)
    this.#timeline.welcome(welcome, this.#environment.now())
    for (const { key } of welcome.page ?? []) this.#outgoing.settle(key)
    this.#roster.welcome(welcome.members, welcome.member_count, welcome.client_id)
    this.#outgoing.ready()
    this.#keepsake.open(welcome)
    this.#changed()
  }

  receive(frame: RoomFrame): void {
    switch (frame.type) {
      case 'entry':
        return this.#take(frame)
      case 'page':
        return this.#takePage(frame)
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
    this.#outgoing.settle(entry.key)
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

  #takePage(page: Page): void {
    if (this.#older.loaded(page)) this.#timeline.prepend(page)
    this.#changed()
  }

  #acked(ack: Ack): void {
    const message = this.#outgoing.acked(ack)
    if (message !== null) this.#timeline.acked(this.#entryOf(message, ack))
    this.#changed()
  }

  #refused(frame: ErrorFrame): void {
    this.#outgoing.refused(frame)
    this.#older.refused(frame)
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
    this.#older.lost()
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
    const isLoading = welcome === null || this.#older.isLoading
    const sight = this.#sight
    const lines = this.#timeline.lines()
    const pending = this.#outgoing.messages().map(pendingItem)
    return {
      clientId: welcome?.client_id ?? null,
      name: welcome?.name ?? null,
      store: this.#store,
      items: sight === null && pending.length === 0 ? lines : [...this.#seen(sight), ...lines, ...pending],
      seenAt: sight === null ? null : sight.at,
      members: this.#roster.members,
      memberCount: this.#roster.count,
      typing: this.#roster.typing,
      older: isLoading ? 'loading' : this.#timeline.older,
      bodyLengthLimit: this.#bodyLengthLimit,
    }
  }

  /** Shown only once it is known that no answer comes soon. */
  get #sight(): Sight | null {
    return this.#welcome === null && this.#isCutOff ? this.#keepsake.sight : null
  }

  #seen(sight: Sight | null): readonly TimelineItem[] {
    if (sight === null) return []
    const isOwn = ({ author, client_id, key }: Entry) =>
      (author !== null && author === sight.author) || client_id === sight.clientId || this.#outgoing.has(key)
    const lines = sight.entries.map((entry) => ({ type: 'entry', id: entry.key, entry, own: isOwn(entry) }) as const)
    return [...lines, ...sight.unsent.map(pendingItem)]
  }

  get #bodyLengthLimit(): number {
    return this.#welcome?.limits.body_length ?? DEFAULT_BODY_LENGTH
  }

  /** By the key, the tab or the person: a tab that lost its client ID still knows what it wrote. */
  #isOwn({ key, client_id, author }: Entry): boolean {
    const isByPerson = author !== null && author === this.#welcome?.author
    return isByPerson || client_id === this.#welcome?.client_id || this.#outgoing.has(key)
  }

  #entryOf({ key, body }: Unsent, { offset, at }: Ack): Entry {
    const { client_id = 1, author = null, name = null } = this.#welcome ?? {}
    return { offset, key, kind: 'message', client_id, author, name, target: null, body, at }
  }
}

function pendingItem({ key, body, status, error, writtenAt }: Unsent): TimelineItem {
  return { type: 'pending', id: key, key, body, status, error, writtenAt }
}
