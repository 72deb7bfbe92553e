// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { browserEnvironment } from '../../src/connection/browserEnvironment'

const fine = (): void => {}
const denied = (): never => {
  throw new DOMException('denied', 'SecurityError')
}

/** A tab's storage that reads and writes as its moods let it. */
function stubStorage(): { read: () => void; write: () => void } {
  const moods = { read: fine, write: fine }
  type Texts = Record<string, unknown>
  const methods = {
    getItem(this: Texts, key: string): unknown {
      moods.read()
      return this[key] ?? null
    },
    setItem(this: Texts, key: string, text: string): void {
      moods.write()
      this[key] = text
    },
    removeItem(this: Texts, key: string): void {
      moods.write()
      delete this[key]
    },
  }
  const sessionStorage: unknown = Object.create(methods)
  vi.stubGlobal('window', { sessionStorage, localStorage: window.localStorage })
  return moods
}

afterEach(() => {
  vi.unstubAllGlobals()
  window.sessionStorage.clear()
})

describe('browserEnvironment', () => {
  it('CL13: takes the fragment out of the address bar, and leaves it in no history', () => {
    window.history.pushState(null, '', '/items/foo?lang=en#item=foo&token=secret')
    const { length } = window.history
    const environment = browserEnvironment()
    expect(environment.takeFragment()).toBe('item=foo&token=secret')
    expect(window.location.href).toMatch(/\/items\/foo\?lang=en$/)
    expect(window.history.length).toBe(length)
    expect(environment.takeFragment()).toBe('')
    expect(environment.path()).toBe('/items/foo')
  })

  it('CL13: tells of another fragment, until nobody wants to know', () => {
    const environment = browserEnvironment()
    const taken: string[] = []
    const stop = environment.onFragment(() => taken.push(environment.takeFragment()))
    for (const fragment of ['#token=first', '#token=second']) {
      window.history.pushState(null, '', fragment)
      window.dispatchEvent(new Event('hashchange'))
    }
    stop()
    window.dispatchEvent(new Event('hashchange'))
    expect(taken).toEqual(['token=first', 'token=second'])
    expect(window.location.hash).toBe('')
  })

  it('puts paths into the address bar, and tells of the way back, but not of another fragment', () => {
    const environment = browserEnvironment()
    const { length } = window.history
    environment.showPath('/items/foo', 'new')
    environment.showPath('/items/bar', 'same')
    expect(environment.path()).toBe('/items/bar')
    expect(window.history.length).toBe(length + 1)
    let told = 0
    const stop = environment.onTravel(() => (told += 1))
    window.dispatchEvent(new Event('popstate'))
    window.history.replaceState(null, '', '/items/bar#token=t')
    window.dispatchEvent(new Event('popstate'))
    window.history.replaceState(null, '', '/')
    stop()
    window.dispatchEvent(new Event('popstate'))
    expect(told).toBe(1)
  })

  it('keeps texts in the tab', () => {
    const { tabStore } = browserEnvironment()
    tabStore.set('a', '1')
    expect([browserEnvironment().tabStore.get('a'), tabStore.keys()]).toEqual(['1', ['a']])
    tabStore.remove('a')
    expect(tabStore.get('a')).toBeNull()
  })

  it.each([
    ['is forbidden', { get: denied }],
    ['is null', { value: null }],
    ['is not there', { value: undefined }],
  ])('CL18: keeps texts for as long as the page lives where storage %s', (_, property) => {
    vi.stubGlobal('window', Object.defineProperty({ localStorage: window.localStorage }, 'sessionStorage', property))
    const { tabStore } = browserEnvironment()
    tabStore.set('a', '1')
    expect([tabStore.get('a'), tabStore.keys(), tabStore.keeping()]).toEqual(['1', ['a'], 'nothing'])
    tabStore.remove('a')
    expect([tabStore.get('a'), tabStore.keys()]).toEqual([null, []])
  })

  it('CL18: holds the newest text where the storage is full, and says so once for each turn', () => {
    const moods = stubStorage()
    const { tabStore } = browserEnvironment()
    const told: string[] = []
    tabStore.onKeeping(() => told.push(tabStore.keeping()))
    tabStore.set('a', '1')
    moods.write = denied
    tabStore.set('a', '2')
    tabStore.set('b', '2')
    expect([tabStore.get('a'), tabStore.get('b'), tabStore.keys()]).toEqual(['2', '2', ['a', 'b']])
    moods.write = fine
    tabStore.set('a', '3')
    tabStore.remove('b')
    expect([tabStore.get('a'), tabStore.get('b'), window.sessionStorage.getItem('a')]).toEqual(['3', null, '3'])
    expect(told).toEqual(['not_all', 'everything'])
  })

  it('CL18: goes on with what it was given where the storage throws later', () => {
    const moods = stubStorage()
    const { tabStore } = browserEnvironment()
    tabStore.set('a', '1')
    moods.read = denied
    moods.write = denied
    tabStore.set('b', '2')
    tabStore.remove('a')
    expect([tabStore.get('a'), tabStore.get('b'), tabStore.keeping()]).toEqual([null, '2', 'not_all'])
  })

  it('tells where another tab has written to the storage of the browser, until nobody wants to know', () => {
    const { browserStore, tabStore } = browserEnvironment()
    const heard: string[] = []
    const stop = browserStore.onOtherTab(() => heard.push('browser'))
    tabStore.onOtherTab(() => heard.push('tab'))
    const written = new StorageEvent('storage', { storageArea: window.localStorage })
    window.dispatchEvent(written)
    stop()
    window.dispatchEvent(written)
    expect(heard).toEqual(['browser'])
  })

  it('draws random bytes that differ', () => {
    const environment = browserEnvironment()
    expect(environment.randomBytes(16)).toHaveLength(16)
    expect(environment.randomBytes(16)).not.toEqual(environment.randomBytes(16))
  })

  it('says that a socket which cannot be made has ended', () => {
    vi.stubGlobal('WebSocket', function forbidden() {
      throw new DOMException('mixed content', 'SecurityError')
    })
    vi.useFakeTimers()
    const codes: number[] = []
    const events = { opened: () => {}, received: () => {}, closed: (code: number) => codes.push(code) }
    const socket = browserEnvironment().openSocket('/items/foo/ws', ['parley.v1'], events)
    socket.close(1000)
    vi.runAllTimers()
    vi.useRealTimers()
    expect(codes).toEqual([1006])
  })
})

type Fate = 'given' | 'lost' | 'denied' | 'kept elsewhere'

/** Stands for the browser's locks: each request meets the next of `fates`, the last of them for ever. */
function stubLocks(fates: readonly Fate[]): void {
  const left = [...fates]
  const request = (_: string, { signal }: LockOptions, hold: () => Promise<void>): Promise<void> => {
    const fate = left.length > 1 ? left.shift() : left[0]
    if (fate === 'denied') return Promise.reject(new DOMException('denied', 'SecurityError'))
    if (fate === 'given') return hold()
    if (fate === 'lost') return Promise.reject(new Error('The provided callback is no longer runnable.'))
    return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))))
  }
  vi.useFakeTimers()
  vi.stubGlobal('navigator', { locks: { request } })
}

function ask(): string[] {
  const answers: string[] = []
  browserEnvironment().requestLock('name', 1_000, (outcome) => {
    if (outcome === null) answers.push('kept elsewhere')
    else answers.push(typeof outcome === 'string' ? outcome : 'given')
  })
  return answers
}

describe('a lock', () => {
  afterEach(() => void vi.useRealTimers())

  it('is asked for again when the browser took it back', async () => {
    stubLocks(['lost', 'lost', 'given'])
    const answers = ask()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(answers).toEqual(['given'])
  })

  it('is refused once, when another tab keeps it for longer than the patience', async () => {
    stubLocks(['kept elsewhere'])
    const answers = ask()
    await vi.advanceTimersByTimeAsync(999)
    expect(answers).toEqual([])
    await vi.advanceTimersByTimeAsync(1_001)
    expect(answers).toEqual(['kept elsewhere'])
  })

  it('CL11: is not counted as kept by another tab where this page may have none', async () => {
    stubLocks(['denied'])
    const answers = ask()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(answers).toEqual(['no_locks'])
  })

  it('is said not to exist on plain http', () => {
    vi.stubGlobal('navigator', {})
    expect(ask()).toEqual(['no_locks'])
  })
})
