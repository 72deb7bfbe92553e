import type { Clock } from '../connection/environment'

/** The server forgets a typist after 6 seconds (SE7): said again at half of that, however fast somebody types. */
const REPEAT_MS = 3_000

/** Tells the room that this person writes, as seldom as it takes. */
export class TypingSignal {
  readonly #clock: Clock
  readonly #send: (active: boolean) => void
  #saidAt: number | null = null

  constructor(clock: Clock, send: (active: boolean) => void) {
    this.#clock = clock
    this.#send = send
  }

  set(active: boolean): void {
    const now = this.#clock.elapsed()
    if (active ? this.#saidAt !== null && now - this.#saidAt < REPEAT_MS : this.#saidAt === null) return
    this.#saidAt = active ? now : null
    this.#send(active)
  }

  /** It ended without a word: a message says it too, and so does a lost connection. */
  ended(): void {
    this.#saidAt = null
  }
}
