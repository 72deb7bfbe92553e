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
  #isWaiting = false

  /** An interval of 0 means that this server wants no pings. */
  constructor(clock: Clock, intervalMs: number, ping: () => void, lost: () => void) {
    this.#clock = clock
    this.#intervalMs = intervalMs
    this.#ping = ping
    this.#lost = lost
    this.#wait()
  }

  /** A frame came in. */
  heard(): void {
    this.#isWaiting = false
  }

  /**
   * Asks at once: something happened that may have cut the network.
   *
   * The first question without an answer sets the deadline. Asking again does
   * not move it, or a dead connection that is often asked would never count as lost.
   */
  probe(): void {
    if (this.#intervalMs === 0) return
    this.#ping()
    if (this.#isWaiting) return
    this.#isWaiting = true
    this.#wait()
  }

  stop(): void {
    this.#cancel()
  }

  #wait(): void {
    this.#cancel()
    if (this.#intervalMs > 0) this.#cancel = this.#clock.setTimer(() => this.#beat(), this.#intervalMs)
  }

  #beat(): void {
    if (this.#isWaiting) this.#lost()
    else this.probe()
  }
}
