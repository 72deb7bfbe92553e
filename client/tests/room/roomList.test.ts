import { describe, expect, it } from 'vitest'

import { CloseCode } from '../../src/protocol/closeCodes.gen'
import { joinRoom } from '../../src/room/joinRoom'
import { readLaunch } from '../../src/room/launch'
import { hasGivenName, type News, RoomList } from '../../src/room/roomList'
import { type FakeEnvironment, fakeEnvironment } from '../doubles/fakeEnvironment'
import type { FakeSocket } from '../doubles/fakeSocket'
import { entry, entryFrame, OTHER, SELF, welcome } from '../doubles/frames'

const asked = (itemId: string, name: string | null = null) => ({ itemId, token: `of ${itemId}`, name })

function listOf(tab: FakeEnvironment = fakeEnvironment()) {
  const list = new RoomList(tab.tabStore, (each) => joinRoom(each, tab))
  const news: News[] = []
  list.onNews((each) => news.push(each))
  return { tab, list, news }
}

/** The newest socket of an item. */
function socketOf(tab: FakeEnvironment, itemId: string): FakeSocket {
  const socket = tab.sockets.findLast(({ path }) => path === `/items/${itemId}/ws`)
  if (socket === undefined) throw new Error(`Expected a socket of ${itemId}, none was opened.`)
  return socket
}

function letIn(tab: FakeEnvironment, itemId: string, more: Parameters<typeof welcome>[0] = {}): FakeSocket {
  const socket = socketOf(tab, itemId)
  socket.open()
  socket.say(welcome(more))
  return socket
}

/** A tab that is in these rooms, with the last one shown. */
function joined(...items: readonly string[]) {
  const all = listOf()
  for (const item of items) {
    all.list.open(asked(item), true)
    letIn(all.tab, item)
  }
  return all
}

const AT = '2026-01-01T00:00:00Z'

const said = (offset: number, body = 'hello') => entryFrame(offset, { client_id: OTHER, body })

/** What is shown, in short: `foo*` is active, `bar 2@1` has two unread messages of which one is a mention. */
function shown(list: RoomList): readonly string[] {
  const { rooms, active } = list.getState()
  return rooms.map(({ asked: { itemId }, unread, mentions, isClosed }, index) => {
    const count = unread > 0 ? ` ${unread}` : ''
    const calls = mentions > 0 ? `@${mentions}` : ''
    return `${itemId}${rooms[index] === active ? '*' : ''}${count}${calls}${isClosed ? ' closed' : ''}`
  })
}

describe('the rooms of a tab', () => {
  it('go on while another one is opened, each on a connection of its own', () => {
    const { tab, list } = joined('foo', 'bar')
    expect(shown(list)).toEqual(['foo', 'bar*'])
    expect(tab.sockets.map(({ closedWith }) => closedWith)).toEqual([null, null])
  })

  it('do not include one that is only asked for, which gives way to the next', () => {
    const { tab, list } = joined('foo')
    list.open(asked('bar'), true)
    expect(list.getState().active?.asked.itemId).toBe('bar')
    expect(shown(list)).toEqual(['foo'])
    socketOf(tab, 'bar').end(CloseCode.POLICY_VIOLATION)
    list.open(asked('baz'), true)
    letIn(tab, 'baz')
    expect(shown(list)).toEqual(['foo', 'baz*'])
  })

  it('are not joined twice: another token takes the place of the one before, the same shows what is there', () => {
    const { tab, list } = joined('foo', 'bar')
    list.open({ ...asked('foo'), token: '' }, true)
    list.open(asked('foo'), false)
    expect(tab.sockets).toHaveLength(2)
    list.open({ ...asked('foo'), token: 'another' }, false)
    expect(socketOf(tab, 'foo')).not.toBe(tab.sockets[0])
    expect(tab.sockets[0]?.closedWith).toBe(CloseCode.PAGE_HIDDEN)
    letIn(tab, 'foo')
    expect(shown(list)).toEqual(['foo*', 'bar'])
  })

  it('give their place to a neighbour when they are left, and the last one to the form', () => {
    const { tab, list } = joined('a', 'b', 'c')
    list.show('b')
    list.leave('b')
    expect(socketOf(tab, 'b').sentOf('leave')).toHaveLength(1)
    expect(shown(list)).toEqual(['a', 'c*'])
    list.leave('c')
    expect(shown(list)).toEqual(['a*'])
    list.leave('a')
    expect(list.getState()).toEqual({ rooms: [], active: null })
  })

  it('stay where they are when another one is left', () => {
    const { list } = joined('a', 'b')
    list.leave('a')
    list.leave('nowhere')
    expect(shown(list)).toEqual(['b*'])
  })

  it('are gone through in a circle', () => {
    const { list } = joined('a', 'b', 'c')
    expect([list.neighbour(1), list.neighbour(-1)]).toEqual(['a', 'b'])
    list.show(null)
    expect([list.neighbour(1), list.neighbour(-1)]).toEqual(['a', 'c'])
    expect(joined('a').list.neighbour(1)).toBeNull()
    expect(listOf().list.neighbour(1)).toBeNull()
  })

  it('say that one of them is over', () => {
    const { tab, list } = joined('foo', 'bar')
    socketOf(tab, 'foo').end(CloseCode.CREDENTIAL_EXPIRED)
    expect(shown(list)).toEqual(['foo closed', 'bar*'])
  })

  it('tell of a change in one that is not shown, and of nothing that no list shows', () => {
    const { tab, list } = joined('foo', 'bar')
    let changes = 0
    list.subscribe(() => (changes += 1))
    socketOf(tab, 'bar').say(said(1))
    const before = list.getState()
    socketOf(tab, 'foo').say({ type: 'typing', client_ids: [OTHER] })
    expect(list.getState()).toBe(before)
    const calm = changes
    socketOf(tab, 'foo').say(said(1))
    expect(changes).toBe(calm + 1)
  })
})

/** Three messages come in `foo` unseen, and then its list is another one, of which this is known. */
function afterLoss(more: Parameters<typeof welcome>[0]) {
  const all = joined('foo', 'bar')
  for (let offset = 1; offset < 4; offset += 1) socketOf(all.tab, 'foo').say(said(offset))
  expect(shown(all.list)).toEqual(['foo 3', 'bar*'])
  socketOf(all.tab, 'foo').end(1006)
  while (socketOf(all.tab, 'foo') === all.tab.sockets[0]) all.tab.browser.clock.runNext()
  letIn(all.tab, 'foo', { recovered: false, ...more })
  return all
}
const unreadFrom = (list: RoomList) => list.getState().active?.unreadFrom

describe('what is unread', () => {
  it('is what others wrote since the room was shown', () => {
    const { tab, list } = joined('foo', 'bar')
    const foo = socketOf(tab, 'foo')
    foo.say(said(1))
    foo.say(entryFrame(2, { client_id: SELF }))
    foo.say(said(3))
    expect(shown(list)).toEqual(['foo 2', 'bar*'])
    list.show('foo')
    expect(shown(list)).toEqual(['foo*', 'bar'])
    list.show('bar')
    foo.say(said(4))
    expect(shown(list)).toEqual(['foo 1', 'bar*'])
  })

  it('is nothing that was there before somebody came', () => {
    const { tab, list } = joined('foo')
    list.open(asked('bar'), false)
    list.show('foo')
    letIn(tab, 'bar', { head: 2, page: [entry(1), entry(2)] })
    expect(shown(list)).toEqual(['foo*', 'bar'])
  })

  it('counts in the room that is shown too, where nobody looks', () => {
    const { tab, list } = joined('foo')
    list.setLooking(false)
    socketOf(tab, 'foo').say(said(1))
    expect(shown(list)).toEqual(['foo* 1'])
    list.setLooking(true)
    expect(shown(list)).toEqual(['foo*'])
  })

  it('is told once each, with what calls the reader by name apart', () => {
    const { tab, list, news } = listOf()
    for (const item of ['foo', 'bar']) {
      list.open(asked(item, 'Ana'), true)
      letIn(tab, item, { name: 'Ana' })
    }
    const foo = socketOf(tab, 'foo')
    foo.say(said(1, 'is @ana here?'))
    foo.say(said(2, 'mail@ana'))
    socketOf(tab, 'bar').say(said(1, '@Ana, look'))
    expect(shown(list)).toEqual(['foo 2@1', 'bar*'])
    expect(news.map(({ itemId, entry: { offset }, isMention }) => [itemId, offset, isMention])).toEqual([
      ['foo', 1, true],
      ['foo', 2, false],
    ])
  })

  it('is not missed where an ack overtakes what others wrote before', () => {
    const { tab, list } = joined('foo', 'bar')
    list.getState().rooms[0]?.room.send('mine')
    const foo = socketOf(tab, 'foo')
    const [sent] = foo.sentOf('send')
    foo.say({ type: 'ack', ref: sent?.ref ?? 0, offset: 2, at: '2026-11-25T12:00:00.000Z' })
    foo.say(said(1))
    expect(shown(list)).toEqual(['foo 1', 'bar*'])
  })

  it('is not what was deleted before anybody saw it', () => {
    const { tab, list, news } = joined('foo', 'bar')
    const changes = { offset: 2, edit: null, edited_at: null, deleted_at: AT, reactions: [] }
    socketOf(tab, 'foo').say(entryFrame(1, { client_id: OTHER, body: '', changes }))
    expect([shown(list), news]).toEqual([['foo', 'bar*'], []])
  })

  it('goes on in another life of the store with what stands there and is newer than what was seen', () => {
    const { tab, list, news } = joined('foo', 'bar')
    socketOf(tab, 'foo').say(saidAt(1))
    list.show('foo')
    list.show('bar')
    for (const minute of [2, 3]) socketOf(tab, 'foo').say(saidAt(minute))
    expect(shown(list)).toEqual(['foo 2', 'bar*'])
    const { type: _, ...seen } = saidAt(1)
    const { type: __, ...restored } = saidAt(2)
    const { type: ___, ...newer } = saidAt(4)
    backIn(tab, 'foo', { epoch: 'another', recovered: false, page: [seen, restored, { ...newer, offset: 3 }], head: 3 })
    expect(shown(list)).toEqual(['foo 2', 'bar*'])
    socketOf(tab, 'foo').say({ ...saidAt(5), offset: 4 })
    expect(shown(list)).toEqual(['foo 3', 'bar*'])
    expect(news.map(({ entry: { body } }) => body)).toEqual(['at 1', 'at 2', 'at 3', 'at 4', 'at 5'])
  })

  it('begins with the first message of another life in which nobody has written yet', () => {
    const { tab, list, news } = joined('foo', 'bar')
    for (const minute of [1, 2, 3]) socketOf(tab, 'foo').say(saidAt(minute))
    list.show('foo')
    list.show('bar')
    backIn(tab, 'foo', { epoch: 'another', recovered: false })
    expect(shown(list)).toEqual(['foo', 'bar*'])
    news.length = 0
    socketOf(tab, 'foo').say({ ...saidAt(4), offset: 1 })
    expect(shown(list)).toEqual(['foo 1', 'bar*'])
    expect(news.map(({ entry: { body } }) => body)).toEqual(['at 4'])
  })

  it('begins anew after a reload too', () => {
    const { tab, list } = joined('foo', 'bar')
    for (const minute of [1, 2, 3]) socketOf(tab, 'foo').say(saidAt(minute))
    list.show('foo')
    list.show('bar')
    const again = reloaded(tab, '/items/bar')
    const { type: _, ...newer } = saidAt(4)
    letIn(again.tab, 'foo', { epoch: 'another', head: 1, page: [{ ...newer, offset: 1 }] })
    expect(shown(again.list)).toEqual(['foo 1', 'bar*'])
  })

  it('is no message that is not kept any more', () => {
    const { tab, list, news } = afterLoss({ oldest: 4, head: 3, page: [] })
    expect(shown(list)).toEqual(['foo', 'bar*'])
    socketOf(tab, 'foo').say(said(4))
    expect(shown(list)).toEqual(['foo 1', 'bar*'])
    expect(news.map(({ entry: { offset } }) => offset)).toEqual([1, 2, 3, 4])
    list.show('foo')
    expect(unreadFrom(list)).toBe(entry(4).key)
  })

  it('begins with the first that is still kept', () => {
    const { list, news } = afterLoss({ oldest: 3, head: 5, page: [entry(3), entry(4), entry(5)] })
    expect(shown(list)).toEqual(['foo 3', 'bar*'])
    expect(news.map(({ entry: { offset } }) => offset)).toEqual([1, 2, 3, 4, 5])
    list.show('foo')
    expect(unreadFrom(list)).toBe(entry(3).key)
  })

  it('begins where its line stands for whoever comes to look, and nowhere for whoever looks again', () => {
    const { tab, list } = joined('foo', 'bar')
    const foo = socketOf(tab, 'foo')
    foo.say(entryFrame(1, { client_id: SELF }))
    foo.say(said(2))
    foo.say(said(3))
    list.show('foo')
    expect(unreadFrom(list)).toBe(entry(2).key)
    foo.say(said(4))
    expect(unreadFrom(list)).toBe(entry(2).key)
    list.show('bar')
    list.show('foo')
    expect(unreadFrom(list)).toBeNull()
    list.show('bar')
    foo.say(said(5))
    list.show('foo')
    expect(unreadFrom(list)).toBe(entry(5).key)
  })
})

/** What another says so many minutes after noon, at the offset with the same number. */
function saidAt(minute: number) {
  return { ...said(minute, `at ${minute}`), at: `2026-01-01T12:0${minute}:00Z` }
}

/** Loses the socket of an item, and is let in again on the next. */
function backIn(tab: FakeEnvironment, itemId: string, more: Parameters<typeof welcome>[0]): void {
  const lost = socketOf(tab, itemId)
  lost.end(1006)
  while (socketOf(tab, itemId) === lost) tab.browser.clock.runNext()
  letIn(tab, itemId, more)
}

/** The tab after a reload, with its rooms let in again. */
function reloaded(tab: FakeEnvironment, path: string) {
  const next = tab.reload()
  next.address = { path, fragment: '' }
  const all = listOf(next)
  all.list.begin(readLaunch(next))
  next.browser.clock.advance(1_000)
  return all
}

describe('a reload of a tab with several rooms', () => {
  it('CL11: joins them all again as the same clients, with the same one shown', () => {
    const { tab, list } = joined('a', 'b')
    list.show('a')
    const again = reloaded(tab, '/items/a')
    for (const item of ['a', 'b']) letIn(again.tab, item)
    expect(shown(again.list)).toEqual(['a*', 'b'])
    const tokens = again.tab.sockets.map((socket) => socket.sentOf('hello')[0]?.resume_token)
    expect(tokens).toEqual([welcome().resume_token, welcome().resume_token])
  })

  it('shows the form, and joins them all the same, where the address names none of them', () => {
    const again = reloaded(joined('a', 'b').tab, '/')
    for (const item of ['a', 'b']) letIn(again.tab, item)
    expect(shown(again.list)).toEqual(['a', 'b'])
    expect(again.list.getState().active).toBeNull()
  })

  it('joins none that was left or refused', () => {
    const { tab, list } = joined('a', 'b', 'c')
    list.leave('b')
    socketOf(tab, 'a').end(CloseCode.CREDENTIAL_EXPIRED)
    const again = reloaded(tab, '/items/c')
    expect(again.tab.sockets.map(({ path }) => path)).toEqual(['/items/c/ws'])
  })

  it('does not join what was asked for and given up', () => {
    const { tab, list } = joined('a')
    list.open(asked('b'), true)
    list.show('a')
    expect(shown(list)).toEqual(['a*'])
    expect(readLaunch(tab.reload()).kept.map(({ itemId }) => itemId)).toEqual(['a'])
  })

  it('still counts what came after a room was last looked at', () => {
    const { tab, list } = joined('a', 'b')
    list.show('a')
    socketOf(tab, 'a').say(said(1))
    list.show('b')
    socketOf(tab, 'a').say(said(2))
    list.setLooking(false)
    const again = reloaded(tab, '/items/b')
    letIn(again.tab, 'a', { head: 3, page: [entry(1), entry(2), entry(3)] })
    expect(shown(again.list)[0]).toBe('a 2')
    again.list.show('a')
    expect(again.list.getState().active?.unreadFrom).toBe(entry(2).key)
  })

  it('counts nothing where the store has begun another life', () => {
    const { tab, list } = joined('a', 'b')
    list.show('a')
    socketOf(tab, 'a').say(said(1))
    list.show('b')
    const again = reloaded(tab, '/items/b')
    letIn(again.tab, 'a', { epoch: 'another', head: 2, page: [entry(1), entry(2)] })
    expect(shown(again.list)[0]).toBe('a')
  })

  it('CL13: shows the room of the link that it was opened with, beside those that were joined before', () => {
    const { tab } = joined('a', 'b')
    const next = tab.reload()
    next.address = { path: '/', fragment: 'item=b&token=new' }
    const { list } = listOf(next)
    list.begin(readLaunch(next))
    next.browser.clock.advance(1_000)
    expect(next.sockets.map(({ path }) => path)).toEqual(['/items/a/ws', '/items/b/ws'])
    expect(list.getState().active?.asked).toEqual({ itemId: 'b', token: 'new', name: null })
  })
})

describe('another name', () => {
  it('ID6: is said in the next hello of each room, by the same client, which resumes', () => {
    const { tab, list } = listOf()
    for (const item of ['a', 'b']) {
      list.open(asked(item, 'Ana'), true)
      letIn(tab, item, { name: 'Ana', resume_token: `mine in ${item}` })
    }
    list.rename(' Bo\n')
    tab.browser.clock.advance(1_000)
    for (const item of ['a', 'b']) {
      const socket = socketOf(tab, item)
      socket.open()
      expect(socket.sentOf('hello')[0]).toMatchObject({ name: 'Bo', resume_token: `mine in ${item}` })
    }
    expect(tab.sockets).toHaveLength(4)
    expect(readLaunch(tab.reload()).kept.map(({ name }) => name)).toEqual(['Bo', 'Bo'])
  })

  it('ID6: is not for a room whose credential has a name', () => {
    const { tab, list } = listOf()
    list.open(asked('a', 'Ana'), true)
    letIn(tab, 'a', { name: 'Dr. Ana Lima' })
    expect(list.getState().rooms.map(hasGivenName)).toEqual([true])
    list.rename('Bo')
    expect(tab.sockets).toHaveLength(1)
  })

  it('that is the same changes nothing', () => {
    const { tab, list } = joined('a')
    list.rename('  ')
    expect(tab.sockets).toHaveLength(1)
  })
})
