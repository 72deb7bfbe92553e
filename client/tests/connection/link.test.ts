import { describe, expect, it } from 'vitest'
import type { ConnectionState } from '../../src/connection/connectionState'
import { Link } from '../../src/connection/link'
import type { LinkOptions } from '../../src/connection/linkEvents'
import { CloseCode } from '../../src/protocol/closeCodes.gen'
import type { ServerFrame } from '../../src/protocol/frames.gen'
import { type FakeEnvironment, fakeEnvironment } from '../doubles/fakeEnvironment'
import { entryFrame, SELF, welcome } from '../doubles/frames'

function linked(options: Partial<LinkOptions> = {}, prepare: (ready: () => void) => void = (ready) => ready()) {
  const tab = fakeEnvironment()
  const states: ConnectionState[] = []
  const received: ServerFrame[] = []
  const lost: number[] = []
  const link = new Link(
    tab,
    { path: '/items/foo/ws', token: 'secret', ...options },
    {
      prepare,
      hello: () => ({ type: 'hello', contract: 1 }),
      joined: (frame) => received.push(frame),
      received: (frame) => received.push(frame),
      lost: (code) => lost.push(code),
      putAway: () => {},
      changed: (state) => states.push(state),
    },
  )
  link.start()
  return { link, tab, states, received, lost, state: () => states.at(-1), clock: tab.browser.clock }
}

function greet(tab: FakeEnvironment): void {
  tab.socket.open()
  tab.socket.say(welcome())
}

describe('joining', () => {
  it('offers the protocol and the credential, says hello, and is connected when welcomed', () => {
    const { tab, states } = linked()
    expect(tab.socket.path).toBe('/items/foo/ws')
    expect(tab.socket.protocols).toEqual(['parley.v1', 'bearer.c2VjcmV0'])
    expect(tab.socket.sent).toEqual([])
    tab.socket.open()
    expect(tab.socket.sent).toEqual([{ type: 'hello', contract: 1 }])
    expect(states).toEqual([{ phase: 'connecting' }])
    tab.socket.say(welcome())
    expect(states.at(-1)).toEqual({ phase: 'connected' })
  })

  it('offers no credential where a cookie is one', () => {
    expect(linked({ token: '' }).tab.socket.protocols).toEqual(['parley.v1'])
  })

  it('gives a connection up that is accepted and never welcomed', () => {
    const { tab, clock, lost, state } = linked()
    tab.socket.open()
    clock.advance(10_000)
    expect(tab.socket.closedWith).toBe(CloseCode.HEARTBEAT_LOST)
    expect(lost).toEqual([CloseCode.HEARTBEAT_LOST])
    expect(state()?.phase).toBe('reconnecting')
  })

  it('gives a handshake up that never ends', () => {
    const { tab, clock } = linked()
    clock.advance(10_250)
    expect(tab.sockets).toHaveLength(2)
  })

  it('FR9: hears nothing in frames that it does not know or that break the schema', () => {
    const { tab, received, states } = linked()
    greet(tab)
    tab.socket.sayText('{"type": "fireworks"}')
    tab.socket.sayText('{"type": "entry", "offset": 1}')
    tab.socket.sayText('nonsense')
    expect(received).toHaveLength(1)
    expect(states.at(-1)).toEqual({ phase: 'connected' })
  })

  it('hears nothing before the welcome, and no second one', () => {
    const { tab, received } = linked()
    tab.socket.open()
    tab.socket.say(entryFrame(1))
    expect(received).toEqual([])
    tab.socket.say(welcome())
    tab.socket.say(welcome({ client_id: SELF + 1 }))
    expect(received).toEqual([welcome()])
  })
})

describe('coming back', () => {
  it('CL1: waits for a random part of a doubling time', () => {
    const { tab, clock, state } = linked()
    for (const [attempt, delay] of [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000].entries()) {
      tab.socket.end(1006)
      const retryAt = clock.now() + delay
      expect(state()).toMatchObject({ phase: 'reconnecting', attempt: attempt + 1, retryAt, code: 1006 })
      clock.advance(delay - 1)
      expect(tab.sockets).toHaveLength(attempt + 1)
      clock.advance(1)
      expect(tab.sockets).toHaveLength(attempt + 2)
    }
  })

  it('CL1: begins with short delays again after a connection that lived', () => {
    const { tab, clock, state } = linked()
    for (let attempt = 0; attempt < 4; attempt += 1) {
      tab.socket.end(1006)
      clock.runNext()
    }
    greet(tab)
    clock.advance(5_000)
    tab.socket.end(1006)
    expect(state()).toMatchObject({ attempt: 1, retryAt: clock.elapsed() + 250 })
  })

  it('CL1: goes on doubling while each welcome is followed by the end at once', () => {
    const { tab, clock, state } = linked()
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      greet(tab)
      tab.socket.end(1011)
      expect(state()).toMatchObject({ attempt, since: clock.elapsed() })
      clock.advance(2_000)
    }
  })

  it.each(['online', 'visible'] as const)('CL1: tries at once when the page is %s', (signal) => {
    const { tab } = linked()
    tab.socket.end(1006)
    tab[signal].emit()
    expect(tab.sockets).toHaveLength(2)
    tab.browser.clock.advance(5_000)
    expect(tab.sockets).toHaveLength(2)
  })

  it.each([
    ['online', 3_000],
    ['offline', 3_000],
    ['visible', 3_000],
    ['wake', 3_000],
  ] as const)('CL9: asks an open connection at once on %s, which has %d ms to answer', (signal, withinMs) => {
    const { tab, clock } = linked()
    greet(tab)
    tab[signal].emit()
    expect(tab.socket.sentOf('ping')).toHaveLength(1)
    clock.advance(withinMs - 1)
    expect(tab.socket.closedWith).toBeNull()
    clock.advance(1)
    expect(tab.socket.closedWith).toBe(CloseCode.HEARTBEAT_LOST)
  })

  it('CL9: measures with a clock that nobody sets', () => {
    const { tab, clock, state } = linked()
    greet(tab)
    clock.advance(1_000)
    clock.set(-86_400_000)
    clock.advance(20_000)
    expect(tab.socket.sentOf('ping')).toHaveLength(1)
    clock.set(2 * 86_400_000)
    clock.advance(18_999)
    expect(state()?.phase).toBe('connected')
    clock.advance(1)
    expect(state()?.phase).toBe('reconnecting')
  })

  it('CL9: says that the network is away once nothing answers after the browser said so', () => {
    const { tab, clock, state } = linked()
    greet(tab)
    tab.hasNetwork = false
    tab.offline.emit()
    expect(state()?.phase).toBe('connected')
    clock.advance(3_000)
    expect(state()?.phase).toBe('offline')
  })

  it('CL9: stays on another way that the machine has, whatever the browser says', () => {
    const { tab, clock, state } = linked()
    greet(tab)
    tab.hasNetwork = false
    tab.offline.emit()
    tab.socket.say({ type: 'pong', ref: tab.socket.sentOf('ping').at(-1)?.ref ?? 0 })
    clock.advance(22_999)
    expect(state()?.phase).toBe('connected')
    expect(tab.sockets).toHaveLength(1)
  })

  it('CL9: stays while the server answers', () => {
    const { tab, clock } = linked()
    greet(tab)
    for (let beat = 1; beat <= 5; beat += 1) {
      clock.advance(20_000)
      expect(tab.socket.sentOf('ping')).toHaveLength(beat)
      tab.socket.say({ type: 'pong', ref: tab.socket.sentOf('ping').at(-1)?.ref ?? 0 })
    }
    expect(tab.socket.closedWith).toBeNull()
  })

  it('says that the network is away, and comes back with it', () => {
    const { tab, clock, state } = linked()
    const since = clock.now()
    tab.hasNetwork = false
    tab.socket.end(1006)
    expect(state()).toEqual({ phase: 'offline', since })
    tab.hasNetwork = true
    tab.online.emit()
    expect(tab.sockets).toHaveLength(2)
  })

  it('says so too when the network goes while it waits', () => {
    const { tab, state } = linked()
    tab.socket.end(1006)
    tab.offline.emit()
    expect(state()?.phase).toBe('offline')
  })

  it('tries now and then without a network, since a browser may be wrong about it', () => {
    const { tab, clock } = linked()
    tab.hasNetwork = false
    tab.socket.end(1006)
    clock.advance(20_000)
    expect(tab.sockets).toHaveLength(2)
  })

  it('ST4: comes back within a second after a restart, however long it would wait otherwise', () => {
    const { tab, clock, state } = linked()
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      tab.socket.end(1006)
      clock.runNext()
    }
    greet(tab)
    tab.socket.end(CloseCode.SERVICE_RESTART)
    expect(state()).toMatchObject({ phase: 'reconnecting', retryAt: clock.now() + 500 })
    clock.advance(500)
    tab.socket.end(1006)
    expect(state()).toMatchObject({ attempt: 7, retryAt: clock.now() + 10_000 })
  })

  it('ST4: comes back within the time after the end that a server asks for when it goes away', () => {
    const { tab, clock, states, state } = linked()
    greet(tab)
    tab.socket.say({ type: 'goaway', reason: 'restart', reconnect_within_ms: 8_000 })
    expect(states.at(-1)).toEqual({ phase: 'going_away' })
    tab.socket.end(CloseCode.SERVICE_RESTART)
    expect(state()).toMatchObject({ phase: 'reconnecting', retryAt: clock.now() + 4_000 })
    clock.advance(4_000)
    tab.socket.end(1006)
    expect(state()).toMatchObject({ attempt: 2, retryAt: clock.now() + 500 })
  })

  it('hears nothing more from a socket that it gave up', () => {
    const { link, tab, received, lost, states } = linked()
    greet(tab)
    const old = tab.socket
    link.drop(CloseCode.OUT_OF_STEP)
    tab.browser.clock.advance(500)
    greet(tab)
    old.say(entryFrame(1))
    old.say({ type: 'goaway', reason: '', reconnect_within_ms: 0 })
    old.end(1006)
    expect(states.at(-1)).toEqual({ phase: 'connected' })
    expect(received).toHaveLength(2)
    expect(lost).toEqual([CloseCode.OUT_OF_STEP])
    expect(tab.sockets).toHaveLength(2)
  })
})

describe('staying away', () => {
  it.each([
    [CloseCode.POLICY_VIOLATION, 'ask_again'],
    [CloseCode.SESSION_REPLACED, 'stay_away'],
    [CloseCode.OUT_OF_DATE, 'reload'],
    [4999, 'stay_away'],
  ])('CL2: does not come back after %i', (code, advice) => {
    const { tab, clock, state } = linked()
    tab.socket.open()
    tab.socket.end(code)
    expect(state()).toEqual({ phase: 'closed', code, advice })
    expect(clock.runNext()).toBe(false)
    tab.online.emit()
    tab.pageShow.emit()
    expect(tab.sockets).toHaveLength(1)
  })

  it('tries again where a person asks for it', () => {
    const { link, tab } = linked()
    tab.socket.end(CloseCode.SESSION_REPLACED)
    link.tryNow()
    expect(tab.sockets).toHaveLength(2)
  })

  it('says goodbye, and stops for good', () => {
    const { link, tab, clock, state } = linked()
    greet(tab)
    link.leave()
    expect(tab.socket.sent.at(-1)).toEqual({ type: 'leave' })
    expect(tab.socket.closedWith).toBe(CloseCode.NORMAL)
    expect(state()).toEqual({ phase: 'closed', code: 1000, advice: 'stay_away' })
    link.tryNow()
    tab.online.emit()
    expect(clock.runNext()).toBe(false)
    expect(tab.sockets).toHaveLength(1)
  })

  it('leaves while it waits for a retry', () => {
    const { link, tab, clock } = linked()
    tab.socket.end(1006)
    link.leave()
    expect(clock.runNext()).toBe(false)
    expect(tab.sockets).toHaveLength(1)
  })
})

describe('an expired credential', () => {
  const EXPIRED = CloseCode.CREDENTIAL_EXPIRED

  it('CL2: is the end of the retries: only a person has a fresh one', () => {
    const { tab, state, clock } = linked()
    greet(tab)
    tab.socket.end(EXPIRED)
    expect(state()).toEqual({ phase: 'closed', code: EXPIRED, advice: 'fresh_credential' })
    expect(clock.runNext()).toBe(false)
    expect(tab.sockets).toHaveLength(1)
  })
})

describe('a page that is put away', () => {
  it('CL12: closes with 4000 and resumes when it is shown', () => {
    const { tab, lost, clock, state } = linked()
    greet(tab)
    tab.pageHide.emit()
    expect(tab.socket.closedWith).toBe(CloseCode.PAGE_HIDDEN)
    expect(lost).toEqual([CloseCode.PAGE_HIDDEN])
    expect(clock.runNext()).toBe(false)
    tab.pageShow.emit()
    expect(tab.sockets).toHaveLength(2)
    expect(state()?.phase).toBe('reconnecting')
  })

  it('CL12: does not come back before it is shown', () => {
    const { tab } = linked()
    tab.socket.end(1006)
    tab.pageHide.emit()
    tab.online.emit()
    tab.visible.emit()
    expect(tab.browser.clock.runNext()).toBe(false)
    expect(tab.sockets).toHaveLength(1)
  })

  it('CL12: opens nothing when what it prepared for is over', () => {
    const waiting: (() => void)[] = []
    const { link, tab } = linked({}, (ready) => waiting.push(ready))
    tab.pageHide.emit()
    waiting.shift()?.()
    expect(tab.sockets).toHaveLength(0)
    tab.pageShow.emit()
    link.leave()
    waiting.shift()?.()
    expect(tab.sockets).toHaveLength(0)
  })

  it('takes the first pageshow for what it is: the page was not away', () => {
    const { tab } = linked()
    tab.pageShow.emit()
    expect(tab.sockets).toHaveLength(1)
  })
})

describe('a socket that never opens', () => {
  it('CL19: is told and tried no more where plain HTTP says that no retry mends it', () => {
    const { tab, clock, state } = linked()
    tab.socket.end(1006)
    tab.asked[0]?.answer(431)
    expect(state()).toEqual({ phase: 'closed', code: 431, advice: 'stay_away' })
    clock.advance(100_000)
    expect(tab.sockets).toHaveLength(1)
  })

  it('CL19: is told and tried on where somebody else answers, until one opens', () => {
    const { tab, clock, state } = linked()
    tab.socket.end(1006)
    expect(state()).toMatchObject({ phase: 'reconnecting', stranger: null })
    tab.asked[0]?.answer(404)
    expect(state()).toMatchObject({ phase: 'reconnecting', stranger: 404 })
    clock.runNext()
    greet(tab)
    tab.socket.end(1006)
    expect(state()).toMatchObject({ phase: 'reconnecting', stranger: null })
    expect(tab.asked).toHaveLength(1)
  })

  it('CL19: may be tried again by a person', () => {
    const { link, tab, state } = linked()
    tab.socket.end(1006)
    tab.asked[0]?.answer('redirect')
    expect(state()).toEqual({ phase: 'closed', code: 401, advice: 'reload' })
    link.tryNow()
    greet(tab)
    expect(state()).toEqual({ phase: 'connected' })
  })
})
