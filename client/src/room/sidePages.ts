/** Pages that are read beside the list: for whoever looks through the log without showing it. */

import type { Clock } from '../connection/environment'
import type { Entry, ErrorFrame, Page } from '../protocol/frames.gen'
import { type Change, isChange } from './changes'
import { PageReading } from './pageReading'

/** Ten pages a second leave as many frames again for what the person does meanwhile (BP7). */
const PACE_MS = 100

/** The events for a reader of such pages. */
export interface SideReader {
  /** The page that was asked for, with everything folded in that came while it was on its way. */
  page(page: Page): void
  /** An entry changes a message, which may be in a page that was given. */
  changed(change: Change): void
  /** There is no connection, so no page will come; ask again when there is one. */
  lost(): void
  /** The log is another one: nothing that was read is in it. */
  replaced(): void
}

export interface SidePages {
  /** Reads the page before an offset, when there is room for it; false without a connection. One at a time. */
  read(before: number): boolean
  /** Asks for no more; a page that is on its way is dropped. */
  stop(): void
  close(): void
}

/** The connection, as far as such pages need it. */
interface SideWire {
  isJoined(): boolean
  /** Whether one more frame may wait for its answer. */
  hasRoom(): boolean
  /** Asks for the page before an offset, and returns the ref that it will have. */
  read(before: number): number
}

class Reading implements SidePages {
  readonly reader: SideReader
  readonly #wire: SideWire
  readonly #onClose: () => void
  readonly #pages: PageReading
  #before = 0

  constructor(clock: Clock, wire: SideWire, reader: SideReader, onClose: () => void) {
    this.#wire = wire
    this.reader = reader
    this.#onClose = onClose
    this.#pages = new PageReading(
      clock,
      (before) => wire.read(before),
      () => this.#ask(),
    )
  }

  read(before: number): boolean {
    if (!this.#wire.isJoined()) return false
    this.stop()
    this.#before = before
    this.#pages.pause(PACE_MS)
    return true
  }

  stop(): void {
    this.#pages.stop()
  }

  close(): void {
    this.stop()
    this.#onClose()
  }

  overhear(change: Change): void {
    this.#pages.overhear(change)
    this.reader.changed(change)
  }

  take(page: Page): boolean {
    const own = this.#pages.take(page)
    if (own !== null) this.reader.page(own)
    return own !== null
  }

  refused(frame: ErrorFrame): void {
    this.#pages.refused(frame)
  }

  lost(): void {
    this.stop()
    this.reader.lost()
  }

  #ask(): void {
    if (this.#wire.hasRoom()) this.#pages.read(this.#before)
    else this.#pages.pause(PACE_MS)
  }
}

/** Everybody who reads beside the list, and their events. */
export class SideReadings {
  readonly #clock: Clock
  readonly #wire: SideWire
  readonly #readings = new Set<Reading>()

  constructor(clock: Clock, wire: SideWire) {
    this.#clock = clock
    this.#wire = wire
  }

  open(reader: SideReader): SidePages {
    const reading = new Reading(this.#clock, this.#wire, reader, () => this.#readings.delete(reading))
    this.#readings.add(reading)
    return reading
  }

  received(entry: Entry): void {
    if (isChange(entry)) for (const reading of this.#readings) reading.overhear(entry)
  }

  /** Tells whether somebody here had asked for it. */
  take(page: Page): boolean {
    return [...this.#readings].some((reading) => reading.take(page))
  }

  refused(frame: ErrorFrame): void {
    for (const reading of this.#readings) reading.refused(frame)
  }

  lost(): void {
    for (const reading of this.#readings) reading.lost()
  }

  replaced(): void {
    for (const reading of this.#readings) reading.reader.replaced()
  }
}
