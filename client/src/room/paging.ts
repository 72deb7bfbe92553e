/** What is read from the log on request: older pages for the list, and pages for those who look beside it. */

import type { Clock } from '../connection/environment'
import type { Entry, ErrorFrame, Page, Read, Welcome } from '../protocol/frames.gen'
import { isChange } from './changes'
import { PageReading } from './pageReading'
import { type SidePages, type SideReader, SideReadings } from './sidePages'
import type { RoomState } from './state'
import type { Timeline } from './timeline'

/** The connection, as far as reading needs it. */
interface Wire {
  readonly isJoined: boolean
  nextRef(): number
  send(frame: Read): void
}

export class Paging {
  readonly #wire: Wire
  readonly #timeline: Timeline
  readonly #changed: () => void
  readonly #older: PageReading
  readonly #beside: SideReadings
  #limits: Welcome['limits'] | null = null
  #reaching: number | null = null

  /**
   * @param waiting how many frames of others wait for an answer.
   */
  constructor(clock: Clock, wire: Wire, timeline: Timeline, waiting: () => number, changed: () => void) {
    this.#wire = wire
    this.#timeline = timeline
    this.#changed = changed
    this.#older = new PageReading(
      clock,
      (before) => this.#read(before),
      () => this.#goOn(),
    )
    this.#beside = new SideReadings(clock, {
      isJoined: () => wire.isJoined,
      // BP6: the list goes first, and a message has room beside both.
      hasRoom: () => Number(this.#older.isBusy) + waiting() < (this.#limits?.pending_sends ?? 0),
      read: (before) => this.#read(before),
    })
  }

  get older(): RoomState['older'] {
    return this.#limits === null || this.#older.isBusy ? 'loading' : this.#timeline.older
  }

  get reaching(): number | null {
    return this.#reaching
  }

  loadOlder(): void {
    if (!this.#wire.isJoined || this.older !== 'more') return
    this.#older.read(this.#timeline.first)
    this.#changed()
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
    if (isChange(entry)) this.#older.overhear(entry)
    this.#beside.received(entry)
  }

  take(page: Page): void {
    if (this.#beside.take(page)) return
    const older = this.#older.take(page)
    if (older === null || this.#timeline.prepend(older)) return this.#goOn()
    // The same would come again: whoever wants more has to ask.
    this.#reaching = null
    this.#changed()
  }

  refused(frame: ErrorFrame): void {
    this.#older.refused(frame)
    this.#beside.refused(frame)
  }

  lost(): void {
    this.#reaching = null
    this.#older.stop()
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
