import { describe, expect, it } from 'vitest'

import { CloseCode } from '../../src/protocol/closeCodes.gen'
import { joinRoom } from '../../src/room/joinRoom'
import { fakeEnvironment } from '../doubles/fakeEnvironment'
import { entries, entry, entryFrame, SELF, welcome } from '../doubles/frames'
import { greet, type Joined, join, shown } from '../doubles/joining'

const NOON = Date.UTC(2026, 0, 1)

/** A tab that was in a room, and is loaded again where nothing answers. */
function reloadedAway(before: Pick<Joined, 'tab'>, token = 'secret') {
  const tab = before.tab.reload()
  tab.hasNetwork = false
  const room = joinRoom({ itemId: 'foo', token }, tab)
  tab.browser.clock.advance(1_000)
  if (tab.sockets.length > 0) tab.socket.end(1006)
  return { tab, room }
}

const kept = (tab: { readonly tabStore: { keys(): readonly string[] } }) =>
  tab.tabStore.keys().filter((key) => key.startsWith('parley:keepsake:'))

const page = (from: number, to: number) => ({ page: entries(from, to), head: to })

describe('what a tab keeps of a room', () => {
  it('is shown after a reload where nothing answers, with the time when it was so', () => {
    const before = join(page(1, 2))
    before.socket.say(entryFrame(3, { client_id: SELF }))
    before.tab.browser.clock.advance(5_000)
    const { room } = reloadedAway(before)
    expect(shown(room)).toEqual(['#1 message 1', '#2 message 2', '#3 message 3 (own)'])
    expect(room.getState()).toMatchObject({ seenAt: NOON + 5_000, connection: { phase: 'offline' }, clientId: null })
  })

  it('is not shown while an answer may still come', () => {
    const tab = join(page(1, 2)).tab.reload()
    const room = joinRoom({ itemId: 'foo', token: 'secret' }, tab)
    tab.browser.clock.advance(1_000)
    expect(shown(room)).toEqual([])
    expect(room.getState().seenAt).toBeNull()
  })

  it('gives way to what the server says', () => {
    const { tab, room } = reloadedAway(join(page(1, 2)))
    tab.hasNetwork = true
    tab.online.emit()
    greet(tab, page(2, 4))
    expect(shown(room)).toEqual(['#2 message 2', '#3 message 3', '#4 message 4'])
    expect(room.getState().seenAt).toBeNull()
  })

  it('stands above what was written since', () => {
    const { room } = reloadedAway(join(page(1, 1)))
    room.send('later')
    expect(shown(room)).toEqual(['#1 message 1', 'sending later'])
  })

  it('ends with what was on its way, which is sent once, when that can be', () => {
    const before = join(page(1, 1))
    before.socket.end(1006)
    before.room.send('first')
    const { tab, room } = reloadedAway(before)
    room.send('second')
    expect(shown(room)).toEqual(['#1 message 1', 'sending first', 'sending second'])
    tab.hasNetwork = true
    tab.online.emit()
    const socket = greet(tab, page(1, 1))
    expect(shown(room)).toEqual(['#1 message 1', 'sending first', 'sending second'])
    expect(socket.sentOf('send').map(({ body }) => body)).toEqual(['first'])
  })

  it('is answered in its epoch, with the message that was meant, also after another reload', () => {
    const first = reloadedAway(join(page(1, 2)))
    first.room.send('an answer', 2)
    const second = reloadedAway(first)
    second.tab.hasNetwork = true
    second.tab.online.emit()
    const socket = greet(second.tab, page(1, 2))
    expect(socket.sentOf('send')).toMatchObject([{ target: 2, body: 'an answer' }])
  })

  it('is not answered in another epoch, by what was sent or is only half written', () => {
    const { tab, room } = reloadedAway(join(page(1, 2)))
    room.send('an answer', 2)
    room.setDraft({ body: 'half an answer', replyTo: 2 })
    tab.hasNetwork = true
    tab.online.emit()
    const socket = greet(tab, { ...page(1, 2), epoch: 'epoch-2' })
    expect(socket.sentOf('send')).toEqual([])
    expect(shown(room).at(-1)).toBe('failed an answer')
    expect(room.getDraft()).toMatchObject({ body: 'half an answer', replyTo: null })
  })

  it('keeps the time of the last connection, however often a new one fails', () => {
    const { tab } = reloadedAway(join(page(1, 1)))
    const { room } = reloadedAway({ tab })
    expect(room.getState().seenAt).toBe(NOON)
    expect(shown(room)).toEqual(['#1 message 1'])
  })

  it('is the newest hundred entries, and no more text than a tab can keep', () => {
    const before = join(page(1, 150))
    expect(shown(reloadedAway(before).room)).toHaveLength(100)
    expect(shown(reloadedAway(before).room).at(-1)).toBe('#150 message 150')
    const long = Array.from({ length: 40 }, (_, index) => entry(index + 1, { body: 'x'.repeat(8_000) }))
    const wordy = join({ page: long, head: 40 })
    expect(shown(reloadedAway(wordy).room)).toHaveLength(24)
  })

  it('is no more than that where the reactions are what is long', () => {
    const reactions = Array.from({ length: 100 }, () => ({ emoji: '👍', client_id: SELF, author: 'ana', name: 'Ana' }))
    const changes = { offset: 500, edit: null, edited_at: null, deleted_at: null, reactions }
    const liked = Array.from({ length: 100 }, (_, index) => entry(index + 1, { changes }))
    const { tab } = join({ page: liked, head: 600 })
    tab.unload()
    const [key = ''] = kept(tab)
    expect(tab.tabStore.get(key)?.length).toBeGreaterThan(150_000)
    expect(tab.tabStore.get(key)?.length).toBeLessThan(201_000)
  })

  it('is written down at most every two seconds, and outlives a tab that crashes', () => {
    const { tab, socket } = join(page(1, 1))
    tab.browser.clock.advance(2_000)
    const [key = ''] = kept(tab)
    const once = tab.tabStore.get(key)
    for (let offset = 2; offset < 50; offset += 1) socket.say(entryFrame(offset))
    expect(tab.tabStore.get(key)).toBe(once)
    tab.browser.clock.advance(2_000)
    expect(tab.tabStore.get(key)).toContain('message 49')
  })

  it('CL10: is shown to nobody with another credential', () => {
    const { room } = reloadedAway(join(page(1, 2), fakeEnvironment(), { token: 'of Ana' }), 'of Bob')
    expect(shown(room)).toEqual([])
  })

  it('CL10: lies under the item and the author', () => {
    const { tab } = join({ ...page(1, 1), author: 'ana' })
    tab.unload()
    expect(kept(tab)).toEqual(['parley:keepsake:foo:by=ana'])
  })

  it('CL10: is nothing where a cookie is the credential', () => {
    const { tab } = join(page(1, 1), fakeEnvironment(), { token: '' })
    tab.unload()
    expect(kept(tab)).toEqual([])
  })

  it('is gone after leaving', () => {
    const { tab, room } = join(page(1, 2))
    tab.browser.clock.advance(5_000)
    expect(kept(tab)).toHaveLength(1)
    room.leave()
    tab.browser.clock.advance(5_000)
    tab.unload()
    expect(kept(tab)).toEqual([])
  })

  it.each([CloseCode.POLICY_VIOLATION, CloseCode.CREDENTIAL_EXPIRED, CloseCode.ITEM_NOT_ALLOWED])(
    'CL2: is gone after close %i',
    (code) => {
      const { tab, socket } = join(page(1, 2))
      tab.browser.clock.advance(5_000)
      socket.end(code)
      tab.browser.clock.advance(5_000)
      tab.unload()
      expect(kept(tab)).toEqual([])
    },
  )

  it('is gone when a reload is refused', () => {
    const { tab, room } = reloadedAway(join(page(1, 2)))
    tab.hasNetwork = true
    tab.online.emit()
    tab.socket.open()
    tab.socket.end(CloseCode.POLICY_VIOLATION)
    expect(shown(room)).toEqual([])
    expect(kept(tab)).toEqual([])
  })

  it('stays after a close that the page comes back from', () => {
    const { tab, socket } = join(page(1, 2))
    socket.end(CloseCode.ROOM_FULL)
    expect(kept(tab)).toHaveLength(1)
  })

  it('is of the eight rooms that were seen last', () => {
    const tab = fakeEnvironment()
    for (let number = 1; number <= 10; number += 1) {
      const room = joinRoom({ itemId: `item ${number}`, token: 'secret' }, tab)
      tab.browser.clock.advance(1_000)
      tab.socket.open()
      tab.socket.say(welcome(page(1, 1)))
      tab.browser.clock.advance(1_000)
      room.end()
    }
    const rooms = kept(tab).map((key) => decodeURIComponent(key.split(':')[2] ?? ''))
    expect(rooms).toEqual([3, 4, 5, 6, 7, 8, 9, 10].map((number) => `item ${number}`))
  })

  it('is left out where it is not what an entry is', () => {
    const before = join(page(1, 2))
    before.tab.unload()
    const [key = ''] = kept(before.tab)
    const text = before.tab.tabStore.get(key) ?? ''
    before.tab.tabStore.set(key, text.replace('"offset":1,', '"offset":"<b>",'))
    const tab = before.tab.browser.newTab(before.tab.tabStore)
    const room = joinRoom({ itemId: 'foo', token: 'secret' }, tab)
    tab.browser.clock.advance(1_000)
    tab.socket.end(1006)
    expect(shown(room)).toEqual(['#2 message 2'])
    tab.tabStore.set(key, 'no JSON')
    expect(shown(reloadedAway({ tab }).room)).toEqual([])
  })
})
