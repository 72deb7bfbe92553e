import type { Clock, Unsubscribe } from '../connection/environment'
import type { Entry, ErrorFrame, Page, Read } from '../protocol/frames.gen'
import { type Change, foldAll, isChange } from './changes'

/** After a refusal that names no time of its own; a list that is scrolled to its top asks again at once. */
const RETRY_MS = 1_000

export interface PageReader {
  readonly isJoined: boolean
  nextRef(): number
  send(frame: Read): void
}

/** Reads older pages, one at a time. */
export class OlderPages {
  readonly #clock: Clock
  readonly #reader: PageReader
  readonly #changed: () => void
  #ref: number | null = null
  /** Changes that came while a page was on its way: it may have been read before them. */
  #overheard: readonly Change[] = []
  #cancelPause: Unsubscribe | null = null

  constructor(clock: Clock, reader: PageReader, changed: () => void) {
    this.#clock = clock
    this.#reader = reader
    this.#changed = changed
  }

  get isLoading(): boolean {
    return this.#ref !== null || this.#cancelPause !== null
  }

  load(before: number, limit: number): void {
    if (this.isLoading || !this.#reader.isJoined) return
    const ref = this.#reader.nextRef()
    this.#ref = ref
    this.#overheard = []
    this.#reader.send({ type: 'read', ref, before, after: null, limit })
    this.#changed()
  }

  received(entry: Entry): void {
    if (this.#ref !== null && isChange(entry)) this.#overheard = [...this.#overheard, entry]
  }

  /** Returns the page that was asked for as the changes since leave it (CH6); null for any other. */
  loaded(page: Page): Page | null {
    if (page.ref !== this.#ref) return null
    this.#ref = null
    return { ...page, entries: foldAll(page.entries, this.#overheard) }
  }

  refused({ ref, retry_after_ms }: ErrorFrame): void {
    if (this.#ref === null || ref !== this.#ref) return
    this.#ref = null
    this.#cancelPause = this.#clock.setTimer(() => this.#endPause(), retry_after_ms ?? RETRY_MS)
  }

  /** No page will come any more on this connection. */
  lost(): void {
    this.#ref = null
    this.#cancelPause?.()
    this.#cancelPause = null
  }

  #endPause(): void {
    this.#cancelPause = null
    this.#changed()
  }
}
