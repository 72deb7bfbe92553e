// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { browserEnvironment } from '../../src/connection/browserEnvironment'

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

  it('keeps texts in the tab', () => {
    const { tabStore } = browserEnvironment()
    tabStore.set('a', '1')
    expect([browserEnvironment().tabStore.get('a'), tabStore.keys()]).toEqual(['1', ['a']])
    tabStore.remove('a')
    expect(tabStore.get('a')).toBeNull()
  })

  it('keeps texts for as long as the page lives where storage is forbidden', () => {
    vi.stubGlobal('window', {
      get sessionStorage(): never {
        throw new DOMException('denied', 'SecurityError')
      },
      localStorage: window.localStorage,
    })
    const { tabStore } = browserEnvironment()
    tabStore.set('a', '1')
    expect([tabStore.get('a'), tabStore.keys()]).toEqual(['1', ['a']])
    tabStore.remove('a')
    expect(tabStore.get('a')).toBeNull()
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
