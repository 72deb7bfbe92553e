import type { HttpAnswer, Network } from './environment'

/** Why a socket does not open, where plain HTTP tells it (CL19). They are statuses of HTTP: no close has such a code. */
export const Refusal = {
  /** What answers in the server's place wants a login first. */
  LOGIN: 401,
  /** The server answers, and something in between does not pass WebSockets on. */
  UPGRADE_REQUIRED: 426,
  /** The token, or the cookies beside it, are larger than something takes. */
  HEADERS_TOO_LARGE: 431,
} as const

/** What an answer of plain HTTP says about sockets that do not open. */
export type Finding =
  /** No retry mends it. */
  | { readonly type: 'final'; readonly code: number }
  /** Something answers in the server's place, with this status; it may be passing. */
  | { readonly type: 'stranger'; readonly status: number }
  /** The server, or nothing at all. */
  | { readonly type: 'unknown' }

/** A server says these of itself, for a while. */
const TEMPORARY: ReadonlySet<HttpAnswer> = new Set([408, 425, 429])

/** Where nothing answers it is asked again with each fourth socket that does not open, and no server is asked twice as much. */
const ASK_EACH = 4

/**
 * Asks plain HTTP why sockets do not open, which no browser tells a page (CL19).
 *
 * The question carries what the handshake offers, so that what is too large for
 * one is too large for the other.
 */
export class Inquiry {
  readonly #network: Network
  readonly #path: string
  readonly #offer: string
  readonly #found: (finding: Finding) => void
  #failures = 0
  #hasAnswered = false
  #upgradesMissed = 0
  /** Of the question whose answer still counts. */
  #question = 0

  constructor(network: Network, path: string, offer: string, found: (finding: Finding) => void) {
    this.#network = network
    this.#path = path
    this.#offer = offer
    this.#found = found
  }

  /** A socket opened: what was asked before does not matter any more. */
  opened(): void {
    this.#question += 1
    this.#failures = 0
    this.#hasAnswered = false
    this.#upgradesMissed = 0
  }

  /** A socket did not open. */
  failed(): void {
    this.#failures += 1
    const isDue = this.#hasAnswered || this.#failures % ASK_EACH === 1
    if (!isDue || !this.#network.isOnline()) return
    this.#question += 1
    const question = this.#question
    this.#network.askByHttp(this.#path, this.#offer, (answer) => {
      if (this.#question === question) this.#found(this.#judge(answer))
    })
  }

  #judge(answer: HttpAnswer): Finding {
    this.#hasAnswered = answer !== 'silence'
    if (answer === 'redirect' || answer === Refusal.LOGIN) return { type: 'final', code: Refusal.LOGIN }
    if (answer === Refusal.HEADERS_TOO_LARGE) return { type: 'final', code: answer }
    if (answer === Refusal.UPGRADE_REQUIRED) return this.#upgradeMissed(answer)
    this.#upgradesMissed = 0
    if (answer === 'silence' || answer >= 500 || TEMPORARY.has(answer)) return { type: 'unknown' }
    return { type: 'stranger', status: answer }
  }

  /** Once may be a server that came back between the two questions. */
  #upgradeMissed(code: number): Finding {
    this.#upgradesMissed += 1
    return this.#upgradesMissed > 1 ? { type: 'final', code } : { type: 'unknown' }
  }
}
