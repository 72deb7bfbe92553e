/** The rooms of a tab, with the test in the place of the server. */

import { joinRoom } from '../../src/room/joinRoom'
import { readLaunch } from '../../src/room/launch'
import { type News, RoomList } from '../../src/room/roomList'
import { type FakeEnvironment, fakeEnvironment } from './fakeEnvironment'
import type { FakeSocket } from './fakeSocket'
import { entryFrame, OTHER, welcome } from './frames'

export const asked = (itemId: string, name: string | null = null) => ({ itemId, token: `of ${itemId}`, name })

export function listOf(tab: FakeEnvironment = fakeEnvironment()) {
  const list = new RoomList(tab.tabStore, (each) => joinRoom(each, tab))
  const news: News[] = []
  list.onNews((each) => news.push(each))
  return { tab, list, news }
}

/** The newest socket of an item. */
export function socketOf(tab: FakeEnvironment, itemId: string): FakeSocket {
  const socket = tab.sockets.findLast(({ path }) => path === `/items/${itemId}/ws`)
  if (socket === undefined) throw new Error(`Expected a socket of ${itemId}, none was opened.`)
  return socket
}

export function letIn(tab: FakeEnvironment, itemId: string, more: Parameters<typeof welcome>[0] = {}): FakeSocket {
  const socket = socketOf(tab, itemId)
  socket.open()
  socket.say(welcome(more))
  return socket
}

/** A tab that is in these rooms, with the last one shown. */
export function joined(...items: readonly string[]) {
  const all = listOf()
  for (const item of items) {
    all.list.open(asked(item), true)
    letIn(all.tab, item)
  }
  return all
}

export const said = (offset: number, body = 'hello') => entryFrame(offset, { client_id: OTHER, body })

/** Writes each room in short: `foo*` is active, `bar 2@1` has two unread messages, one a mention, `baz 2+` has at least two. */
export function shown(list: RoomList): readonly string[] {
  const { rooms, active } = list.getState()
  return rooms.map(({ asked: { itemId }, unread, isUnreadAtLeast, mentions, isClosed }, index) => {
    const count = unread > 0 ? ` ${unread}${isUnreadAtLeast ? '+' : ''}` : ''
    const calls = mentions > 0 ? `@${mentions}` : ''
    return `${itemId}${rooms[index] === active ? '*' : ''}${count}${calls}${isClosed ? ' closed' : ''}`
  })
}

/** The tab after a reload, with its rooms let in again. */
export function reloaded(tab: FakeEnvironment, path: string) {
  const next = tab.reload()
  next.address = { path, fragment: '' }
  const all = listOf(next)
  all.list.begin(readLaunch(next))
  next.browser.clock.advance(1_000)
  return all
}
