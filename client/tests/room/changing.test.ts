import { describe, expect, it } from 'vitest'
import type { TimelineItem } from '../../src/room/state'
import type { FakeSocket } from '../doubles/fakeSocket'
import { entries, entry, entryFrame, OTHER, SELF, welcome } from '../doubles/frames'
import { comeBack, join, shown } from '../doubles/joining'

const mine = { page: [entry(1, { client_id: SELF, body: 'mine' }), entry(2, { body: 'theirs' })], head: 2 }
const AT = '2026-01-01T00:01:00Z'

const sends = (socket: FakeSocket) => socket.sentOf('send').map(({ kind, target, body }) => [kind, target, body])
const lastRef = (socket: FakeSocket) => socket.sentOf('send').at(-1)?.ref ?? 0
const lastKey = (socket: FakeSocket) => socket.sentOf('send').at(-1)?.key ?? ''

function ack(socket: FakeSocket, offset: number): void {
  socket.say({ type: 'ack', ref: lastRef(socket), offset, at: AT })
}

function refuse(socket: FakeSocket, code: string): void {
  const rest = { message: '', location: null, temporary: false, retry_after_ms: null }
  socket.say({ type: 'error', ref: lastRef(socket), code, ...rest })
}

function entryIn(items: readonly TimelineItem[], offset: number) {
  const found = items.find((item) => item.type === 'entry' && item.entry.offset === offset)
  if (found?.type !== 'entry') throw new Error(`Expected the entry ${offset}, found none.`)
  return found
}

describe('an edit', () => {
  it('CL7: is shown at once, and marked until it was acked', () => {
    const { room, socket } = join(mine)
    room.edit(1, 'better')
    expect(entryIn(room.getState().items, 1)).toMatchObject({
      entry: { body: 'better' },
      underWay: [{ kind: 'edit', status: 'sending' }],
    })
    expect(sends(socket)).toEqual([['edit', 1, 'better']])
    ack(socket, 3)
    expect(shown(room)[0]).toBe('#1 better (own)')
    expect(entryIn(room.getState().items, 1).underWay).toBeUndefined()
    socket.say(entryFrame(3, { key: lastKey(socket), kind: 'edit', client_id: SELF, target: 1, body: 'better' }))
    expect(entryIn(room.getState().items, 1).entry.changes).toMatchObject({ offset: 3, edit: 3 })
  })

  it('CL7: is undone by a refusal, which is told; and made again by a retry', () => {
    const { room, socket } = join(mine)
    room.edit(1, 'better')
    refuse(socket, 'unknown_kind')
    expect(entryIn(room.getState().items, 1)).toMatchObject({
      entry: { body: 'mine' },
      underWay: [{ kind: 'edit', body: 'better', status: 'failed', error: 'unknown_kind' }],
    })
    const key = lastKey(socket)
    room.retry(key)
    expect(shown(room)[0]).toBe('#1 better (own)')
    refuse(socket, 'unknown_kind')
    room.discard(key)
    expect(entryIn(room.getState().items, 1).underWay).toBeUndefined()
  })

  it.each(['bad_target', 'not_yours'])('is not asked for again where nothing can come of it: %s', (code) => {
    const { room, socket } = join(mine)
    room.edit(1, 'better')
    refuse(socket, code)
    room.retry(lastKey(socket))
    expect(sends(socket)).toEqual([['edit', 1, 'better']])
  })

  it('does nothing without another text, without a text, or for a message of somebody else', () => {
    const { room, socket } = join(mine)
    expect(room.edit(1, 'mine')).toBe(true)
    expect(room.edit(1, ' \n')).toBe(false)
    expect(room.edit(2, 'forged')).toBe(false)
    expect(room.edit(9, 'not there')).toBe(false)
    expect(socket.sentOf('send')).toEqual([])
    expect(shown(room)).toEqual(['#1 mine (own)', '#2 theirs'])
  })

  it('fails before it is sent where it is too long', () => {
    const { room, socket } = join({ ...mine, limits: { ...welcome().limits, body_length: 5 } })
    room.edit(1, 'longer')
    expect(socket.sentOf('send')).toEqual([])
    expect(entryIn(room.getState().items, 1)).toMatchObject({
      entry: { body: 'mine' },
      underWay: [{ error: 'too_long' }],
    })
  })

  it('CL3: that was acked waits for what comes before it', () => {
    const { room, socket } = join(mine)
    room.edit(1, 'better')
    ack(socket, 4)
    socket.say(entryFrame(3, { kind: 'reaction', target: 1, body: '👍' }))
    expect(entryIn(room.getState().items, 1).entry).toMatchObject({
      body: 'better',
      changes: { reactions: [{ emoji: '👍', client_id: OTHER }] },
    })
    socket.say(entryFrame(4, { key: lastKey(socket), kind: 'edit', client_id: SELF, target: 1, body: 'better' }))
    expect(entryIn(room.getState().items, 1).entry.changes).toMatchObject({ offset: 4, reactions: [{ emoji: '👍' }] })
  })
})

describe('a deletion', () => {
  it('is shown at once, ends every other change, and is only for the author', () => {
    const { room, socket } = join(mine)
    room.remove(2)
    room.remove(1)
    room.remove(1)
    room.edit(1, 'late')
    room.react(1, '👍')
    expect(sends(socket)).toEqual([['deletion', 1, '']])
    expect(entryIn(room.getState().items, 1).entry).toMatchObject({ body: '', changes: { reactions: [] } })
    expect(entryIn(room.getState().items, 1).entry.changes?.deleted_at).not.toBeNull()
  })
})

describe('a reaction', () => {
  it('is set once and taken away once, in the order of the clicks', () => {
    const { room, socket } = join(mine)
    room.unreact(2, '👍')
    room.react(2, '👍')
    room.react(2, '👍')
    expect(entryIn(room.getState().items, 2).entry.changes?.reactions).toMatchObject([{ emoji: '👍', client_id: SELF }])
    room.unreact(2, '👍')
    expect(entryIn(room.getState().items, 2).entry.changes?.reactions).toEqual([])
    ack(socket, 3)
    expect(sends(socket)).toEqual([
      ['reaction', 2, '👍'],
      ['reaction_removal', 2, '👍'],
    ])
  })
})

describe('a change that changes nothing', () => {
  it.each(['reaction', 'edit'])('CH7: is done, and marks nothing as failed: %s', (kind) => {
    const { room, socket } = join(mine)
    if (kind === 'edit') room.edit(1, 'better')
    else room.react(1, '👍')
    room.send('and on')
    refuse(socket, 'no_change')
    expect(entryIn(room.getState().items, 1).underWay).toBeUndefined()
    expect(sends(socket).at(-1)).toEqual(['message', null, 'and on'])
    // What made it so comes by its own way.
    const said = kind === 'edit' ? { kind, body: 'better' } : { kind, body: '👍' }
    socket.say(entryFrame(3, { ...said, client_id: SELF, target: 1 }))
    const { body, changes } = entryIn(room.getState().items, 1).entry
    const emoji = changes?.reactions.map((each) => each.emoji)
    expect({ body, emoji }).toEqual(kind === 'edit' ? { body: 'better', emoji: [] } : { body: 'mine', emoji: ['👍'] })
  })
})

describe('an answer', () => {
  it('goes by itself when its message is not there, once somebody retries it', () => {
    const { room, socket } = join(mine)
    room.send('an answer', 2)
    refuse(socket, 'bad_target')
    room.retry(lastKey(socket))
    expect(sends(socket)).toEqual([
      ['message', 2, 'an answer'],
      ['message', null, 'an answer'],
    ])
  })
})

describe('what is under way', () => {
  it('CL5: has one in flight, messages and changes in the order in which they were asked for', () => {
    const { room, socket } = join(mine)
    room.send('one')
    room.edit(1, 'better')
    room.send('two', 2)
    expect(sends(socket)).toHaveLength(1)
    ack(socket, 3)
    ack(socket, 4)
    expect(sends(socket)).toEqual([
      ['message', null, 'one'],
      ['edit', 1, 'better'],
      ['message', 2, 'two'],
    ])
  })

  it('CL6: is asked for again after a reload, under the same key', () => {
    const { room, socket, tab } = join(mine)
    room.edit(1, 'better')
    const key = lastKey(socket)
    const again = join(mine, tab.reload())
    expect(again.socket.sentOf('send')).toMatchObject([{ key, kind: 'edit', target: 1, body: 'better' }])
    expect(shown(again.room)[0]).toBe('#1 better (own)')
  })

  it('CL6: is not asked for again where its entry is in the page', () => {
    const { room, socket, tab } = join(mine)
    room.edit(1, 'better')
    const { type: _, ...edit } = entryFrame(3, {
      key: lastKey(socket),
      kind: 'edit',
      client_id: SELF,
      target: 1,
      body: '',
    })
    const next = comeBack(tab, { page: [...mine.page, edit], head: 3 })
    expect(next.sentOf('send')).toEqual([])
  })

  it('is never sent into another epoch, where its target is another message', () => {
    const { room, tab } = join(mine)
    room.send('an answer', 2)
    room.remove(1)
    const next = comeBack(tab, { ...mine, epoch: 'epoch-2', recovered: false })
    expect(next.sentOf('send')).toEqual([])
    expect(shown(room)).toEqual(['break', '#1 mine (own)', '#2 theirs', 'failed an answer', 'failed deletion '])
    expect(entryIn(room.getState().items, 1).underWay).toBeUndefined()
    room.retry(room.getState().items.at(-1)?.id ?? '')
    expect(next.sentOf('send')).toEqual([])
    const answer = room.getState().items.find(({ type }) => type === 'pending')
    room.retry(answer?.id ?? '')
    expect(sends(next)).toEqual([['message', null, 'an answer']])
  })

  it('is told in a line of its own where it failed and its message is not loaded, also after a reload', () => {
    const { room, socket, tab } = join(mine)
    socket.end(1006)
    room.edit(1, 'a careful edit')
    const later = { page: entries(101, 102), head: 102 }
    const next = comeBack(tab, { ...later, recovered: false })
    expect(shown(room)).toEqual(['break', '#101 message 101', '#102 message 102'])
    refuse(next, 'bad_target')
    expect(shown(room).at(-1)).toBe('failed edit a careful edit')
    const again = join(later, tab.reload())
    expect(shown(again.room)).toEqual(['#101 message 101', '#102 message 102', 'failed edit a careful edit'])
    again.room.discard(lastKey(next))
    expect(shown(again.room)).toHaveLength(2)
  })

  it('takes up what an older page kept, which knew no kinds', () => {
    const { room, tab } = join(mine)
    room.send('old')
    tab.unload()
    for (const [name, text] of tab.tabStore.texts) {
      if (name.startsWith('parley:unsent')) tab.tabStore.set(name, text.replaceAll(/"(kind|target|epoch)":[^,]*,/g, ''))
    }
    const again = join(mine, tab.browser.newTab(tab.tabStore))
    expect(sends(again.socket)).toEqual([['message', null, 'old']])
  })
})

const newest = { page: entries(101, 103), head: 103 }
const give = (socket: FakeSocket) => {
  const { ref = 0, before, limit = 0 } = socket.sentOf('read').at(-1) ?? {}
  const from = Math.max(1, (before ?? 0) - limit)
  socket.say({ type: 'page', ref, epoch: 'epoch-1', entries: entries(from, (before ?? 0) - 1), oldest: 1, head: 103 })
}

describe('reaching a message', () => {
  it('loads pages until it is there', () => {
    const { room, socket } = join({ ...newest, limits: { ...welcome().limits, page_entries: 30 } })
    room.reach(50)
    expect(room.getState().reaching).toBe(50)
    give(socket)
    expect(room.getState().reaching).toBe(50)
    give(socket)
    expect(room.getState().reaching).toBeNull()
    expect(shown(room)[0]).toBe('#41 message 41')
    expect(socket.sentOf('read')).toHaveLength(2)
  })

  it('ends at once where it is there, where the log was trimmed, and with the connection', () => {
    const { room, socket, tab } = join({ ...newest, oldest: 90 })
    room.reach(102)
    expect(room.getState().reaching).toBeNull()
    room.reach(50)
    const { ref = 0 } = socket.sentOf('read')[0] ?? {}
    socket.say({ type: 'page', ref, epoch: 'epoch-1', entries: entries(90, 100), oldest: 90, head: 103 })
    expect(room.getState().reaching).toBeNull()
    expect(socket.sentOf('read')).toHaveLength(1)
    const other = join(newest)
    other.room.reach(50)
    other.socket.end(1006)
    expect(other.room.getState().reaching).toBeNull()
    tab.unload()
  })

  it('ends where a page brings nothing new, which would come again for ever', () => {
    const { room, socket } = join(newest)
    room.reach(50)
    const { ref = 0 } = socket.sentOf('read')[0] ?? {}
    socket.say({ type: 'page', ref, epoch: 'epoch-1', entries: [], oldest: 1, head: 103 })
    expect(room.getState().reaching).toBeNull()
    expect(socket.sentOf('read')).toHaveLength(1)
    room.loadOlder()
    expect(socket.sentOf('read')).toHaveLength(2)
  })

  it('LOG18: goes over the changes that its pages leave out', () => {
    const { room, socket } = join(newest)
    room.reach(5)
    const { ref = 0 } = socket.sentOf('read')[0] ?? {}
    const page = [entry(3), entry(5), entry(100, { kind: 'reaction', target: 3, body: '👍' })]
    socket.say({ type: 'page', ref, epoch: 'epoch-1', entries: page, oldest: 1, head: 103 })
    expect(room.getState()).toMatchObject({ reaching: null, older: 'more' })
    expect(shown(room).slice(0, 3)).toEqual(['#3 message 3', '#5 message 5', '#101 message 101'])
    room.loadOlder()
    expect(socket.sentOf('read').at(-1)).toMatchObject({ before: 3 })
  })

  it('waits as long as the server asks for, and goes on', () => {
    const { room, socket, tab } = join(newest)
    room.reach(50)
    const { ref = 0 } = socket.sentOf('read')[0] ?? {}
    const refusal = { code: 'too_fast', message: '', location: null, temporary: true, retry_after_ms: 700 }
    socket.say({ type: 'error', ref, ...refusal })
    tab.browser.clock.advance(699)
    expect(socket.sentOf('read')).toHaveLength(1)
    tab.browser.clock.advance(1)
    expect(socket.sentOf('read')).toHaveLength(2)
    give(socket)
    expect(room.getState().reaching).toBeNull()
  })
})
