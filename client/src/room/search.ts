/**
 * Looks for words in what a room shows, and further back in its log.
 *
 * Further back it reads pages beside the list, a bounded number at a time and
 * only when it is told to; of those it keeps what matches and nothing else.
 * What is edited or deleted meanwhile is looked at again: no text is found that
 * is gone (CH4), and a message that was passed by and matches by now is read
 * once more. So it finds what it would find if it began now.
 */

import type { Unsubscribe } from '../connection/environment'
import type { Entry, Page } from '../protocol/frames.gen'
import { type Change, fold, isDeleted } from './changes'
import { comparable } from './comparable'
import { wordsOf } from './found'
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
  /** Messages that were passed by, and match since an edit; the newest first, at most `MAX_RESULTS`. */
  #again: readonly number[] = []
  /** The one of them that the page on its way is read for. */
  #readingAgain: number | null = null
  #pagesLeft = 0
  #state: SearchState | null = null
  /** What was shown before `#state` had to be drawn anew. */
  #shown: SearchState | null = null
  readonly #listed = new ListedMatches((entry) => this.#matches(entry))

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

  /** The same object until something else is to be shown. */
  getState(): SearchState {
    if (this.#state === null) {
      const next = this.#draw()
      this.#state = this.#shown !== null && isSame(this.#shown, next) ? this.#shown : next
      this.#shown = this.#state
    }
    return this.#state
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#notifier.subscribe(listener)
  }

  /** Every word has to be in a message; case and width do not matter. Blank finds nothing. */
  find(query: string): void {
    this.#query = query
    this.#words = wordsOf(query)
    this.#listed.forget()
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
    this.#readingAgain = null
    this.#changed()
  }

  /** Lets go of the room. */
  close(): void {
    this.#pages.close()
    this.#unsubscribe()
  }

  #startAnew(): void {
    this.#found = []
    this.#again = []
    this.#before = null
    this.#back = null
    this.#oldest = 1
    this.stop()
  }

  /** Reads again what was edited, then goes on where it stopped, or where the list begins by now. */
  #readNext(): void {
    const first = firstOf(this.#room.getState().items)?.offset ?? Number.POSITIVE_INFINITY
    const [again = null] = this.#again
    this.#readingAgain = again
    const before = again === null ? Math.min(this.#before ?? first, first) : again + 1
    if (!Number.isFinite(before) || !this.#pages.read(before)) this.stop()
  }

  #take(page: Page): void {
    if (this.#readingAgain === null) this.#takeNext(page)
    else this.#takeAgain(page, this.#readingAgain)
    if (this.#again.length + this.#pagesLeft > 0) this.#readNext()
    this.#changed()
  }

  #takeNext({ entries, oldest }: Page): void {
    const [top] = entries
    this.#oldest = oldest
    this.#before = top?.offset ?? oldest
    this.#back = top?.at ?? this.#back
    this.#keep([...this.#found, ...entries])
    this.#pagesLeft = this.#before <= oldest || this.#found.length === MAX_RESULTS ? 0 : this.#pagesLeft - 1
  }

  #takeAgain({ entries }: Page, target: number): void {
    this.#readingAgain = null
    this.#again = this.#again.filter((offset) => offset !== target)
    const others = this.#found.filter(({ offset }) => offset !== target)
    this.#keep([...others, ...entries.filter(({ offset }) => offset === target)])
  }

  /** What is cut off has not been looked at, should there be room for it later. */
  #keep(entries: readonly Entry[]): void {
    const found = entries.filter((entry) => this.#matches(entry)).sort((a, b) => b.offset - a.offset)
    this.#found = found.slice(0, MAX_RESULTS)
    if (found.length > MAX_RESULTS) this.#before = this.#found.at(-1)?.offset ?? this.#before
  }

  #fold(change: Change): void {
    const isFound = this.#found.some(({ offset }) => offset === change.target)
    if (isFound) this.#keep(this.#found.map((entry) => (entry.offset === change.target ? fold(entry, change) : entry)))
    else if (change.kind === 'edit' && this.#isPassed(change.target) && this.#holdsWords(change.body))
      this.#readAgain(change.target)
    this.#changed()
  }

  #readAgain(target: number): void {
    const targets = new Set([...this.#again, target])
    this.#again = [...targets].sort((a, b) => b - a).slice(0, MAX_RESULTS)
    if (this.#pagesLeft === 0 && this.#readingAgain === null) this.#readNext()
  }

  /** Whether a message was read here, and is not in the list. */
  #isPassed(target: number | null): target is number {
    if (target === null || this.#before === null || target < this.#before) return false
    return target < (firstOf(this.#room.getState().items)?.offset ?? Number.POSITIVE_INFINITY)
  }

  #matches(entry: Entry): boolean {
    return entry.kind === 'message' && !isDeleted(entry) && this.#holdsWords(entry.body)
  }

  #holdsWords(body: string): boolean {
    const text = comparable(body)
    return this.#words.length > 0 && this.#words.every((word) => text.includes(word))
  }

  #changed(): void {
    this.#state = null
    this.#notifier.changed()
  }

  #draw(): SearchState {
    const { items, older } = this.#room.getState()
    const first = firstOf(items)
    const beyond = this.#found.filter(({ offset }) => first === null || offset < first.offset)
    return {
      query: this.#query,
      results: [...this.#listed.newestIn(items), ...beyond].slice(0, MAX_RESULTS),
      phase: this.#phase(older),
      back: this.#back ?? first?.at ?? null,
    }
  }

  #phase(older: RoomState['older']): SearchState['phase'] {
    if (this.#pagesLeft > 0 || this.#readingAgain !== null) return 'reading'
    if (this.#again.length > 0) return 'more'
    const isListComplete = older === 'start' || older === 'trimmed'
    return isListComplete || (this.#before !== null && this.#before <= this.#oldest) ? 'complete' : 'more'
  }
}

/** What matches in the list. A list that goes on is looked through where it is another than before. */
class ListedMatches {
  readonly #matches: (entry: Entry) => boolean
  #items: readonly TimelineItem[] = []
  #found: { readonly index: number; readonly entry: Entry }[] = []

  constructor(matches: (entry: Entry) => boolean) {
    this.#matches = matches
  }

  forget(): void {
    this.#items = []
    this.#found = []
  }

  /** The newest first; at most `MAX_RESULTS`. */
  newestIn(items: readonly TimelineItem[]): readonly Entry[] {
    let kept = 0
    while (kept < items.length && items[kept] === this.#items[kept]) kept += 1
    while ((this.#found.at(-1)?.index ?? -1) >= kept) this.#found.pop()
    for (let index = kept; index < items.length; index += 1) {
      const item = items[index]
      if (item?.type === 'entry' && this.#matches(item.entry)) this.#found.push({ index, entry: item.entry })
    }
    this.#items = items
    return this.#found
      .slice(-MAX_RESULTS)
      .map(({ entry }) => entry)
      .toReversed()
  }
}

function isSame(one: SearchState, other: SearchState): boolean {
  const isAlike = one.query === other.query && one.phase === other.phase && one.back === other.back
  if (!isAlike || one.results.length !== other.results.length) return false
  return one.results.every((entry, index) => entry === other.results[index])
}

function firstOf(items: readonly TimelineItem[]): Entry | null {
  const first = items.find(({ type }) => type === 'entry')
  return first?.type === 'entry' ? first.entry : null
}
