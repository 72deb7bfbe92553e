import { describe, expect, it } from 'vitest'
import type { ConnectionState } from '../../src/connection/connectionState'
import { Link } from '../../src/connection/link'
import { CloseCode } from '../../src/protocol/closeCodes.gen'
import { type FakeEnvironment, fakeEnvironment } from '../doubles/fakeEnvironment'
import { welcome } from '../doubles/frames'

/** A link with a token, or with a cookie where that is empty. */
function linked({ token = 'secret' } = {}) {
  const tab = fakeEnvironment()
  const states: ConnectionState[] = []
  const link = new Link(
    tab,
    { path: '/items/foo/ws', token },
    {
      prepare: (ready) => ready(),
      hello: () => ({ type: 'hello', contract: 1 }),
      joined: () => {},
      received: () => {},
      lost: () => {},
      putAway: () => {},
      changed: (state) => states.push(state),
    },
  )
  link.start()
  return { tab, state: () => states.at(-1), clock: tab.browser.clock }
}

function greet(tab: FakeEnvironment): void {
  tab.socket.open()
  tab.socket.say(welcome())
}

describe('an expired cookie', () => {
  const EXPIRED = CloseCode.CREDENTIAL_EXPIRED

  it('HT6: is tried once more, for the browser may have a fresh one', () => {
    const { tab, state, clock } = linked({ token: '' })
    greet(tab)
    tab.socket.end(EXPIRED)
    expect(state()?.phase).toBe('reconnecting')
    clock.runNext()
    greet(tab)
    expect(state()).toEqual({ phase: 'connected' })
    expect(tab.sockets).toHaveLength(2)
  })

  it('HT6: is the end of the retries where the one after it has expired too', () => {
    const { tab, state, clock } = linked({ token: '' })
    for (const sockets of [1, 2]) {
      expect(tab.sockets).toHaveLength(sockets)
      tab.socket.open()
      tab.socket.end(EXPIRED)
      clock.runNext()
    }
    expect(state()).toEqual({ phase: 'closed', code: EXPIRED, advice: 'fresh_credential' })
    expect(tab.sockets).toHaveLength(2)
  })

  it('HT6: is tried once more each time that a fresh one let somebody in', () => {
    const { tab, state, clock } = linked({ token: '' })
    for (const sockets of [1, 2, 3]) {
      expect(tab.sockets).toHaveLength(sockets)
      greet(tab)
      tab.socket.end(EXPIRED)
      clock.runNext()
    }
    expect(state()?.phase).toBe('reconnecting')
  })
})

describe('a credential that is not valid yet', () => {
  it('AU16: is tried again, the same one, after a moment', () => {
    const { tab, state, clock } = linked()
    tab.socket.open()
    tab.socket.end(CloseCode.NOT_YET)
    expect(state()).toMatchObject({ phase: 'reconnecting', code: CloseCode.NOT_YET })
    clock.runNext()
    expect(tab.socket.protocols).toEqual(['parley.v1', 'bearer.c2VjcmV0'])
    greet(tab)
    expect(state()).toEqual({ phase: 'connected' })
  })
})
