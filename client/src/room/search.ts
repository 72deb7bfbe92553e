/**
 * Looks for words in what a room shows, and further back in its log.
 *
 * Further back it reads pages beside the list, a bounded number at a time and
 * only when it is told to; of those it keeps what matches and nothing else.
 * What is edited or deleted meanwhile is looked at again, so no text is found
 * that is gone (CH4).
 */

import type { Unsubscribe } from '../connection/environment'
import type { Entry, Page } from '../protocol/frames.gen'
import { type Change, fold, isDeleted } from './changes'
import { Notifier } from './notifier'
import type { SidePages } from './sidePages'
import type { Room, RoomState, TimelineItem } from './state'

/** Pages that one order to search further back reads at most. */
export const PAGES_AT_ONCE = 10

/** Results that are kept and shown; whoever gets more looks for more words. */
export const MAX_RESULTS = 200

export interface SearchState {
  readonly query: string
  /** The newest first; at most `MAX_RESULTS`. */
  readonly results: readonly Entry[]
  /** Whether it reads further back, can do so, or has seen all that is kept. */
  readonly phase: 'reading' | 'more' | 'complete'
  /** When the oldest message that was looked at was written; null if there is none. */
  readonly back: string | null
}

export class Search {
  readonly #room: Pick<Room, 'getState' | 'subscribe' | 'openPages'>
  readonly #notifier = new Notifier()
  readonly #pages: SidePages
  readonly #unsubscribe: Unsubscribe
  #words: readonly string[] = []
  #query = ''
  /** What matches further back than the list reaches, the newest first. */
  #found: readonly Entry[] = []
  /** The first offset that was read; null where only the list was looked at. */
  #before: number | null = null
  #back: string | null = null
  #oldest = 1
  #pagesLeft = 0
  #state: SearchState | null = null

  constructor(room: Pick<Room, 'getState' | 'subscribe' | 'openPages'>) {
    this.#room = room
    this.#pages = room.openPages({
      page: (page) => this.#take(page),
      changed: (change) => this.#fold(change),
      lost: () => this.stop(),
      replaced: () => this.#startAnew(),
    })
    this.#unsubscribe = room.subscribe(() => this.#changed())
  }

  getState(): SearchState {
    this.#state ??= this.#draw()
    return this.#state
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#notifier.subscribe(listener)
  }

  /** Every word has to be in a message; case and width do not matter. Blank finds nothing. */
  find(query: string): void {
    this.#query = query
    this.#words = comparable(query).split(/\s+/).filter(Boolean)
    this.#startAnew()
  }

  /** Reads the next pages; does nothing without words or a connection, or while it reads. */
  further(): void {
    if (this.getState().phase !== 'more' || this.#words.length === 0) return
    this.#pagesLeft = PAGES_AT_ONCE
    this.#readNext()
    this.#changed()
  }

  stop(): void {
    this.#pages.stop()
    this.#pagesLeft = 0
    this.#changed()
  }

  /** Lets go of the room. */
  close(): void {
    this.#pages.close()
    this.#unsubscribe()
  }

  #startAnew(): void {
    this.#found = []
    this.#before = null
    this.#back = null
    this.#oldest = 1
    this.stop()
  }

  /** Goes on where it stopped, or where the list begins by now. */
  #readNext(): void {
    const first = firstOf(this.#room.getState().items)
    const before = Math.min(this.#before ?? Number.POSITIVE_INFINITY, first?.offset ?? Number.POSITIVE_INFINITY)
    if (!Number.isFinite(before) || !this.#pages.read(before)) this.#pagesLeft = 0
  }

  #take({ entries, oldest }: Page): void {
    const [top] = entries
    this.#oldest = oldest
    this.#before = top?.offset ?? oldest
    this.#back = top?.at ?? this.#back
    this.#found = [...this.#found, ...entries.filter((entry) => this.#matches(entry)).toReversed()].slice(
      0,
      MAX_RESULTS,
    )
    this.#pagesLeft = this.#before <= oldest || this.#found.length === MAX_RESULTS ? 0 : this.#pagesLeft - 1
    if (this.#pagesLeft > 0) this.#readNext()
    this.#changed()
  }

  #fold(change: Change): void {
    const changed = this.#found.map((entry) => (entry.offset === change.target ? fold(entry, change) : entry))
    this.#found = changed.filter((entry) => this.#matches(entry))
    this.#changed()
  }

  #matches(entry: Entry): boolean {
    if (this.#words.length === 0 || entry.kind !== 'message' || isDeleted(entry)) return false
    const text = comparable(entry.body)
    return this.#words.every((word) => text.includes(word))
  }

  #changed(): void {
    this.#state = null
    this.#notifier.changed()
  }

  #draw(): SearchState {
    const { items, older } = this.#room.getState()
    const first = firstOf(items)
    const listed = items.flatMap((item) => (item.type === 'entry' && this.#matches(item.entry) ? [item.entry] : []))
    const beyond = this.#found.filter(({ offset }) => first === null || offset < first.offset)
    return {
      query: this.#query,
      results: [...listed.toReversed(), ...beyond].slice(0, MAX_RESULTS),
      phase: this.#phase(older),
      back: this.#back ?? first?.at ?? null,
    }
  }

  #phase(older: RoomState['older']): SearchState['phase'] {
    if (this.#pagesLeft > 0) return 'reading'
    const isListComplete = older === 'start' || older === 'trimmed'
    return isListComplete || (this.#before !== null && this.#before <= this.#oldest) ? 'complete' : 'more'
  }
}

function firstOf(items: readonly TimelineItem[]): Entry | null {
  const first = items.find(({ type }) => type === 'entry')
  return first?.type === 'entry' ? first.entry : null
}

function comparable(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
