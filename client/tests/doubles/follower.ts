/** A tab that follows a log with changes in it, over a network that is late in everything. */

import type { Entry } from '../../src/protocol/frames.gen'
import { isChange } from '../../src/room/changes'
import { chance } from './chance'
import type { FakeSocket } from './fakeSocket'
import { EPOCH, welcome } from './frames'
import { History } from './history'
import { comeBack, type Joined, join } from './joining'

const PAGE = 6

/** A tab that follows a history over a network that loses connections and keeps pages waiting. */
export class Follower {
  readonly #scrolls: boolean
  readonly #random: () => number
  readonly #history: History
  readonly #joined: Joined
  #socket: FakeSocket
  /** How far the entries have come. */
  #told: number
  /** When each page that was asked for is read by the server. */
  readonly #reads: { readonly ref: number; readonly before: number; readonly head: number }[] = []
  #answered = 0
  /** Messages whose newest edit that came had no text any more. */
  readonly #blanked = new Set<number>()

  /** @param scrolls whether somebody scrolls the list up, so that older pages come into it. */
  constructor(seed: number, scrolls = true) {
    this.#scrolls = scrolls
    this.#random = chance(seed)
    this.#history = new History(this.#random)
    this.#grow(30)
    this.#told = this.#history.head
    this.#joined = join(this.#newest())
    this.#socket = this.#joined.socket
  }

  get room() {
    return this.#joined.room
  }

  get head(): number {
    return this.#history.head
  }

  /** @param others what else may happen at each step. */
  step(...others: readonly (() => void)[]): void {
    const acts: readonly (() => void)[] = [
      ...others,
      () => this.#grow(3),
      () => this.#tell(),
      () => this.#tell(),
      () => this.#scroll(),
      () => this.#readPage(),
      () => this.#givePage(),
      () => this.#rarely(() => this.#resume()),
    ]
    acts[Math.floor(this.#random() * acts.length)]?.()
  }

  /** Every entry arrives. */
  hearAll(): void {
    while (this.#told < this.head) this.#tell()
  }

  /** Everything arrives, and the list is loaded to its start. */
  settle(): void {
    this.hearAll()
    for (let page = 0; page <= this.head; page += 1) {
      this.#readPage()
      this.#givePage()
      this.room.loadOlder()
    }
  }

  /** Lets time pass, so that whoever reads beside the list asks, and has every page that was asked for come. */
  read(): void {
    this.#joined.tab.browser.clock.advance(100)
    this.#readPage()
    this.#givePage()
  }

  /** What the list shows, and what a list that is read now would show. */
  compared(): readonly [readonly Entry[], readonly Entry[]] {
    return [this.#listed(), this.afresh()]
  }

  /** What a reader would see of the log who read it now. */
  afresh(): readonly Entry[] {
    return this.#history.seen(this.head)
  }

  /**
   * The same while entries are still to come: each message is compared with
   * what it was when the last entry came, or when its page was read later.
   *
   * Without its text where that was gone from the last edit that came (CH4): the
   * one that took its place is still to come, and brings its own.
   */
  comparedSoFar(): readonly [readonly Entry[], readonly Entry[]] {
    const listed = this.#listed()
    const from = listed[0]?.offset ?? this.#told + 1
    const afresh = this.#history.read(from, this.#told, this.#told).filter((one) => !isChange(one))
    const folded = (offset: number) => listed.find((one) => one.offset === offset)?.changes?.offset ?? 0
    const expected = afresh.flatMap(({ offset }) =>
      this.#history.read(offset, offset, Math.max(this.#told, folded(offset))),
    )
    const isBlank = ({ offset }: Entry) => this.#blanked.has(offset) && folded(offset) <= this.#told
    const compared = (one: Entry) => (isBlank(one) ? withoutText(one) : one)
    return [listed.map(compared), expected.map(compared)]
  }

  #listed(): readonly Entry[] {
    const items = this.room.getState().items
    return items.flatMap((item) => (item.type === 'entry' ? [{ ...item.entry, type: undefined }] : []))
  }

  #scroll(): void {
    if (this.#scrolls) this.room.loadOlder()
  }

  #newest() {
    const head = this.#history.head
    const limits = { ...welcome().limits, page_entries: PAGE }
    return { page: this.#history.read(head - PAGE + 1, head, head), head, limits }
  }

  #grow(most: number): void {
    for (let count = this.#random() * most; count > 0; count -= 1) this.#history.append()
  }

  /** Fan-out is late at times: the entry is handed on as it was appended, or as it is stored by now. */
  #tell(): void {
    if (this.#told === this.head) return
    this.#told += 1
    const moment = this.#random() < 0.5 ? this.#told : this.head
    const [next] = this.#history.read(this.#told, this.#told, moment)
    if (next !== undefined) this.#say(next)
  }

  #say(next: Entry): void {
    if (next.kind === 'edit' && next.body === '') this.#blanked.add(next.target ?? 0)
    else if (next.kind === 'edit' || next.kind === 'deletion') this.#blanked.delete(next.target ?? 0)
    this.#socket.say({ ...next, type: 'entry' })
  }

  /** The server reads a page at once or later, and the answer waits. */
  #readPage(): void {
    const asked = this.#socket.sentOf('read')[this.#reads.length]
    if (asked !== undefined) this.#reads.push({ ref: asked.ref, before: asked.before ?? 0, head: this.head })
  }

  #givePage(): void {
    const read = this.#reads[this.#answered]
    if (read === undefined) return
    this.#answered += 1
    const page = this.#history.read(read.before - PAGE, read.before - 1, read.head)
    this.#socket.say({ type: 'page', ref: read.ref, epoch: EPOCH, entries: page, oldest: 1, head: read.head })
  }

  #resume(): void {
    this.#grow(6)
    const { head } = this
    this.#socket = comeBack(this.#joined.tab, { ...this.#newest(), recovered: true, page: null })
    this.#reads.length = 0
    this.#answered = 0
    for (const each of this.#history.read(this.#told + 1, head, head)) this.#say(each)
    this.#told = head
  }

  #rarely(act: () => void): void {
    if (this.#random() < 0.3) act()
  }
}

function withoutText(one: Entry): Entry {
  const { changes } = one
  return { ...one, body: '', ...(changes && { changes: { ...changes, edit: null, edited_at: null } }) }
}
