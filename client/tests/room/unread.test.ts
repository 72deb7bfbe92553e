import { describe, expect, it } from 'vitest'

import type { RoomList } from '../../src/room/roomList'
import type { FakeEnvironment } from '../doubles/fakeEnvironment'
import { entry, entryFrame, OTHER, SELF, type welcome } from '../doubles/frames'
import { asked, joined, letIn, listOf, reloaded, said, shown, socketOf } from '../doubles/listing'

const AT = '2026-01-01T00:00:00Z'

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

  it('is at least as much as the list holds, where more may have come before that', () => {
    const newest = [8, 9].map((offset) => entry(offset, { client_id: OTHER }))
    const cut = afterLoss({ oldest: 1, head: 9, page: newest })
    expect(shown(cut.list)).toEqual(['foo 2+', 'bar*'])
    socketOf(cut.tab, 'foo').say(said(10))
    expect(shown(cut.list)).toEqual(['foo 3+', 'bar*'])
    cut.list.show('foo')
    expect(shown(cut.list)).toEqual(['foo*', 'bar'])
    // What was before them is kept no more: there is nothing else to read.
    const trimmed = afterLoss({ oldest: 8, head: 9, page: newest })
    expect(shown(trimmed.list)).toEqual(['foo 2', 'bar*'])
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
