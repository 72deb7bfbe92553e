/**
 * The messages that this tab has written and the log has not acked.
 *
 * - CL5: one `send` is in flight, so a refusal cannot reorder what follows.
 * - CL6: whatever has no answer is sent again, under the same key.
 * - CL10: nothing is read or sent before `welcome` has said whose it is.
 */

import type { Chance, Clock, TextStore, Unsubscribe } from '../connection/environment'
import { reconnectDelay } from '../connection/reconnectDelay'
import { CloseCode } from '../protocol/closeCodes.gen'
import type { Ack, ErrorFrame, Send } from '../protocol/frames.gen'
import type { JoinOptions } from './joinOptions'
import { type Author, drop } from './kept'
import {
  canRetry,
  RESEND_MS,
  readEarly,
  readUnsent,
  retried,
  SENDING,
  type Unsent,
  type Written,
  writeEarly,
  writeUnsent,
} from './unsent'

/** An answer that takes longer never comes (SE8): the connection is given up, and the next one sends it again. */
const ANSWER_TIMEOUT_MS = 30_000

/** Why a message failed without the server's having said so. */
export type LocalError = 'too_long' | 'too_big' | 'too_old' | 'replaced'

/** The connection, as far as sending needs it. */
export interface Wire {
  nextRef(): number
  send(frame: Send): void
  /** Ends the connection with this code, and comes back. */
  drop(code: number): void
}

interface InFlight {
  readonly key: string
  readonly ref: number
  readonly cancelTimeout: Unsubscribe
}

export class Outgoing {
  readonly #environment: Clock & Chance & { readonly tabStore: TextStore }
  readonly #itemId: string
  readonly #token: string
  readonly #wire: Wire
  readonly #changed: () => void
  #author: Author | undefined
  #messages: readonly Unsent[] = []
  #isReady = false
  #inFlight: InFlight | null = null
  #refusals = 0
  #cancelPause: Unsubscribe | null = null
  #isStoreFull = false

  constructor(
    environment: Clock & Chance & { readonly tabStore: TextStore },
    { itemId, token }: Pick<JoinOptions, 'itemId' | 'token'>,
    wire: Wire,
    changed: () => void,
  ) {
    this.#environment = environment
    this.#itemId = itemId
    this.#token = token
    this.#wire = wire
    this.#changed = changed
  }

  messages(): readonly Unsent[] {
    return this.#messages
  }

  /** Whether the last answer was that there is no room to store more. */
  get isStoreFull(): boolean {
    return this.#isStoreFull
  }

  /** How many frames wait for an answer. */
  get waiting(): number {
    return this.#inFlight === null ? 0 : 1
  }

  /** Takes up what was written under this credential when nobody was known yet; may be called again. */
  recall(): void {
    if (this.#author !== undefined) return
    const early = readEarly(this.#environment.tabStore, this.#itemId, this.#token)
    this.#replace([...early.filter(({ key }) => !this.has(key)), ...this.#messages])
  }

  /** Takes up what this author left unsent; what was written before anybody was known follows it. */
  open(author: Author): void {
    if (author === this.#author) return
    const written = this.#author === undefined ? this.#messages : []
    this.#author = author
    writeEarly(this.#environment.tabStore, this.#itemId, this.#token, [])
    this.#replace([...readUnsent(this.#environment.tabStore, this.#itemId, author), ...written])
  }

  /** A connection was joined, and what its page shows was settled. */
  ready(epoch: string): void {
    this.#isReady = true
    this.#failAll('replaced', (each) => each.target !== null && each.epoch !== epoch)
    this.#sendNext()
  }

  write(written: Written, bodyLengthLimit: number): void {
    const now = this.#environment.now()
    const isTooLong = [...written.body].length > bodyLengthLimit
    const outcome = isTooLong ? failed('too_long') : SENDING
    const message = { key: this.#newKey(), ...written, writtenAt: now, resendUntil: now + RESEND_MS, ...outcome }
    this.#replace([...this.#messages, message])
    this.#sendNext()
  }

  /** Sends a failed message again, after those that wait already. */
  retry(key: string): void {
    const message = this.#messages.find((each) => each.key === key && each.status === 'failed')
    if (message === undefined || !canRetry(message)) return
    const again = retried(message, this.#environment.now(), () => this.#newKey())
    this.#replace([...this.#without(key), again])
    this.#sendNext()
  }

  has(key: string): boolean {
    return this.#messages.some((each) => each.key === key)
  }

  /** Forgets a message; returns it, or null if it was not here. */
  settle(key: string): Unsent | null {
    const message = this.#messages.find((each) => each.key === key)
    if (message === undefined) return null
    this.#replace(this.#without(key))
    return message
  }

  /** Returns the message that is in the log now, unless its entry came first. */
  acked({ ref }: Ack): Unsent | null {
    const inFlight = this.#answered(ref)
    if (inFlight === null) return null
    this.#refusals = 0
    this.#isStoreFull = false
    const message = this.settle(inFlight.key)
    this.#sendNext()
    return message
  }

  refused({ ref, code, temporary, retry_after_ms }: ErrorFrame): void {
    const inFlight = this.#answered(ref)
    if (inFlight === null) return
    const wasStoreFull = this.#isStoreFull
    this.#isStoreFull = code === 'store_full'
    if (this.#isStoreFull !== wasStoreFull) this.#changed()
    if (temporary) return this.#pause(retry_after_ms)
    // CH7: it is so already, by a way that this tab does not know yet.
    if (code === 'no_change') this.settle(inFlight.key)
    else this.#fail(inFlight.key, code)
    this.#sendNext()
  }

  /** The store is back: there is no need to wait any longer. */
  hurry(): void {
    this.#cancelPause?.()
    this.#cancelPause = null
    this.#sendNext()
  }

  /** The connection is gone, and with it the answer: it is sent again on the next. */
  lost(code: number): void {
    const key = this.#inFlight?.key
    this.#inFlight?.cancelTimeout()
    this.#inFlight = null
    this.#cancelPause?.()
    this.#cancelPause = null
    this.#isReady = false
    this.#isStoreFull = false
    // It would be refused in the same way for ever.
    if (code === CloseCode.TOO_BIG && key !== undefined) this.#fail(key, 'too_big')
  }

  /** Forgets it for good, also what others wrote in this tab, and where nobody is known yet. */
  forget(): void {
    this.lost(CloseCode.NORMAL)
    this.#replace([])
    drop(this.#environment.tabStore, 'unsent', this.#itemId)
  }

  #sendNext(): void {
    if (!this.#isReady || this.#inFlight !== null || this.#cancelPause !== null) return
    this.#failOld()
    const message = this.#messages.find(({ status }) => status === 'sending')
    if (message === undefined) return
    const ref = this.#wire.nextRef()
    const cancelTimeout = this.#environment.setTimer(() => this.#wire.drop(CloseCode.HEARTBEAT_LOST), ANSWER_TIMEOUT_MS)
    this.#inFlight = { key: message.key, ref, cancelTimeout }
    const { key, kind, target, body } = message
    this.#wire.send({ type: 'send', ref, key, kind, target, body })
  }

  #answered(ref: number | null): InFlight | null {
    const inFlight = this.#inFlight
    if (inFlight === null || inFlight.ref !== ref) return null
    inFlight.cancelTimeout()
    this.#inFlight = null
    return inFlight
  }

  /** CL14: the same again, after as long as the server asks for. */
  #pause(retryAfterMs: number | null): void {
    const delay = retryAfterMs ?? reconnectDelay(this.#refusals, () => this.#environment.random())
    this.#refusals += 1
    this.#cancelPause = this.#environment.setTimer(() => this.hurry(), delay)
  }

  #failOld(): void {
    const now = this.#environment.now()
    this.#failAll('too_old', ({ resendUntil }) => resendUntil <= now)
  }

  #failAll(error: LocalError, concerns: (message: Unsent) => boolean): void {
    const concerned = this.#messages.filter((each) => each.status === 'sending' && concerns(each))
    for (const { key } of concerned) this.#fail(key, error)
  }

  #fail(key: string, error: string): void {
    this.#replace(this.#messages.map((each) => (each.key === key ? { ...each, ...failed(error) } : each)))
  }

  #without(key: string): readonly Unsent[] {
    return this.#messages.filter((each) => each.key !== key)
  }

  #replace(messages: readonly Unsent[]): void {
    this.#messages = messages
    const { tabStore } = this.#environment
    if (this.#author === undefined) writeEarly(tabStore, this.#itemId, this.#token, messages)
    else writeUnsent(tabStore, this.#itemId, this.#author, messages)
    this.#changed()
  }

  /** 128 random bits, as the wire wants them: 32 hexadecimal digits. */
  #newKey(): string {
    return Array.from(this.#environment.randomBytes(16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  }
}

const failed = (error: string) => ({ status: 'failed', error }) as const
