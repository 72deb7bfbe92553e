import type { Unsubscribe } from '../connection/environment'

/** Tells listeners that something changed: once for each step, however much the step changes. */
export class Notifier {
  readonly #listeners = new Set<() => void>()
  #depth = 0
  #hasChanged = false

  subscribe(listener: () => void): Unsubscribe {
    // Wrapped, so that one function that subscribes twice is two listeners.
    const entry = () => listener()
    this.#listeners.add(entry)
    return () => this.#listeners.delete(entry)
  }

  changed(): void {
    this.#hasChanged = true
    if (this.#depth === 0) this.#notify()
  }

  /** Runs a step, and notifies when it is complete. */
  step<T>(action: () => T): T {
    this.#depth += 1
    try {
      return action()
    } finally {
      this.#depth -= 1
      if (this.#depth === 0 && this.#hasChanged) this.#notify()
    }
  }

  #notify(): void {
    this.#hasChanged = false
    for (const listener of this.#listeners) listener()
  }
}
