import type { Clock, Unsubscribe } from './environment'

/** So long a server has to answer where there is reason for doubt (CL9): a slow line's round trip, and some. */
export const DOUBT_ANSWER_MS = 3_000

/** A timer that comes as late as this was no busy moment: the page had stood still. */
const LATE_MS = 1_000

/**
 * Asks at intervals whether the server is there, and says when it is not (CL9).
 *
 * A browser hides the pings of RFC 6455 and notices a dead network only after
 * minutes. Any frame is a sign of life, so a busy room costs nothing more.
 */
export class Heartbeat {
  readonly #clock: Clock
  readonly #intervalMs: number
  readonly #ping: () => void
  readonly #lost: () => void
  #cancel: Unsubscribe = () => {}
  /** When an answer has to be there; null where none is awaited. */
  #deadline: number | null = null
  /** When the timer should ring. */
  #dueAt = 0

  /** An interval of 0 means that this server wants no pings. */
  constructor(clock: Clock, intervalMs: number, ping: () => void, lost: () => void) {
    this.#clock = clock
    this.#intervalMs = intervalMs
    this.#ping = ping
    this.#lost = lost
    this.#wait(intervalMs)
  }

  /** A frame came in. */
  heard(): void {
    this.#deadline = null
  }

  /**
   * Asks at once: something happened that may have cut the network.
   *
   * The first question without an answer sets the deadline. Asking again does
   * not put it off, or a dead connection that is often asked would never count as lost.
   *
   * @param withinMs less than the interval where there is reason for doubt.
   */
  probe(withinMs = this.#intervalMs): void {
    if (this.#intervalMs === 0) return
    this.#ping()
    const now = this.#clock.elapsed()
    const deadline = now + Math.min(withinMs, this.#intervalMs)
    // One that has passed unseen had no chance: the page stood still, and the answer may wait to be read.
    if (this.#deadline !== null && this.#deadline > now && this.#deadline <= deadline) return
    this.#deadline = deadline
    this.#wait(deadline - now)
  }

  stop(): void {
    this.#cancel()
  }

  #wait(ms: number): void {
    this.#cancel()
    this.#dueAt = this.#clock.elapsed() + ms
    if (this.#intervalMs > 0) this.#cancel = this.#clock.setTimer(() => this.#beat(), ms)
  }

  #beat(): void {
    const isLate = this.#clock.elapsed() - this.#dueAt >= LATE_MS
    if (isLate) this.probe(DOUBT_ANSWER_MS)
    else if (this.#deadline !== null) this.#lost()
    else this.probe()
  }
}
