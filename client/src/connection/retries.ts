import { MAX_DELAY_MS, reconnectDelay } from './reconnectDelay'

/** A connection that lived as long as this was a good one: the next retries begin with short delays again. */
const SETTLED_MS = 5_000

/** A server that restarts has spread the ends of its connections over a while: nobody need wait longer (ST4). */
const RESTART_MS = 1_000

/** How often it was tried since the last good connection, and when it is tried next. Knows no timer. */
export class Retries {
  #attempt = 0
  #lostAt: number | null = null
  #joinedAt: number | null = null
  #withinMs: number | null = null

  /** 1 for the first retry. */
  get attempt(): number {
    return this.#attempt
  }

  joined(now: number): void {
    this.#joinedAt = now
    this.#lostAt = null
    this.#withinMs = null
  }

  /** The server goes away, and asks for the next connection within this time after the end of this one. */
  asked(withinMs: number): void {
    this.#withinMs = withinMs
  }

  /** The server said that it restarts, whether or not it asked for anything before. */
  restarts(): void {
    this.#withinMs ??= RESTART_MS
  }

  ended(now: number): void {
    const wasGood = this.#joinedAt !== null && now - this.#joinedAt >= SETTLED_MS
    if (wasGood) this.#attempt = 0
    this.#joinedAt = null
    this.#lostAt ??= now
  }

  /** Since when there is no connection. */
  since(now: number): number {
    return this.#lostAt ?? now
  }

  /** Counts one more attempt and tells how long to wait for it. */
  next(random: () => number): number {
    const withinMs = this.#withinMs
    this.#withinMs = null
    const delay = withinMs === null ? reconnectDelay(this.#attempt, random) : random() * withinMs
    this.#attempt += 1
    return Math.min(delay, MAX_DELAY_MS)
  }

  beginAnew(): void {
    this.#attempt = 0
  }
}
