/** A browser and its tabs, driven by hand. */

import type {
  Channel,
  Environment,
  HistoryStep,
  HttpAnswer,
  Keeping,
  LockOutcome,
  SocketEvents,
  TextStore,
  Unsubscribe,
} from '../../src/connection/environment'
import { FakeClock } from './fakeClock'
import { FakeSocket } from './fakeSocket'

class Signal {
  readonly #callbacks = new Set<() => void>()

  readonly on = (callback: () => void): Unsubscribe => {
    this.#callbacks.add(callback)
    return () => this.#callbacks.delete(callback)
  }

  get isHeard(): boolean {
    return this.#callbacks.size > 0
  }

  emit(): void {
    for (const callback of this.#callbacks) callback()
  }
}

export class FakeStore implements TextStore {
  readonly texts: Map<string, string>
  readonly #otherTab = new Signal()

  constructor(texts: Iterable<readonly [string, string]> = []) {
    this.texts = new Map(texts)
  }

  get(key: string): string | null {
    return this.texts.get(key) ?? null
  }

  set(key: string, text: string): void {
    this.texts.set(key, text)
  }

  remove(key: string): void {
    this.texts.delete(key)
  }

  keys(): readonly string[] {
    return [...this.texts.keys()]
  }

  keeping(): Keeping {
    return 'everything'
  }

  onKeeping(): Unsubscribe {
    return () => {}
  }

  onOtherTab = this.#otherTab.on

  /** Another tab writes. */
  setElsewhere(key: string, text: string): void {
    this.set(key, text)
    this.#otherTab.emit()
  }
}

interface FakeChannel {
  readonly name: string
  readonly tab: FakeEnvironment
  received(text: string): void
}

/** What the tabs of one browser share. */
export class FakeBrowser {
  readonly clock = new FakeClock()
  readonly store = new FakeStore()
  readonly locks = new Map<string, FakeEnvironment>()
  readonly channels = new Set<FakeChannel>()
  /** False on plain http outside localhost. */
  hasLocks = true
  /** How often random bytes were asked for. */
  drawn = 0

  newTab(tabStore = new FakeStore()): FakeEnvironment {
    return new FakeEnvironment(this, tabStore)
  }
}

/** One tab. */
export class FakeEnvironment implements Environment {
  readonly browser: FakeBrowser
  readonly tabStore: FakeStore
  readonly sockets: FakeSocket[] = []
  readonly online = new Signal()
  readonly offline = new Signal()
  readonly visible = new Signal()
  readonly wake = new Signal()
  readonly pageHide = new Signal()
  readonly pageShow = new Signal()
  readonly fragment = new Signal()
  readonly travel = new Signal()
  /** What `random` returns, until it is set to something else. */
  nextRandom: () => number = () => 0.5
  hasNetwork = true
  address = { path: '/', fragment: '' }
  /** What plain HTTP was asked. */
  readonly asked: { path: string; offer: string; answer: (answer: HttpAnswer) => void }[] = []
  /** What was done to the history: `new /items/foo`. */
  readonly steps: string[] = []
  /** What a fake server is called with for each socket. */
  onSocket: (socket: FakeSocket) => void = () => {}

  constructor(browser: FakeBrowser, tabStore: FakeStore) {
    this.browser = browser
    this.tabStore = tabStore
  }

  get browserStore(): FakeStore {
    return this.browser.store
  }

  /** The newest socket. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1)
    if (socket === undefined) throw new Error('Expected a socket, none was opened.')
    return socket
  }

  /** The page goes, and the tab loads it again. */
  reload(): FakeEnvironment {
    this.unload()
    const tab = this.browser.newTab(this.tabStore)
    tab.address = this.address
    return tab
  }

  /** Another tab, with a copy of what this one keeps. */
  duplicate(): FakeEnvironment {
    return this.browser.newTab(new FakeStore(this.tabStore.texts))
  }

  unload(): void {
    this.pageHide.emit()
    for (const [name, holder] of this.browser.locks) if (holder === this) this.browser.locks.delete(name)
    for (const channel of this.browser.channels) if (channel.tab === this) this.browser.channels.delete(channel)
  }

  openSocket(path: string, protocols: readonly string[], events: SocketEvents): FakeSocket {
    const socket = new FakeSocket(path, protocols, events)
    this.sockets.push(socket)
    this.onSocket(socket)
    return socket
  }

  /** Plain HTTP answers when the test says so. */
  askByHttp = (path: string, offer: string, answer: (answer: HttpAnswer) => void): void => {
    this.asked.push({ path, offer, answer })
  }

  isOnline = (): boolean => this.hasNetwork
  onOnline = this.online.on
  onOffline = this.offline.on
  onVisible = this.visible.on
  onPageHide = this.pageHide.on
  onPageShow = this.pageShow.on
  onFragment = this.fragment.on
  onTravel = this.travel.on
  onWake = this.wake.on
  now = (): number => this.browser.clock.now()
  elapsed = (): number => this.browser.clock.elapsed()
  setTimer = (callback: () => void, ms: number): Unsubscribe => this.browser.clock.setTimer(callback, ms)
  random = (): number => this.nextRandom()
  path = (): string => this.address.path

  /** Never the same bytes twice in one browser. */
  randomBytes(count: number): Uint8Array {
    this.browser.drawn += 1
    const { drawn } = this.browser
    return Uint8Array.from({ length: count }, (_, index) => (index < 4 ? (drawn >>> (8 * index)) % 256 : 0))
  }

  showPath(path: string, step: HistoryStep): void {
    this.steps.push(`${step} ${path}`)
    this.address = { ...this.address, path }
  }

  takeFragment(): string {
    const { fragment } = this.address
    this.address = { ...this.address, fragment: '' }
    return fragment
  }

  requestLock(name: string, waitMs: number, answer: (outcome: LockOutcome) => void): void {
    if (!this.browser.hasLocks) return answer('no_locks')
    if (!this.browser.locks.has(name)) return answer(this.#hold(name))
    this.setTimer(() => answer(this.browser.locks.has(name) ? null : this.#hold(name)), waitMs)
  }

  openChannel(name: string, received: (text: string) => void): Channel {
    const channel = { name, tab: this, received }
    this.browser.channels.add(channel)
    const others = () => [...this.browser.channels].filter((each) => each.name === name && each !== channel)
    return {
      post: (text) => {
        for (const other of others()) this.setTimer(() => this.#deliver(other, text), 0)
      },
      close: () => this.browser.channels.delete(channel),
    }
  }

  #deliver(channel: FakeChannel, text: string): void {
    if (this.browser.channels.has(channel)) channel.received(text)
  }

  #hold(name: string): Unsubscribe {
    this.browser.locks.set(name, this)
    return () => {
      if (this.browser.locks.get(name) === this) this.browser.locks.delete(name)
    }
  }
}

/** A tab of a browser of its own. */
export function fakeEnvironment(): FakeEnvironment {
  return new FakeBrowser().newTab()
}
