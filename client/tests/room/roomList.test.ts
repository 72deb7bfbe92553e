import { describe, expect, it } from 'vitest'

import { CloseCode } from '../../src/protocol/closeCodes.gen'
import { readLaunch } from '../../src/room/launch'
import { hasGivenName } from '../../src/room/roomList'
import { entry, OTHER, welcome } from '../doubles/frames'
import { asked, joined, letIn, listOf, reloaded, said, shown, socketOf } from '../doubles/listing'

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
