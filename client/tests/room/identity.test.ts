import { describe, expect, it } from 'vitest'
import { CloseCode } from '../../src/protocol/closeCodes.gen'
import { joinRoom } from '../../src/room/joinRoom'
import { FakeBrowser, type FakeEnvironment, fakeEnvironment } from '../doubles/fakeEnvironment'
import { entry, entryFrame, OTHER, SELF } from '../doubles/frames'
import { comeBack, greet, greetAgain, join, shown } from '../doubles/joining'

const resumeToken = (tab: FakeEnvironment) => tab.socket.sentOf('hello')[0]?.resume_token

/** A browser that joined once, with or without Web Locks. */
function joined(hasLocks: boolean) {
  const browser = new FakeBrowser()
  browser.hasLocks = hasLocks
  const tab = browser.newTab()
  const { room } = join({ resume_token: 'mine' }, tab)
  browser.clock.advance(200)
  return { browser, tab, room }
}

/** Joins in a tab, and lets it ask the others who it is. */
function rejoin(tab: FakeEnvironment) {
  const room = joinRoom({ itemId: 'foo', token: 'secret' }, tab)
  tab.browser.clock.advance(1_000)
  tab.socket.open()
  return room
}

describe.each([
  ['with Web Locks', true],
  ['without Web Locks', false],
])('which client a tab is, %s', (_, hasLocks) => {
  it('CL11: is nobody the first time', () => {
    const { tab } = joined(hasLocks)
    expect(tab.sockets[0]?.sentOf('hello')[0]).toMatchObject({ resume_token: null, position: null })
  })

  it('CL11: stays the same after a reload, which does not resume the position', () => {
    const { tab } = joined(hasLocks)
    const again = tab.reload()
    rejoin(again)
    expect(again.socket.sentOf('hello')[0]).toMatchObject({ resume_token: 'mine', position: null })
  })

  it('CL11: stays the same on the next connection', () => {
    const { tab } = joined(hasLocks)
    comeBack(tab, { resume_token: 'mine, renewed' })
    expect(resumeToken(tab)).toBe('mine')
    comeBack(tab)
    expect(resumeToken(tab)).toBe('mine, renewed')
  })

  it('CL11: is another one in a duplicated tab, without what was unsent', () => {
    const { tab, room } = joined(hasLocks)
    tab.socket.end(1006)
    room.send('mine')
    const copy = tab.duplicate()
    const second = rejoin(copy)
    expect(resumeToken(copy)).toBeNull()
    greet(copy, { client_id: OTHER, resume_token: 'of the copy' })
    expect(copy.socket.sentOf('send')).toEqual([])
    expect(shown(second)).toEqual([])
    expect(shown(room)).toEqual(['sending mine'])
  })

  it('CL11: stays the same in both tabs after both reload', () => {
    const { tab } = joined(hasLocks)
    const copy = tab.duplicate()
    rejoin(copy)
    greet(copy, { client_id: OTHER, resume_token: 'of the copy' })
    copy.browser.clock.advance(200)
    const [first, second] = [tab.reload(), copy.reload()]
    rejoin(first)
    rejoin(second)
    expect([resumeToken(first), resumeToken(second)]).toEqual(['mine', 'of the copy'])
  })

  it('CL11: stays the same when it is duplicated as soon as it has joined', () => {
    const browser = new FakeBrowser()
    browser.hasLocks = hasLocks
    const tab = browser.newTab()
    tab.nextRandom = () => 0
    join({ resume_token: 'mine' }, tab)
    const copy = tab.duplicate()
    copy.nextRandom = () => 0.9
    rejoin(copy)
    expect(resumeToken(copy)).toBeNull()
    expect(tab.socket.sentOf('hello')).toHaveLength(1)
  })

  it.each([CloseCode.SESSION_REPLACED, CloseCode.POLICY_VIOLATION])(
    'CL11: stays the same, with what was unsent, when this tab joins again after %d',
    (code) => {
      const { tab, room } = joined(hasLocks)
      room.send('mine')
      tab.socket.end(code)
      const again = rejoin(tab)
      expect(resumeToken(tab)).toBe('mine')
      greet(tab, { resume_token: 'mine' })
      expect(shown(again)).toEqual(['sending mine'])
    },
  )

  it('CL12: stays the same when the page comes back from the back/forward cache', () => {
    const { tab } = joined(hasLocks)
    tab.pageHide.emit()
    expect(tab.browser.locks.size + tab.browser.channels.size).toBe(0)
    tab.pageShow.emit()
    tab.browser.clock.advance(200)
    tab.socket.open()
    expect(resumeToken(tab)).toBe('mine')
  })

  it('opens nothing for a page that was put away while it asked', () => {
    const { tab } = joined(hasLocks)
    const copy = tab.duplicate()
    joinRoom({ itemId: 'foo', token: 'secret' }, copy)
    copy.pageHide.emit()
    copy.browser.clock.advance(2_000)
    expect(copy.sockets).toHaveLength(0)
  })
})

describe('which client a tab is', () => {
  it('CL11: waits for a page that is still on its way out', () => {
    const { tab, browser } = joined(true)
    const again = tab.duplicate()
    joinRoom({ itemId: 'foo', token: 'secret' }, again)
    browser.clock.advance(900)
    expect(again.sockets).toHaveLength(0)
    tab.unload()
    browser.clock.advance(100)
    again.socket.open()
    expect(resumeToken(again)).toBe('mine')
  })

  it('of two copies that ask at once, one is the first', () => {
    const { tab, browser } = joined(false)
    const copies = [tab.duplicate(), tab.duplicate()]
    tab.unload()
    for (const [index, copy] of copies.entries()) {
      copy.nextRandom = () => index / 4
      joinRoom({ itemId: 'foo', token: 'secret' }, copy)
    }
    browser.clock.advance(200)
    const tokens = copies.map((copy) => {
      copy.socket.open()
      return resumeToken(copy)
    })
    expect(tokens).toEqual([null, 'mine'])
  })

  it('holds the lock on the client ID that the server gave last', () => {
    const { tab, browser } = joined(true)
    expect([...browser.locks.keys()]).toEqual([`parley:foo:${SELF}`])
    comeBack(tab, { client_id: OTHER })
    expect([...browser.locks.keys()]).toEqual([`parley:foo:${OTHER}`])
  })

  it.each(['nonsense', '{}', '{"token": "t"}', `{"token": "${'x'.repeat(1_025)}", "client_id": 1}`])(
    'reads past what it did not write itself: %s',
    (text) => {
      const { tab } = joined(true)
      const name = tab.tabStore.keys().find((key) => key.includes('identity'))
      tab.tabStore.set(name ?? '', text)
      const again = tab.reload()
      rejoin(again)
      expect(resumeToken(again)).toBeNull()
    },
  )
})

describe('leaving', () => {
  it('forgets what this browser kept of the room', () => {
    const { tab, room } = joined(true)
    tab.socket.end(1006)
    room.send('mine')
    room.setDraft({ body: 'half', replyTo: 1 })
    room.leave()
    expect(tab.tabStore.keys()).toEqual([])
    expect(tab.browser.locks.size).toBe(0)
    expect(shown(room)).toEqual([])
    expect(room.getState().connection).toEqual({ phase: 'closed', code: 1000, advice: 'stay_away' })
  })

  it('forgets what was written before a reload, by whomever, also before anybody is known again', () => {
    const ana = join({ author: 'ana' })
    ana.socket.end(1006)
    ana.room.send('of Ana')
    ana.room.setDraft({ body: 'half of Ana' })
    const bob = join({ author: 'bob' }, ana.tab.reload())
    bob.socket.end(1006)
    bob.room.send('of Bob')
    bob.room.setDraft({ body: 'half of Bob' })
    const tab = bob.tab.reload()
    tab.hasNetwork = false
    const room = joinRoom({ itemId: 'foo', token: 'secret' }, tab)
    room.send('of nobody yet')
    room.leave()
    expect(tab.tabStore.keys()).toEqual([])
  })

  it('is the end: nothing brings the room back', () => {
    const { tab, room } = joined(true)
    room.leave()
    room.leave()
    room.send('too late')
    room.setDraft({ body: 'too late' })
    room.setTyping(true)
    room.loadOlder()
    room.tryNow()
    tab.pageHide.emit()
    tab.pageShow.emit()
    expect(tab.browser.clock.runNext()).toBe(false)
    expect(tab.sockets).toHaveLength(1)
    expect(tab.tabStore.keys()).toEqual([])
    expect(shown(room)).toEqual([])
  })

  it('keeps what was unsent where another credential was asked for', () => {
    const { tab, room } = joined(true)
    tab.socket.end(1006)
    room.send('mine')
    room.tryNow()
    tab.socket.end(CloseCode.CREDENTIAL_EXPIRED)
    room.leave()
    const again = join({}, tab)
    expect(resumeToken(tab)).toBe('mine')
    expect(again.socket.sentOf('send')).toMatchObject([{ body: 'mine' }])
  })
})

describe('ending', () => {
  it('CL13: says no goodbye and forgets nothing: the next room in this tab is joined as the same client', () => {
    const { tab, room } = joined(true)
    const { socket } = tab
    room.send('mine')
    room.end()
    expect([socket.closedWith, socket.sentOf('leave')]).toEqual([CloseCode.PAGE_HIDDEN, []])
    expect(tab.browser.locks.size).toBe(0)
    const again = join({}, tab)
    expect(resumeToken(tab)).toBe('mine')
    expect(again.socket.sentOf('send')).toMatchObject([{ body: 'mine' }])
  })

  it.each([
    ['is there', () => {}],
    ['was refused', (tab: FakeEnvironment) => tab.socket.end(CloseCode.ITEM_NOT_ALLOWED)],
    ['waits for its next try', (tab: FakeEnvironment) => tab.socket.end(1006)],
  ])('leaves nothing behind that listens or waits, where the room %s', (_, happen) => {
    const { tab, room } = joined(true)
    happen(tab)
    room.end()
    room.end()
    room.leave()
    room.tryNow()
    const signals = [tab.online, tab.offline, tab.visible, tab.pageHide, tab.pageShow]
    expect(signals.filter(({ isHeard }) => isHeard)).toEqual([])
    expect(tab.browser.clock.runNext()).toBe(false)
    expect(tab.sockets).toHaveLength(1)
  })
})

describe('a fresh cookie of somebody else', () => {
  it('HT6: leaves nobody with the messages of another as their own', () => {
    const anas = { client_id: SELF, author: 'ana', name: 'Ana' }
    const { room, tab } = join({ ...anas, page: [entry(1, anas), entry(2)] }, fakeEnvironment(), { token: '' })
    tab.socket.say(entryFrame(3, anas))
    expect(shown(room)).toEqual(['#1 message 1 (own)', '#2 message 2', '#3 message 3 (own)'])
    tab.socket.end(CloseCode.CREDENTIAL_EXPIRED)
    greetAgain(tab, { client_id: 3003, author: 'bea', name: 'Bea', recovered: true, page: null, head: 3 })
    expect(shown(room)).toEqual(['#1 message 1', '#2 message 2', '#3 message 3'])
    tab.socket.end(CloseCode.CREDENTIAL_EXPIRED)
    greetAgain(tab, { ...anas, recovered: true, page: null, head: 3 })
    expect(shown(room)).toEqual(['#1 message 1 (own)', '#2 message 2', '#3 message 3 (own)'])
  })
})
