import type { Clock } from '../connection/environment'

/** A device's clock that is no further off than this is right: two clocks are never quite alike. */
const TOLERANCE_MS = 5_000

/**
 * The server's clock, as far as it is known: all times in a list are of this one clock (CL21).
 *
 * A welcome says its time. Every entry has a time that it has passed, so an older
 * server's clock is known as well, once somebody writes. In between it advances
 * with the clock that nobody sets; before the first time it is the device's.
 */
export class ServerTime {
  readonly #clock: Clock
  /** The server's time where `elapsed` was 0; null while nothing was heard. */
  #origin: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The server's clock says this now. */
  said(now: number): void {
    this.#origin = now - this.#clock.elapsed()
  }

  /** The server's clock has passed this time. */
  passed(at: number): void {
    const ahead = at - this.now()
    if (ahead > 0) this.#origin = at - this.#clock.elapsed()
  }

  now(): number {
    return this.#origin === null ? this.#clock.now() : this.#origin + this.#clock.elapsed()
  }

  /** How far the device's clock is behind it; 0 where it is right, so that nothing is drawn anew for the odd millisecond. */
  get lead(): number {
    const lead = this.now() - this.#clock.now()
    return Math.abs(lead) < TOLERANCE_MS ? 0 : Math.round(lead / 1_000) * 1_000
  }
}
