import type { Clock, Unsubscribe } from '../connection/environment'
import type { ErrorFrame, Page } from '../protocol/frames.gen'
import { type Change, foldAll } from './changes'

/** After a refusal that names no time of its own; who is refused asks again at once. */
const RETRY_MS = 1_000

/** Reads pages of the log, one at a time, and pauses after a refusal. */
export class PageReading {
  readonly #clock: Clock
  readonly #ask: (before: number) => number
  readonly #onPauseEnd: () => void
  #ref: number | null = null
  /** Changes that came while a page was on its way: it may have been read before them. */
  #overheard: readonly Change[] = []
  #cancelPause: Unsubscribe | null = null

  /** `ask` asks for the page before an offset, and returns the ref that it will have. */
  constructor(clock: Clock, ask: (before: number) => number, onPauseEnd: () => void) {
    this.#clock = clock
    this.#ask = ask
    this.#onPauseEnd = onPauseEnd
  }

  /** Whether a page is on its way, or a pause is not over. */
  get isBusy(): boolean {
    return this.#ref !== null || this.#cancelPause !== null
  }

  read(before: number): void {
    this.#overheard = []
    this.#ref = this.#ask(before)
  }

  pause(ms: number): void {
    this.#cancelPause = this.#clock.setTimer(() => {
      this.#cancelPause = null
      this.#onPauseEnd()
    }, ms)
  }

  /** No page is awaited any more; one that comes all the same is not taken. */
  stop(): void {
    this.#ref = null
    this.#cancelPause?.()
    this.#cancelPause = null
  }

  overhear(change: Change): void {
    if (this.#ref !== null) this.#overheard = [...this.#overheard, change]
  }

  /** Returns the page that was asked for as the changes since leave it (CH6); null for any other. */
  take(page: Page): Page | null {
    if (page.ref !== this.#ref) return null
    this.#ref = null
    return { ...page, entries: foldAll(page.entries, this.#overheard) }
  }

  refused({ ref, retry_after_ms }: ErrorFrame): void {
    if (this.#ref === null || ref !== this.#ref) return
    this.#ref = null
    this.pause(retry_after_ms ?? RETRY_MS)
  }
}
