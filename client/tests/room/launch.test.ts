import { describe, expect, it } from 'vitest'
import { CloseCode } from '../../src/protocol/closeCodes.gen'
import type { JoinOptions } from '../../src/room/joinOptions'
import { joinRoom } from '../../src/room/joinRoom'
import { followLinks, type Join, readLaunch, recentItems } from '../../src/room/launch'
import { fakeEnvironment } from '../doubles/fakeEnvironment'
import { join } from '../doubles/joining'

function launched(path: string, fragment = '') {
  const tab = fakeEnvironment()
  tab.address = { path, fragment }
  return { tab, launch: readLaunch(tab) }
}

describe('the address', () => {
  it('CL13: gives up its token before anything else happens', () => {
    const { tab, launch } = launched('/', 'item=foo&token=se%2Bcret&name=Ana')
    expect(tab.address).toEqual({ path: '/', fragment: '' })
    expect(launch.join).toEqual({ itemId: 'foo', token: 'se+cret', name: 'Ana' })
    expect(tab.tabStore.keys()).toEqual([])
  })

  it.each([
    ['no token', 'item=foo'],
    ['an empty token', 'item=foo&token='],
  ])('fills in the form where it has %s', (_, fragment) => {
    expect(launched('/', fragment).launch).toEqual({
      join: null,
      kept: [],
      itemId: 'foo',
      name: null,
      recent: [],
    })
  })

  it('joins nothing under a name that no item can have', () => {
    expect(launched('/', 'item=a%2Fb&token=secret').launch).toMatchObject({ join: null, itemId: 'a/b' })
  })

  it.each([
    ['/items/foo', 'foo'],
    ['/items/foo/', 'foo'],
    ['/items/%E8%AE%A2%E5%8D%95', '订单'],
    ['/items/%E8%AE', ''],
    ['/items/foo/bar', 'foo/bar'],
    ['/', ''],
  ])('may name an item in its path: %s', (path, itemId) => {
    expect(launched(path).launch.itemId).toBe(itemId)
  })

  it('joins the item in the path with the token in the fragment', () => {
    expect(launched('/items/foo', 'token=secret').launch.join).toEqual({ itemId: 'foo', token: 'secret', name: null })
  })
})

function opened(path: string, fragment: string) {
  const { tab } = launched(path)
  const asked: Join[] = []
  const stop = followLinks(tab, (request) => asked.push(request))
  tab.address = { path, fragment }
  tab.fragment.emit()
  return { tab, asked, stop }
}

describe('a link that is opened in a tab which shows the page already', () => {
  it.each([
    ['/', 'item=bar&token=secret&name=Ana', { itemId: 'bar', token: 'secret', name: 'Ana' }],
    ['/items/foo', 'token=secret', { itemId: 'foo', token: 'secret', name: null }],
  ])('CL13: gives up its token, and is followed: %s#%s', (path, fragment, request) => {
    const { tab, asked } = opened(path, fragment)
    expect(tab.address).toEqual({ path, fragment: '' })
    expect(asked).toEqual([request])
  })

  it.each(['item=bar', 'token=secret', ''])('leads nowhere where it does not say enough: %j', (fragment) => {
    expect(opened('/', fragment).asked).toEqual([])
  })

  it('is not followed any more by whoever has gone', () => {
    const { tab, asked, stop } = opened('/', '')
    stop()
    tab.address = { path: '/', fragment: 'item=bar&token=secret' }
    tab.fragment.emit()
    expect(asked).toEqual([])
  })
})

const inRoom = (options: Partial<JoinOptions> = {}) => {
  const tab = fakeEnvironment()
  tab.address = { path: '/items/foo', fragment: '' }
  return join({}, tab, options)
}

describe('a reload', () => {
  it('CL11: joins again by itself what was joined before, with the same token', () => {
    const { tab } = inRoom({ name: ' Ana\n' })
    expect(readLaunch(tab.reload()).join).toEqual({ itemId: 'foo', token: 'secret', name: 'Ana' })
  })

  it.each(['/items/bar', '/', '/nothing'])('shows the form where the address does not name the item: %s', (path) => {
    const tab = inRoom().tab.reload()
    tab.address = { path, fragment: '' }
    expect(readLaunch(tab).join).toBeNull()
    tab.address = { path: '/items/foo', fragment: '' }
    expect(readLaunch(tab).join?.itemId).toBe('foo')
  })

  it.each([
    CloseCode.POLICY_VIOLATION,
    CloseCode.CREDENTIAL_EXPIRED,
    CloseCode.ITEM_NOT_ALLOWED,
    CloseCode.BAD_ITEM_NAME,
  ])('CL2: shows the form after the refusal %i', (code) => {
    const { tab } = inRoom()
    tab.socket.end(code)
    expect(readLaunch(tab.reload()).join).toBeNull()
  })

  it('shows the form after leaving', () => {
    const { room, tab } = inRoom()
    room.leave()
    expect(readLaunch(tab.reload()).join).toBeNull()
  })

  it('reads past what it did not write itself', () => {
    const { tab } = inRoom()
    tab.tabStore.set('parley:joined', '[{"itemId": 7}]')
    expect(readLaunch(tab.reload())).toMatchObject({ join: null, kept: [] })
  })
})

describe('the recent items', () => {
  it('are the last ones joined, by name, the newest first', () => {
    let tab = fakeEnvironment()
    for (const itemId of ['a', 'b', 'c', 'a', 'd', 'e', 'f', 'g', 'h', 'i']) {
      join({}, tab, { itemId, token: 'of nobody else' })
      tab = tab.reload()
    }
    expect(recentItems(tab)).toEqual(['i', 'h', 'g', 'f', 'e', 'd', 'a', 'c'])
    expect([...tab.browser.store.texts.values()].join('')).not.toContain('of nobody else')
  })

  it('are not those that nobody was let into', () => {
    const tab = fakeEnvironment()
    joinRoom({ itemId: 'foo', token: 'wrong' }, tab)
    tab.socket.open()
    tab.socket.end(CloseCode.POLICY_VIOLATION)
    expect(recentItems(tab)).toEqual([])
  })

  it('are read past what is no name', () => {
    const tab = fakeEnvironment()
    tab.browserStore.set('parley:recent', '["foo", 7, null]')
    expect(recentItems(tab)).toEqual(['foo'])
    tab.browserStore.set('parley:recent', '{}')
    expect(recentItems(tab)).toEqual([])
  })
})

describe('joining', () => {
  it.each(['', 'a/b', 'x'.repeat(129)])('AU5: refuses the name %j without asking the server', (itemId) => {
    const tab = fakeEnvironment()
    const room = joinRoom({ itemId, token: 'secret' }, tab)
    expect(room.getState().connection).toEqual({ phase: 'closed', code: 4504, advice: 'stay_away' })
    room.tryNow()
    expect(tab.sockets).toEqual([])
  })

  it('AU5: asks for the name in its NFC form, escaped', () => {
    const { tab, room } = join({}, undefined, { itemId: 'cafe\u0301 ?#%' })
    expect(tab.socket.path).toBe('/items/caf%C3%A9%20%3F%23%25/ws')
    expect(room.getState().itemId).toBe('café ?#%')
  })

  it.each([
    ['  Ana\n\tB  ', 'Ana  B'],
    ['🚢'.repeat(70), '🚢'.repeat(64)],
    [' \u0000 ', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('FR4: gives a name that hello can carry: %j', (name, said) => {
    expect(join({}, undefined, { name }).socket.sentOf('hello')[0]?.name).toBe(said)
  })
})
