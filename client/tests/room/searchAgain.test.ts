import { describe, expect, it } from 'vitest'

import type { Entry } from '../../src/protocol/frames.gen'
import { Search } from '../../src/room/search'
import type { JoinedRoom } from '../../src/room/state'
import { Follower } from '../doubles/follower'
import { EPOCH, entries, entry, entryFrame, welcome } from '../doubles/frames'
import { join } from '../doubles/joining'

const STEPS = 150
/** What a history says, before an edit and after it. */
const QUERIES = ['said', 'edited', '1', 'edited 2', 'said 3'] as const
const FIXED = Array.from({ length: 100 }, (_, index) => index + 1)
const FRESH = Array.from({ length: 50 }, () => Math.floor(Math.random() * 2 ** 31))

const offsets = (looking: Search) => looking.getState().results.map(({ offset }) => offset)

function searchOf(room: JoinedRoom, query: string): Search {
  const looking = new Search(room)
  looking.find(query)
  return looking
}

/** Written from what a person expects, and from nothing that a search has. */
function holds(one: Entry, query: string): boolean {
  const isThere = one.kind === 'message' && (one.changes?.deleted_at ?? null) === null
  return isThere && query.split(' ').every((word) => one.body.includes(word))
}

/** A log of forty, of which the newest ten are in the list and the others were looked at. */
function looked() {
  const limits = { ...welcome().limits, page_entries: 40 }
  const { tab, socket, room } = join({ page: entries(31, 40), head: 40, limits })
  const looking = searchOf(room, 'ship')
  const read = () => socket.sentOf('read').at(-1)
  const answer = (page: readonly Entry[]) =>
    socket.say({ type: 'page', ref: read()?.ref ?? 0, epoch: EPOCH, entries: page, oldest: 1, head: 40 })
  looking.further()
  tab.browser.clock.advance(100)
  answer(entries(1, 30))
  expect(looking.getState().phase).toBe('complete')
  return { tab, socket, looking, read, answer }
}
const EDITED = { offset: 41, edit: 41, edited_at: '2026-01-01T00:00:00Z', deleted_at: null, reactions: [] }

describe('a search while the log changes', () => {
  it.each([...FIXED, ...FRESH])('finds what it would find if it began now (seed %i)', (seed) => {
    const query = QUERIES[seed % QUERIES.length] ?? ''
    const follower = new Follower(seed, seed % 3 === 0)
    const looking = searchOf(follower.room, query)
    for (let step = 0; step < STEPS; step += 1)
      follower.step(
        () => looking.further(),
        () => follower.read(),
        () => follower.read(),
      )
    follower.hearAll()
    for (let turn = 0; looking.getState().phase !== 'complete' && turn < 5 * follower.head; turn += 1) {
      looking.further()
      follower.read()
    }
    expect(looking.getState().phase).toBe('complete')
    const expected = follower.afresh().filter((one) => holds(one, query))
    // An entry that came by itself is a frame, too.
    expect(looking.getState().results).toMatchObject(expected.toReversed())
  })

  it('reads a message again that was passed by, and matches since its edit', () => {
    const { tab, socket, looking, read, answer } = looked()
    socket.say(entryFrame(41, { kind: 'edit', target: 7, body: 'shipped' }))
    expect(looking.getState().phase).toBe('reading')
    tab.browser.clock.advance(100)
    expect(read()).toMatchObject({ before: 8 })
    answer([...entries(1, 6), entry(7, { body: 'shipped', changes: EDITED })])
    expect(looking.getState()).toMatchObject({ phase: 'complete', results: [{ offset: 7, body: 'shipped' }] })
  })

  it('reads nothing for an edit that does not match, is in the list, or is further back than it looked', () => {
    const { tab, socket, looking } = looked()
    const before = socket.sentOf('read').length
    socket.say(entryFrame(41, { kind: 'edit', target: 7, body: 'nothing' }))
    socket.say(entryFrame(42, { kind: 'reaction', target: 7, body: 'ship' }))
    socket.say(entryFrame(43, { kind: 'edit', target: 35, body: 'shipped' }))
    tab.browser.clock.advance(1_000)
    expect(offsets(looking)).toEqual([35])
    expect(socket.sentOf('read')).toHaveLength(before)
  })

  it('can be told to read it later where the connection was lost meanwhile', () => {
    const { tab, socket, looking } = looked()
    socket.say(entryFrame(41, { kind: 'edit', target: 7, body: 'shipped' }))
    tab.browser.clock.advance(100)
    socket.end(1006)
    expect(looking.getState()).toMatchObject({ phase: 'more', results: [] })
  })

  it('finds what was cut off once there is room for it', () => {
    const limits = { ...welcome().limits, page_entries: 90 }
    const log = Array.from({ length: 310 }, (_, index) => entry(index + 1, { body: 'ship' }))
    const { tab, socket, room } = join({ page: log.slice(-10), head: 310, limits })
    const looking = searchOf(room, 'ship')
    const turn = () => {
      looking.further()
      while (looking.getState().phase === 'reading') {
        tab.browser.clock.advance(100)
        const { ref = 0, before = 0 } = socket.sentOf('read').at(-1) ?? {}
        const page = log.slice(Math.max(0, (before ?? 0) - 91), (before ?? 0) - 1)
        socket.say({ type: 'page', ref, epoch: EPOCH, entries: page, oldest: 1, head: 310 })
      }
    }
    turn()
    expect(offsets(looking).at(-1)).toBe(111)
    for (let target = 291; target <= 310; target += 1)
      socket.say(entryFrame(target + 20, { kind: 'deletion', target, body: '' }))
    turn()
    expect(offsets(looking)).toEqual(Array.from({ length: 200 }, (_, index) => 290 - index))
  })
})
