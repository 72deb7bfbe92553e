import { describe, expect, it } from 'vitest'
import type { Entry, Welcome } from '../../src/protocol/frames.gen'
import { MAX_RESULTS, PAGES_AT_ONCE, Search } from '../../src/room/search'
import { chance } from '../doubles/chance'
import type { FakeEnvironment } from '../doubles/fakeEnvironment'
import type { FakeSocket } from '../doubles/fakeSocket'
import { EPOCH, entry, entryFrame, SELF, welcome } from '../doubles/frames'
import { comeBack, join, shown } from '../doubles/joining'

const PAGE = 10
const limits = { ...welcome().limits, page_entries: PAGE }

/** A log of so many entries, every seventh about a ship. */
const logOf = (head: number): readonly Entry[] =>
  Array.from({ length: head }, (_, index) =>
    entry(index + 1, { body: (index + 1) % 7 === 0 ? `the Ship ${index + 1}` : `talk ${index + 1}` }),
  )

function search(log: readonly Entry[], overrides: Partial<Welcome> = {}) {
  const joined = join({ page: log.slice(-PAGE), head: log.length, limits, ...overrides })
  return { ...joined, looking: new Search(joined.room) }
}

/** Answers the newest read; false if it was answered before. */
function answer(socket: FakeSocket, log: readonly Entry[], oldest = 1): boolean {
  const read = socket.sentOf('read').at(-1)
  if (read === undefined || answered.has(read)) return false
  answered.add(read)
  const before = read.before ?? 0
  const entries = log.slice(Math.max(oldest - 1, before - 1 - PAGE), before - 1)
  socket.say({ type: 'page', ref: read.ref, epoch: EPOCH, entries, oldest, head: log.length })
  return true
}
const answered = new Set<unknown>()

/** Lets everything that one order asks for be answered. */
function letRead(tab: FakeEnvironment, socket: FakeSocket, log: readonly Entry[]): void {
  do tab.browser.clock.advance(100)
  while (answer(socket, log))
}

const offsets = (looking: Search) => looking.getState().results.map(({ offset }) => offset)

describe('a search', () => {
  it('finds what is loaded, the newest first, whatever the case and the width', () => {
    const { room, socket, looking } = search(logOf(20))
    looking.find('ＳＨＩＰ the')
    expect(offsets(looking)).toEqual([14])
    socket.say(entryFrame(21, { body: 'SHIPPED by the way' }))
    expect(offsets(looking)).toEqual([21, 14])
    looking.find('  ')
    expect(offsets(looking)).toEqual([])
    expect(room.getState().items).toHaveLength(11)
  })

  it('CL16: shows the same until it finds something else', () => {
    const { socket, looking } = search(logOf(20))
    looking.find('ship')
    const before = looking.getState()
    socket.say(entryFrame(21, { body: 'a train' }))
    expect(looking.getState()).toBe(before)
    socket.say(entryFrame(22, { body: 'a ship' }))
    expect(offsets(looking)).toEqual([22, 14])
    expect(looking.getState().results[1]).toBe(before.results[0])
  })

  it('finds what is sent as what it says, in Chinese too', () => {
    const { looking, socket } = search([])
    socket.say(entryFrame(1, { body: '今天发货了吗？' }))
    looking.find('发货')
    expect(offsets(looking)).toEqual([1])
  })

  it('reads a bounded number of pages further back, and goes on when it is told to', () => {
    const log = logOf(500)
    const { tab, socket, looking } = search(log)
    looking.find('ship')
    expect(looking.getState().phase).toBe('more')
    expect(socket.sentOf('read')).toHaveLength(0)
    looking.further()
    expect(looking.getState().phase).toBe('reading')
    letRead(tab, socket, log)
    expect(socket.sentOf('read')).toHaveLength(PAGES_AT_ONCE)
    expect(looking.getState()).toMatchObject({ phase: 'more', back: log[390]?.at })
    expect(offsets(looking)).toEqual(
      log
        .filter(({ offset }) => offset > 390 && offset % 7 === 0)
        .map(({ offset }) => offset)
        .toReversed(),
    )
    for (let order = 0; order < 4; order += 1) {
      looking.further()
      letRead(tab, socket, log)
    }
    expect(looking.getState().phase).toBe('complete')
    expect(offsets(looking)).toEqual(
      log
        .filter(({ offset }) => offset % 7 === 0)
        .map(({ offset }) => offset)
        .toReversed(),
    )
  })

  it('ends where the log was trimmed', () => {
    const log = logOf(100)
    const { tab, socket, looking } = search(log, { oldest: 85 })
    looking.find('ship')
    looking.further()
    tab.browser.clock.advance(100)
    answer(socket, log, 85)
    expect(looking.getState().phase).toBe('complete')
    expect(offsets(looking)).toEqual([98, 91])
  })

  it('leaves the list as it is, and older pages load beside it', () => {
    const log = logOf(200)
    const { room, tab, socket, looking } = search(log)
    const before = room.getState().items
    looking.find('ship')
    looking.further()
    tab.browser.clock.advance(100)
    answer(socket, log)
    expect(room.getState().items).toEqual(before)
    room.loadOlder()
    answer(socket, log)
    expect(room.getState().items).toHaveLength(2 * PAGE)
    expect(offsets(looking)).toEqual([196, 189, 182])
  })

  it('is stopped, by a person and by the loss of the connection', () => {
    const log = logOf(200)
    const { tab, socket, looking } = search(log)
    looking.find('ship')
    looking.further()
    tab.browser.clock.advance(100)
    looking.stop()
    expect(looking.getState().phase).toBe('more')
    answer(socket, log)
    expect(offsets(looking)).toEqual([196])
    tab.browser.clock.advance(1_000)
    expect(socket.sentOf('read')).toHaveLength(1)
    looking.further()
    socket.end(1006)
    expect(looking.getState().phase).toBe('more')
    looking.further()
    expect(looking.getState().phase).toBe('more')
  })

  it('BP6: has one read in flight, and waits while the list or a message needs the room', () => {
    const log = logOf(200)
    const { room, tab, socket, looking } = search(log, { limits: { ...limits, pending_sends: 1 } })
    looking.find('ship')
    room.loadOlder()
    looking.further()
    tab.browser.clock.advance(1_000)
    expect(socket.sentOf('read')).toHaveLength(1)
    answer(socket, log)
    tab.browser.clock.advance(1_000)
    expect(socket.sentOf('read')).toHaveLength(2)
  })

  it('BP7: waits as long as the server asks for', () => {
    const log = logOf(200)
    const { tab, socket, looking } = search(log)
    looking.find('ship')
    looking.further()
    tab.browser.clock.advance(100)
    const refusal = { code: 'too_fast', message: '', location: null, temporary: true, retry_after_ms: 5_000 }
    socket.say({ type: 'error', ref: socket.sentOf('read')[0]?.ref ?? 0, ...refusal })
    tab.browser.clock.advance(4_999)
    expect(socket.sentOf('read')).toHaveLength(1)
    tab.browser.clock.advance(1)
    expect(socket.sentOf('read')).toHaveLength(2)
    expect(looking.getState().phase).toBe('reading')
  })

  it('begins anew where the list was replaced, and with other words', () => {
    const log = logOf(200)
    const { tab, socket, looking } = search(log)
    looking.find('ship')
    looking.further()
    letRead(tab, socket, log)
    expect(offsets(looking).length).toBeGreaterThan(10)
    looking.find('ship 1')
    expect(offsets(looking)).toEqual([196])
    looking.further()
    letRead(tab, socket, log)
    comeBack(tab, { epoch: 'epoch-2', recovered: false, page: [entry(3, { body: 'ship 10' })], head: 3 })
    expect(offsets(looking)).toEqual([3])
  })

  it('keeps no more results than it shows', () => {
    const log = Array.from({ length: 500 }, (_, index) => entry(index + 1, { body: 'ship' }))
    const { tab, socket, looking } = search(log)
    looking.find('ship')
    for (let order = 0; order < 4; order += 1) {
      looking.further()
      letRead(tab, socket, log)
    }
    expect(looking.getState().results).toHaveLength(MAX_RESULTS)
  })

  it('lets go of the room when it is closed', () => {
    const log = logOf(200)
    const { tab, socket, looking } = search(log)
    let calls = 0
    looking.find('ship')
    looking.further()
    looking.subscribe(() => (calls += 1))
    looking.close()
    tab.browser.clock.advance(1_000)
    socket.say(entryFrame(201))
    expect(calls).toBe(0)
    expect(socket.sentOf('read')).toHaveLength(0)
  })
})

describe('text that is gone', () => {
  it('CH4: is not found where it was deleted or edited, loaded or read further back', () => {
    const log = logOf(200)
    const { room, tab, socket, looking } = search(log)
    looking.find('ship')
    looking.further()
    letRead(tab, socket, log)
    const before = offsets(looking)
    socket.say(entryFrame(201, { kind: 'deletion', target: 182, body: '' }))
    socket.say(entryFrame(202, { kind: 'edit', target: 175, body: 'nothing' }))
    socket.say(entryFrame(203, { kind: 'deletion', target: 196, body: '' }))
    expect(offsets(looking)).toEqual(before.filter((offset) => ![182, 175, 196].includes(offset)))
    expect(shown(room).join()).not.toContain('Ship 196')
  })

  it('CH4: is not found in a page that was read before the deletion and came after it', () => {
    const log = logOf(200)
    const { tab, socket, looking } = search(log)
    looking.find('ship')
    looking.further()
    tab.browser.clock.advance(100)
    socket.say(entryFrame(201, { kind: 'deletion', target: 182, body: '' }))
    answer(socket, log)
    expect(offsets(looking)).toEqual([196, 189])
  })

  it('is not found while its own deletion is on its way', () => {
    const { room, looking } = search([entry(1, { client_id: SELF, body: 'ship' })])
    looking.find('ship')
    room.remove(1)
    expect(offsets(looking)).toEqual([])
  })

  it.each(Array.from({ length: 30 }, (_, index) => index + 1))('CH4: is found at no moment (seed %i)', (seed) => {
    const random = chance(seed)
    const log = [...logOf(150)]
    const gone = new Set<number>()
    let last = 150
    let reads = 0
    let asLogged = log
    const { room, tab, socket, looking } = search(log)
    looking.find('ship')
    for (let step = 0; step < 60; step += 1) {
      const target = 1 + Math.floor(random() * 150)
      const acts = [
        () => tab.browser.clock.advance(100),
        // Read when it was asked for or later, a page comes with the text or without it.
        () => answer(socket, random() < 0.5 ? log : asLogged),
        () => looking.further(),
        () => room.loadOlder(),
        () => {
          gone.add(target)
          last += 1
          const at = '2026-01-01T00:00:00Z'
          const changes = { offset: last, edit: null, edited_at: null, deleted_at: at, reactions: [] }
          log[target - 1] = entry(target, { body: '', changes })
          socket.say(entryFrame(last, { kind: 'deletion', target, body: '', at }))
        },
      ]
      acts[Math.floor(random() * acts.length)]?.()
      if (socket.sentOf('read').length > reads) asLogged = [...log]
      reads = socket.sentOf('read').length
      expect(offsets(looking).filter((offset) => gone.has(offset))).toEqual([])
    }
  })
})
