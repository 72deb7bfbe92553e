/** The browser, as the engine sees it: the only module that touches `window` and `WebSocket`. */

import type {
  Channel,
  Environment,
  HistoryStep,
  HttpAnswer,
  LockOutcome,
  Socket,
  SocketEvents,
  Unsubscribe,
} from './environment'
import { attempt, BrowserTextStore } from './textStore'

/** What RFC 6455 calls a close without a code, or none that a page may read. */
const ABNORMAL_CLOSURE = 1006

/** Between two requests for a lock of which the first was lost, well below any patience. */
const LOCK_RETRY_MS = 20

function listen(target: EventTarget, type: string, callback: () => void): Unsubscribe {
  target.addEventListener(type, callback)
  return () => target.removeEventListener(type, callback)
}

function socketUrl(path: string): string {
  const url = new URL(path, window.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}

/** A socket that could not even be made; it says so as the others do, a moment later. */
function stillborn(events: SocketEvents): Socket {
  setTimeout(() => events.closed(ABNORMAL_CLOSURE), 0)
  return { send: () => {}, close: () => {} }
}

function openSocket(path: string, protocols: readonly string[], events: SocketEvents): Socket {
  let socket: WebSocket
  try {
    socket = new WebSocket(socketUrl(path), [...protocols])
  } catch {
    return stillborn(events)
  }
  socket.onopen = () => events.opened()
  // A binary message is no frame: it is passed on as a text that no frame is.
  socket.onmessage = ({ data }: MessageEvent<unknown>) => events.received(typeof data === 'string' ? data : '')
  socket.onclose = ({ code }) => events.closed(code)
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text)
    },
    close: (code) => socket.close(code),
  }
}

/** Longer than a slow line takes for some bytes. */
const HTTP_PATIENCE_MS = 5_000

function askByHttp(path: string, offer: string, answer: (answer: HttpAnswer) => void): void {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), HTTP_PATIENCE_MS)
  const request = { headers: { 'x-parley-offer': offer }, redirect: 'manual', cache: 'no-store' } as const
  fetch(path, { ...request, signal: patience.signal })
    .then(readAnswer)
    .catch((): HttpAnswer => 'silence')
    .then((answered) => {
      clearTimeout(timer)
      answer(answered)
      return answered
    })
    .catch(() => {})
}

/** NOTE: nginx says 400 where 431 is meant. */
async function readAnswer(response: Response): Promise<HttpAnswer> {
  if (response.type === 'opaqueredirect') return 'redirect'
  if (response.status !== BAD_REQUEST) return response.status
  return /too large/i.test(await response.text()) ? HEADERS_TOO_LARGE : BAD_REQUEST
}

const BAD_REQUEST = 400
const HEADERS_TOO_LARGE = 431

/** How often it is looked whether time was lost, and how much of it counts. */
const WAKE_LOOK_MS = 2_000
const WAKE_LOST_MS = 3_000

/**
 * NOTE: a browser's timers stand still while a laptop sleeps, and so does
 * `performance.now` on some systems; only the device's clock has gone on.
 */
function onWake(callback: () => void): Unsubscribe {
  let looked = Date.now()
  const timer = setInterval(() => {
    const passed = Date.now() - looked
    looked += passed
    if (Math.abs(passed - WAKE_LOOK_MS) > WAKE_LOST_MS) callback()
  }, WAKE_LOOK_MS)
  const stopResume = listen(document, 'resume', callback)
  return () => {
    clearInterval(timer)
    stopResume()
  }
}

function requestLock(name: string, waitMs: number, answer: (outcome: LockOutcome) => void): void {
  // Plain http outside localhost has none, nor has a page that may keep nothing.
  const locks = attempt((): LockManager | null | undefined => navigator.locks)
  if (!locks) return answer('no_locks')
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), waitMs)
  const hold = (): Promise<void> => {
    clearTimeout(timer)
    // The lock is held until the promise is resolved, or the page is gone.
    return new Promise((release) => answer(() => release()))
  }
  // NOTE: Chromium takes a lock back that it gives while the page's script
  // stands still, as in `window.open`. Only the end of the patience says that
  // another tab keeps it.
  const ask = (): void => {
    requestOf(locks, name, patience.signal, hold).catch((error: unknown) => {
      if (patience.signal.aborted) return answer(null)
      if (!isDenied(error)) return void setTimeout(ask, LOCK_RETRY_MS)
      clearTimeout(timer)
      answer('no_locks')
    })
  }
  ask()
}

/** Some browsers throw where others reject. */
async function requestOf(
  locks: LockManager,
  name: string,
  signal: AbortSignal,
  hold: () => Promise<void>,
): Promise<void> {
  await locks.request(name, { signal }, hold)
}

/** Web Locks are there and not for this page: it is in a sandbox, or storage is forbidden. */
function isDenied(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'SecurityError'
}

function openChannel(name: string, received: (text: string) => void): Channel {
  // A page that may keep nothing may not have one either: it is then the only tab that it knows of.
  const channel = attempt(() => new BroadcastChannel(name))
  if (channel === undefined) return { post: () => {}, close: () => {} }
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') received(data)
  }
  return { post: (text) => attempt(() => channel.postMessage(text)), close: () => channel.close() }
}

function takeFragment(): string {
  const fragment = window.location.hash.slice(1)
  const { pathname, search } = window.location
  // Replaced, not pushed: the address with the token must not stay in the history either.
  if (fragment !== '') attempt(() => window.history.replaceState(window.history.state, '', pathname + search))
  return fragment
}

/** NOTE: Safari throws at the hundredth step within half a minute; the page is right without its address. */
function showPath(path: string, step: HistoryStep): void {
  if (step === 'new') attempt(() => window.history.pushState(null, '', path))
  else attempt(() => window.history.replaceState(null, '', path))
}

/** NOTE: a link that changes nothing but the fragment fires `popstate` too; that is for `onFragment`. */
function onTravel(callback: () => void): Unsubscribe {
  return listen(window, 'popstate', () => {
    if (window.location.hash === '') callback()
  })
}

function onVisible(callback: () => void): Unsubscribe {
  return listen(document, 'visibilitychange', () => {
    if (document.visibilityState === 'visible') callback()
  })
}

function setTimer(callback: () => void, ms: number): Unsubscribe {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}

export function browserEnvironment(): Environment {
  return {
    openSocket,
    askByHttp,
    isOnline: () => navigator.onLine,
    onOnline: (callback) => listen(window, 'online', callback),
    onOffline: (callback) => listen(window, 'offline', callback),
    now: () => Date.now(),
    elapsed: () => performance.now(),
    setTimer,
    random: () => Math.random(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    onWake,
    onVisible,
    onPageHide: (callback) => listen(window, 'pagehide', callback),
    onPageShow: (callback) => listen(window, 'pageshow', callback),
    path: () => window.location.pathname,
    takeFragment,
    showPath,
    onTravel,
    onFragment: (callback) => listen(window, 'hashchange', callback),
    requestLock,
    openChannel,
    tabStore: new BrowserTextStore(() => window.sessionStorage),
    browserStore: new BrowserTextStore(() => window.localStorage),
  }
}
