/** Several events within a short time, announced as one. */

import { useEffect, useState } from 'react'

/**
 * Gathers until a time is over that the first one begins.
 *
 * Outside of React's state, which may not be set in an effect of each of the
 * drawings that a flood brings: after 50 in a row React takes it for a loop.
 */
export class Gathering<T> {
  readonly #tell: (gathered: readonly T[]) => void
  #gathered: T[] = []
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(tell: (gathered: readonly T[]) => void) {
    this.#tell = tell
  }

  /** Tells of these with what else comes until then; `waitMs` counts where nothing waits yet. */
  add(more: readonly T[], waitMs: number): void {
    if (more.length === 0) return
    for (const one of more) this.#gathered.push(one)
    this.#timer ??= setTimeout(() => {
      const gathered = this.#gathered
      this.stop()
      this.#tell(gathered)
    }, waitMs)
  }

  /** Forgets what waits. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#gathered = []
  }
}

/** A gathering for as long as a component stands. `tell` is that of the first drawing. */
export function useGathering<T>(tell: (gathered: readonly T[]) => void): Gathering<T> {
  const [gathering] = useState(() => new Gathering(tell))
  useEffect(() => () => gathering.stop(), [gathering])
  return gathering
}
