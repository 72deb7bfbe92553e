import type { Clock, Unsubscribe } from '../../src/connection/environment'

interface Timer {
  readonly at: number
  readonly callback: () => void
}

/** A clock that is cranked by hand. */
export class FakeClock implements Clock {
  #now = Date.UTC(2026, 0, 1)
  /** How far somebody has set the device's clock. */
  #set = 0
  #timers: readonly Timer[] = []

  now(): number {
    return this.#now + this.#set
  }

  elapsed(): number {
    return this.#now
  }

  /** Sets the device's clock forward or back; no time passes. */
  set(ms: number): void {
    this.#set += ms
  }

  /** Nothing runs for a while: what was due comes late. */
  sleep(ms: number): void {
    this.#now += ms
  }

  setTimer(callback: () => void, ms: number): Unsubscribe {
    const timer = { at: this.#now + ms, callback }
    this.#timers = [...this.#timers, timer]
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer)
    }
  }

  /** Lets time pass; timers run when they are due, in their order. */
  advance(ms: number): void {
    const until = this.#now + ms
    for (let next = this.#next(); next !== undefined && next.at <= until; next = this.#next()) this.#run(next)
    this.#now = until
  }

  /** Runs the next timer, however far off it is; false when there is none. */
  runNext(): boolean {
    const next = this.#next()
    if (next !== undefined) this.#run(next)
    return next !== undefined
  }

  #next(): Timer | undefined {
    return this.#timers.toSorted((a, b) => a.at - b.at)[0]
  }

  #run(timer: Timer): void {
    this.#timers = this.#timers.filter((each) => each !== timer)
    this.#now = Math.max(this.#now, timer.at)
    timer.callback()
  }
}
