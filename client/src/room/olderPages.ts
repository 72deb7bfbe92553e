import type { Clock, Unsubscribe } from '../connection/environment'
import type { ErrorFrame, Page, Read } from '../protocol/frames.gen'

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
    this.#reader.send({ type: 'read', ref, before, after: null, limit })
    this.#changed()
  }

  /** Tells whether this is the page that was asked for. */
  loaded({ ref }: Page): boolean {
    if (ref !== this.#ref) return false
    this.#ref = null
    this.#changed()
    return true
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
