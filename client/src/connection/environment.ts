/**
 * What the engine needs from the browser, and all that it gets.
 *
 * `browserEnvironment.ts` is the one place that fulfils it with `window`; tests
 * drive a fake one by hand. Answers come by callback and not by promise, so that
 * a test sees each step when it happens.
 */

export type Unsubscribe = () => void

/** One WebSocket. Its events come to the `SocketEvents` that it was opened with. */
export interface Socket {
  /** Does nothing on a socket that is not open. */
  send(text: string): void
  /** May be called in every state and more than once; `code` is 1000 or one of ours. */
  close(code: number): void
}

export interface SocketEvents {
  opened(): void
  received(text: string): void
  /** The last event, also for a socket that never opened. */
  closed(code: number): void
}

/** What plain HTTP answered: a status, `redirect`, or `silence` where there was no answer in time. */
export type HttpAnswer = number | 'redirect' | 'silence'

export interface Network {
  /** Opens a WebSocket on this page's own host; never throws. */
  openSocket(path: string, protocols: readonly string[], events: SocketEvents): Socket
  /** Asks a path of this page's host by GET, with `offer` among the headers; answers once. */
  askByHttp(path: string, offer: string, answer: (answer: HttpAnswer) => void): void
  isOnline(): boolean
  onOnline(callback: () => void): Unsubscribe
  onOffline(callback: () => void): Unsubscribe
}

export interface Clock {
  /** Milliseconds since 1970, by the device's clock, which somebody may set. */
  now(): number
  /** Milliseconds by a clock that is never set and never goes back: what spans of time are measured with. */
  elapsed(): number
  setTimer(callback: () => void, ms: number): Unsubscribe
}

export interface Chance {
  /** At least 0, less than 1; good enough to spread retries. */
  random(): number
  /** Good enough for a key that nobody guesses. */
  randomBytes(count: number): Uint8Array
}

/** Whether the way back leads to the address before, or past it. */
export type HistoryStep = 'new' | 'same'

export interface Page {
  /** Time has passed in which nothing ran, or the device's clock was set: a laptop was opened, a tab was thawed. */
  onWake(callback: () => void): Unsubscribe
  /** The page became visible again. */
  onVisible(callback: () => void): Unsubscribe
  /** The page is put away: unloaded, or kept in the back/forward cache. */
  onPageHide(callback: () => void): Unsubscribe
  /** The page is shown, the first time or from the back/forward cache. */
  onPageShow(callback: () => void): Unsubscribe
  path(): string
  /** Returns the URL's fragment without its `#`, and takes it out of the address bar. */
  takeFragment(): string
  /** Puts a path into the address bar; nothing is loaded. */
  showPath(path: string, step: HistoryStep): void
  /** Somebody went back or forward, from one path of this page to another. */
  onTravel(callback: () => void): Unsubscribe
  /** Another fragment was put into the address bar of this page, by a link or by hand. */
  onFragment(callback: () => void): Unsubscribe
}

/** How much of what is written outlives the page: storage can be forbidden, or full. */
export type Keeping = 'everything' | 'not_all' | 'nothing'

/** A place for short texts. What the browser does not keep is there for as long as the page is. */
export interface TextStore {
  get(key: string): string | null
  set(key: string, text: string): void
  remove(key: string): void
  keys(): readonly string[]
  keeping(): Keeping
  /** Calls back when `keeping` has another answer. */
  onKeeping(callback: () => void): Unsubscribe
  /** Calls back when another tab of this browser has written there, or removed something. */
  onOtherTab(callback: () => void): Unsubscribe
}

export interface Channel {
  post(text: string): void
  close(): void
}

export type LockOutcome = Unsubscribe | null | 'no_locks'

/** What the tabs of one browser use to notice each other. */
export interface Tabs {
  /**
   * Asks for a lock that only one tab holds, for at most `waitMs`. Answers once:
   * with the function that gives it back, null if another tab kept it, or
   * `no_locks` where this browser gives none to this page.
   */
  requestLock(name: string, waitMs: number, answer: (outcome: LockOutcome) => void): void
  /** Joins a channel between tabs; one's own posts do not come back. */
  openChannel(name: string, received: (text: string) => void): Channel
}

export interface Environment extends Network, Clock, Chance, Page, Tabs {
  /** Lives and dies with the tab, survives a reload, and is copied into a duplicated tab. */
  readonly tabStore: TextStore
  /** Shared by all tabs of this browser. */
  readonly browserStore: TextStore
}
