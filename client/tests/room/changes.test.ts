import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/protocol/frames.gen'
import { type Change, fold } from '../../src/room/changes'
import { Follower } from '../doubles/follower'
import { EPOCH, entries, entry, entryFrame, OTHER, SELF } from '../doubles/frames'
import { comeBack, join, shown } from '../doubles/joining'

const STEPS = 120

const change = (offset: number, kind: Change['kind'], more: Partial<Entry> = {}): Change => ({
  ...entry(offset, { target: 1, ...more }),
  kind,
})

const FIXED = Array.from({ length: 100 }, (_, index) => index + 1)
const FRESH = Array.from({ length: 50 }, () => Math.floor(Math.random() * 2 ** 31))

describe('changes that come', () => {
  it.each([...FIXED, ...FRESH])('CH6: lead to the list that is read afresh (seed %i)', (seed) => {
    const follower = new Follower(seed)
    for (let step = 0; step < STEPS; step += 1) {
      follower.step()
      const [followed, afresh] = follower.comparedSoFar()
      expect(followed, `after step ${step}`).toEqual(afresh)
    }
    follower.settle()
    const [followed, afresh] = follower.compared()
    expect(followed).toEqual(afresh)
  })

  it('CH6: take no line of their own, and move the position', () => {
    const { room, tab, socket } = join({ page: entries(1, 2), head: 2 })
    socket.say(entryFrame(3, { kind: 'edit', target: 1, body: 'better' }))
    socket.say(entryFrame(4, { kind: 'reaction', target: 2, body: '👍' }))
    expect(shown(room)).toEqual(['#1 better', '#2 message 2'])
    const next = comeBack(tab, { recovered: true, page: null, head: 4 })
    expect(next.sentOf('hello')[0]?.position).toMatchObject({ offset: 4 })
  })

  it('CH6: change nothing to be seen where their target is not loaded', () => {
    const { room, socket } = join({ page: entries(8, 9), head: 9 })
    const before = room.getState().items
    socket.say(entryFrame(10, { kind: 'deletion', target: 2, body: '' }))
    expect(room.getState().items).toEqual(before)
  })

  it('CH6: are in an older page that was read before they came and arrived after them', () => {
    const { room, socket } = join({ page: entries(3, 3), head: 3 })
    room.loadOlder()
    socket.say(entryFrame(4, { kind: 'edit', target: 1, body: 'better' }))
    const ref = socket.sentOf('read')[0]?.ref ?? 0
    socket.say({ type: 'page', ref, epoch: EPOCH, entries: entries(1, 2), oldest: 1, head: 3 })
    expect(shown(room)).toEqual(['#1 better', '#2 message 2', '#3 message 3'])
  })

  it('bring older pages where the newest has nothing else', () => {
    const reactions = [5, 6].map((offset) => entry(offset, { kind: 'reaction', target: 2, body: `${offset}` }))
    const { room, socket } = join({ page: reactions, head: 6 })
    const { ref = 0, before } = socket.sentOf('read')[0] ?? {}
    expect(before).toBe(5)
    socket.say({ type: 'page', ref, epoch: EPOCH, entries: entries(3, 4), oldest: 1, head: 6 })
    expect(shown(room)).toEqual(['#3 message 3', '#4 message 4'])
    expect(socket.sentOf('read')).toHaveLength(1)
  })
})

describe('a folded message', () => {
  it('CH6: is itself where a change was folded in before, or it was deleted', () => {
    const once = fold(entry(1), change(2, 'edit', { body: 'better' }))
    expect(fold(once, change(2, 'edit', { body: 'worse' }))).toBe(once)
    const deleted = fold(once, change(3, 'deletion', { body: '' }))
    expect(fold(deleted, change(4, 'reaction', { body: '👍' }))).toBe(deleted)
    expect(deleted).toMatchObject({ body: '', changes: { offset: 3, edit: null, reactions: [] } })
  })

  it('CH4: keeps its text where that of an edit is gone', () => {
    const folded = fold(entry(1), change(2, 'edit', { body: '' }))
    expect(folded).toMatchObject({ body: 'message 1', changes: { offset: 2, edit: null, edited_at: null } })
  })

  it.each([
    ['by the author', { author: 'ana', client_id: SELF }, { author: 'ana', client_id: OTHER }, 1],
    ['by the client ID', { client_id: SELF }, { client_id: SELF }, 1],
    ['not by the client ID of an author', { author: 'ana', client_id: SELF }, { client_id: SELF }, 2],
  ])("CH3: counts a person's emoji once, %s", (_, one, other, count) => {
    const first = fold(entry(1), change(2, 'reaction', { body: '👍', ...one }))
    const both = fold(first, change(3, 'reaction', { body: '👍', ...other }))
    expect(both.changes?.reactions).toHaveLength(count)
  })
})
