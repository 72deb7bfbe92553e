/** What is read from the log on request: older pages for the list, and pages for those who look beside it. */

import type { Clock } from '../connection/environment'
import type { Entry, ErrorFrame, Page, Welcome } from '../protocol/frames.gen'
import { OlderPages, type PageReader } from './olderPages'
import { type SidePages, type SideReader, SideReadings } from './sidePages'
import type { RoomState } from './state'
import type { Timeline } from './timeline'

export class Paging {
  readonly #wire: PageReader
  readonly #timeline: Timeline
  readonly #changed: () => void
  readonly #older: OlderPages
  readonly #beside: SideReadings
  #limits: Welcome['limits'] | null = null
  #reaching: number | null = null

  /**
   * @param waiting how many frames of others wait for an answer.
   */
  constructor(clock: Clock, wire: PageReader, timeline: Timeline, waiting: () => number, changed: () => void) {
    this.#wire = wire
    this.#timeline = timeline
    this.#changed = changed
    this.#older = new OlderPages(clock, wire, () => this.#goOn())
    this.#beside = new SideReadings(clock, {
      isJoined: () => wire.isJoined,
      // BP6: the list goes first, and a message has room beside both.
      hasRoom: () => Number(this.#older.isLoading) + waiting() < (this.#limits?.pending_sends ?? 0),
      read: (before) => this.#read(before),
    })
  }

  get older(): RoomState['older'] {
    return this.#limits === null || this.#older.isLoading ? 'loading' : this.#timeline.older
  }

  get reaching(): number | null {
    return this.#reaching
  }

  loadOlder(): void {
    if (this.#limits === null || this.#timeline.older !== 'more') return
    this.#older.load(this.#timeline.first, this.#limits.page_entries)
  }

  reach(offset: number): void {
    this.#reaching = offset
    this.#goOn()
  }

  open(reader: SideReader): SidePages {
    return this.#beside.open(reader)
  }

  /** The timeline has taken the welcome. */
  joined({ limits, recovered }: Welcome): void {
    this.#limits = limits
    if (recovered !== true) this.#beside.replaced()
    this.#goOn()
  }

  received(entry: Entry): void {
    this.#older.received(entry)
    this.#beside.received(entry)
  }

  take(page: Page): void {
    if (this.#beside.take(page)) return
    const older = this.#older.loaded(page)
    if (older !== null) this.#timeline.prepend(older)
    this.#goOn()
  }

  refused(frame: ErrorFrame): void {
    this.#older.refused(frame)
    this.#beside.refused(frame)
  }

  lost(): void {
    this.#reaching = null
    this.#older.lost()
    this.#beside.lost()
  }

  #read(before: number): number {
    const ref = this.#wire.nextRef()
    const limit = this.#limits?.page_entries ?? 1
    this.#wire.send({ type: 'read', ref, before, after: null, limit })
    return ref
  }

  /** Loads what is to be reached, and more where a page of nothing but changes left the list bare. */
  #goOn(): void {
    const isMore = this.#wire.isJoined && this.#timeline.older === 'more'
    if (!isMore || (this.#reaching !== null && this.#timeline.first <= this.#reaching)) this.#reaching = null
    if (this.#reaching !== null || (isMore && this.#timeline.isBare)) this.loadOlder()
    this.#changed()
  }
}
