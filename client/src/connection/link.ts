/**
 * Keeps a room connected: at most one connection at a time, and another one
 * after it, until a close code or a person says that it is over.
 *
 * - CL1: retries with full jitter; at once when the network or the page is back.
 * - CL2: the close code decides whether there is a retry.
 * - HT6: one more where a cookie has expired, since the browser may have a fresh one.
 * - ST4: within the time that a server which restarts asks for, or a second.
 * - CL19: where no socket opens, plain HTTP is asked why.
 * - CL12: a page that is put away closes, and comes back when it is shown.
 */

import { assertNever } from '../protocol/assertNever'
import { adviceFor } from '../protocol/closeAdvice'
import { type Advice, CloseCode } from '../protocol/closeCodes.gen'
import { SUBPROTOCOL } from '../protocol/contract'
import type { ClientFrame, Welcome } from '../protocol/frames.gen'
import { bearerProtocol } from './bearer'
import { Connection } from './connection'
import type { ConnectionState } from './connectionState'
import type { Environment, Unsubscribe } from './environment'
import { DOUBT_ANSWER_MS } from './heartbeat'
import { type Finding, Inquiry, Refusal } from './inquiry'
import type { LinkEvents, LinkOptions } from './linkEvents'
import { MAX_DELAY_MS } from './reconnectDelay'
import { Retries } from './retries'

type Stage =
  | { readonly name: 'idle' | 'preparing' | 'away' | 'closed' | 'left' }
  | { readonly name: 'open'; readonly connection: Connection }
  | { readonly name: 'waiting'; readonly cancel: Unsubscribe }

export class Link {
  readonly #environment: Environment
  readonly #options: LinkOptions
  readonly #events: LinkEvents
  readonly #listeners: readonly Unsubscribe[]
  readonly #retries = new Retries()
  readonly #inquiry: Inquiry
  readonly #protocols: readonly string[]
  #stage: Stage = { name: 'idle' }
  #lastCode: number | null = null
  #hasTriedCookieAgain = false
  #stranger: number | null = null
  #retryAt = 0

  constructor(environment: Environment, options: LinkOptions, events: LinkEvents) {
    this.#environment = environment
    const { path, token } = options
    this.#options = options
    this.#events = events
    this.#protocols = token === '' ? [SUBPROTOCOL] : [SUBPROTOCOL, bearerProtocol(token)]
    this.#inquiry = new Inquiry(environment, path, this.#protocols.join(', '), (finding) => this.#found(finding))
    this.#listeners = [
      environment.onOnline(() => this.#hurry()),
      environment.onOffline(() => this.#noticeOffline()),
      environment.onVisible(() => this.#hurry()),
      environment.onWake(() => this.#hurry()),
      environment.onPageHide(() => this.#putAway()),
      environment.onPageShow(() => this.#resume()),
    ]
  }

  start(): void {
    if (this.#stage.name === 'idle') this.#prepare({ phase: 'connecting' })
  }

  get isJoined(): boolean {
    return this.#stage.name === 'open' && this.#stage.connection.isJoined
  }

  nextRef(): number {
    return this.#stage.name === 'open' ? this.#stage.connection.nextRef() : 0
  }

  /** Sends on a joined connection, and does nothing on any other. */
  send(frame: ClientFrame): void {
    if (this.#stage.name === 'open' && this.#stage.connection.isJoined) this.#stage.connection.send(frame)
  }

  /** Ends the connection with a code of ours and comes back. */
  drop(code: number): void {
    if (this.#stage.name !== 'open') return
    this.#stage.connection.close(code)
    this.#ended(code)
  }

  /** A person wants it now, also after a refusal; only what was left stays left. */
  tryNow(): void {
    if (this.#stage.name === 'closed') this.#reopen()
    else this.#hurry()
  }

  /** Makes the next connection at once, for `hello` has something else to say. */
  renew(): void {
    this.#putAway()
    this.#resume()
  }

  /** Says goodbye and stops for good. */
  leave(): void {
    if (this.#stage.name === 'left') return
    this.send({ type: 'leave' })
    this.#stop(CloseCode.NORMAL)
    this.#events.changed({ phase: 'closed', code: CloseCode.NORMAL, advice: 'stay_away' })
  }

  /** Stops for good without a goodbye, as a page does that another takes the place of. */
  end(): void {
    if (this.#stage.name !== 'left') this.#stop(CloseCode.PAGE_HIDDEN)
  }

  #stop(code: number): void {
    this.#abandon(code)
    this.#stage = { name: 'left' }
    for (const stop of this.#listeners) stop()
  }

  #prepare(state: ConnectionState): void {
    const stage: Stage = { name: 'preparing' }
    this.#stage = stage
    this.#events.changed(state)
    this.#events.prepare(() => {
      // The page may have been put away in the meantime.
      if (this.#stage === stage) this.#open()
    })
  }

  #open(): void {
    let hasOpened = false
    const connection = new Connection(this.#environment, this.#options.path, this.#protocols, {
      opened: () => {
        hasOpened = true
        this.#opened()
      },
      hello: () => this.#events.hello(),
      joined: (welcome) => this.#joined(welcome),
      received: (frame) => this.#events.received(frame),
      goingAway: ({ reconnect_within_ms }) => this.#goingAway(reconnect_within_ms),
      ended: (code) => {
        // A code of the server's own came over a socket that had opened, even if no event said so.
        if (!hasOpened && (code < 4000 || code === CloseCode.HEARTBEAT_LOST)) this.#inquiry.failed()
        this.#ended(code)
      },
    })
    this.#stage = { name: 'open', connection }
  }

  #opened(): void {
    this.#inquiry.opened()
    this.#stranger = null
  }

  /** The stage is one that waits for a socket: the inquiry tells nothing once one has opened. */
  #found(finding: Finding): void {
    if (this.#stage.name !== 'waiting' && this.#stage.name !== 'open') return
    if (finding.type === 'final') return this.#refuse(finding.code)
    this.#stranger = finding.type === 'stranger' ? finding.status : null
    if (this.#stage.name === 'waiting' && this.#environment.isOnline())
      this.#events.changed(this.#retryingAt(this.#retryAt))
  }

  #refuse(code: number): void {
    this.#abandon(CloseCode.PAGE_HIDDEN)
    this.#finish(code, code === Refusal.LOGIN ? 'reload' : 'stay_away')
  }

  #joined(welcome: Welcome): void {
    this.#retries.joined(this.#environment.elapsed())
    this.#hasTriedCookieAgain = false
    this.#events.joined(welcome)
    this.#events.changed({ phase: 'connected' })
  }

  #goingAway(withinMs: number): void {
    this.#retries.asked(withinMs)
    this.#events.changed({ phase: 'going_away' })
  }

  #ended(code: number): void {
    this.#retries.ended(this.#environment.elapsed())
    if (code === CloseCode.SERVICE_RESTART) this.#retries.restarts()
    this.#lastCode = code
    this.#events.lost(code)
    this.#follow(adviceFor(code), code)
  }

  #follow(advice: Advice, code: number): void {
    switch (advice) {
      case 'come_back':
        this.#wait()
        return
      case 'fresh_credential':
        if (this.#mayHaveFreshCookie()) this.#wait()
        else this.#finish(code, advice)
        return
      case 'ask_again':
      case 'reload':
      case 'stay_away':
        this.#finish(code, advice)
        return
      default:
        assertNever(advice)
    }
  }

  /** Each handshake sends the cookie that the browser has then; no page can look whether that is another one. */
  #mayHaveFreshCookie(): boolean {
    const isFirst = this.#options.token === '' && !this.#hasTriedCookieAgain
    this.#hasTriedCookieAgain = isFirst
    return isFirst
  }

  #finish(code: number, advice: Advice): void {
    this.#stage = { name: 'closed' }
    this.#events.changed({ phase: 'closed', code, advice })
  }

  #wait(): void {
    const delay = this.#retries.next(() => this.#environment.random())
    if (!this.#environment.isOnline()) return this.#waitOffline()
    this.#stage = { name: 'waiting', cancel: this.#environment.setTimer(() => this.#open(), delay) }
    this.#events.changed(this.#retryingIn(delay))
  }

  /** Tried now and then all the same: a browser without a network may well reach its own machine. */
  #waitOffline(): void {
    this.#stage = { name: 'waiting', cancel: this.#environment.setTimer(() => this.#open(), MAX_DELAY_MS) }
    this.#events.changed({ phase: 'offline', since: this.#retries.since(this.#environment.elapsed()) })
  }

  /** The network or the page is back, or a person is impatient. */
  #hurry(): void {
    if (this.#stage.name === 'open') this.#stage.connection.probe(DOUBT_ANSWER_MS)
    if (this.#stage.name !== 'waiting') return
    this.#stage.cancel()
    this.#events.changed(this.#retryingIn(0))
    this.#open()
  }

  /** An open socket may still work: many a machine has another way, so it is asked and not given up, but soon. */
  #noticeOffline(): void {
    if (this.#stage.name === 'open') this.#stage.connection.probe(DOUBT_ANSWER_MS)
    if (this.#stage.name !== 'waiting') return
    this.#stage.cancel()
    this.#waitOffline()
  }

  #putAway(): void {
    if (this.#stage.name === 'closed' || this.#stage.name === 'idle') return
    this.#abandon(CloseCode.PAGE_HIDDEN)
    this.#stage = { name: 'away' }
    this.#retries.ended(this.#environment.elapsed())
    this.#events.lost(CloseCode.PAGE_HIDDEN)
    this.#events.putAway()
  }

  #resume(): void {
    if (this.#stage.name === 'away') this.#reopen()
  }

  #reopen(): void {
    this.#retries.beginAnew()
    this.#prepare(this.#retryingIn(0))
  }

  #abandon(code: number): void {
    if (this.#stage.name === 'open') this.#stage.connection.close(code)
    if (this.#stage.name === 'waiting') this.#stage.cancel()
  }

  #retryingIn(delay: number): ConnectionState {
    return this.#retryingAt(this.#environment.elapsed() + delay)
  }

  #retryingAt(retryAt: number): ConnectionState {
    this.#retryAt = retryAt
    return {
      phase: 'reconnecting',
      attempt: this.#retries.attempt,
      retryAt,
      since: this.#retries.since(this.#environment.elapsed()),
      code: this.#lastCode,
      stranger: this.#stranger,
    }
  }
}
