import type { Clock, Unsubscribe } from './environment'

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
    const deadline = this.#clock.now() + Math.min(withinMs, this.#intervalMs)
    if (this.#deadline !== null && this.#deadline <= deadline) return
    this.#deadline = deadline
    this.#wait(deadline - this.#clock.now())
  }

  stop(): void {
    this.#cancel()
  }

  #wait(ms: number): void {
    this.#cancel()
    if (this.#intervalMs > 0) this.#cancel = this.#clock.setTimer(() => this.#beat(), ms)
  }

  #beat(): void {
    if (this.#deadline !== null) this.#lost()
    else this.probe()
  }
}
