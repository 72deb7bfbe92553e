import { describe, expect, it } from 'vitest'
import { CloseCode } from '../../src/protocol/closeCodes.gen'
import { EPOCH, entries, entry, entryFrame, keyOf, member, OTHER, SELF, welcome } from '../doubles/frames'
import { comeBack, greetAgain, join, shown } from '../doubles/joining'

const page = (from: number, to: number) => ({ page: entries(from, to), head: to })

describe('the list', () => {
  it('begins with the newest page and goes on with each entry', () => {
    const { room, socket } = join(page(1, 2))
    socket.say(entryFrame(3, { client_id: SELF }))
    expect(shown(room)).toEqual(['#1 message 1', '#2 message 2', '#3 message 3 (own)'])
  })

  it('LOG18: takes a page that leaves changes out, and goes on from its last entry', () => {
    const reaction = entry(90, { kind: 'reaction', target: 1, body: '👍' })
    const { room, tab, socket } = join({ page: [...entries(1, 2), reaction], head: 90 })
    expect(room.getState().older).toBe('start')
    socket.say(entryFrame(91))
    expect(shown(room)).toEqual(['#1 message 1', '#2 message 2', '#91 message 91'])
    const next = comeBack(tab, { recovered: true, page: null, head: 91 })
    expect(next.sentOf('hello')[0]?.position).toMatchObject({ offset: 91 })
  })

  it('CL4: drops an entry that it has already', () => {
    const { room, socket } = join(page(1, 2))
    socket.say(entryFrame(2))
    socket.say(entryFrame(1))
    expect(shown(room)).toEqual(['#1 message 1', '#2 message 2'])
    expect(socket.closedWith).toBeNull()
  })

  it('CL4: closes with 4007 and resumes where an offset is skipped', () => {
    const { room, tab, socket } = join(page(1, 2))
    socket.say(entryFrame(4))
    expect(socket.closedWith).toBe(CloseCode.OUT_OF_STEP)
    const next = greetAgain(tab, { recovered: true, page: null, head: 4 })
    expect(next.sentOf('hello')[0]?.position).toEqual({ epoch: EPOCH, offset: 2, key: keyOf(2) })
    next.say(entryFrame(3))
    next.say(entryFrame(4))
    expect(shown(room)).toEqual([1, 2, 3, 4].map((offset) => `#${offset} message ${offset}`))
  })

  it('CL4: sees a gap at the first entry of an empty room too', () => {
    const { socket } = join()
    socket.say(entryFrame(2))
    expect(socket.closedWith).toBe(CloseCode.OUT_OF_STEP)
  })

  it('asks for the newest page when one position leads into a gap twice', () => {
    const { room, tab, socket } = join(page(1, 2))
    socket.say(entryFrame(4))
    greetAgain(tab, { recovered: true, page: null, head: 5 }).say(entryFrame(4))
    const next = greetAgain(tab, { recovered: null, ...page(5, 6), oldest: 5 })
    expect(next.sentOf('hello')[0]?.position).toBeNull()
    expect(shown(room)).toEqual(['break', '#5 message 5', '#6 message 6'])
  })

  it('CL3: an entry moves the position, an ack does not', () => {
    const { room, tab, socket } = join(page(1, 2))
    room.send('mine')
    socket.say({ type: 'ack', ref: socket.sentOf('send')[0]?.ref ?? 0, offset: 4, at: '2026-01-01T00:00:00Z' })
    const next = comeBack(tab, { recovered: true, page: null, head: 4 })
    expect(next.sentOf('hello')[0]?.position).toEqual({ epoch: EPOCH, offset: 2, key: keyOf(2) })
  })

  it('says hello without a position in a room where nobody wrote', () => {
    const { tab } = join()
    expect(comeBack(tab).sentOf('hello')[0]?.position).toBeNull()
  })

  it('CL8: is replaced, with a line that says so, where nothing proves that it is complete', () => {
    const { room, tab } = join(page(1, 3))
    comeBack(tab, { recovered: false, epoch: 'epoch-2', ...page(1, 1) })
    expect(shown(room)).toEqual(['break', '#1 message 1'])
    const next = comeBack(tab, { recovered: true, epoch: 'epoch-2', page: null, head: 1 })
    expect(next.sentOf('hello')[0]?.position).toEqual({ epoch: 'epoch-2', offset: 1, key: keyOf(1) })
  })

  it('RE3: is replaced in silence after a reconnect without a position', () => {
    const { room, tab } = join()
    comeBack(tab, page(1, 2))
    expect(shown(room)).toEqual(['#1 message 1', '#2 message 2'])
  })

  it('FO5: shows an entry of an unknown kind, and moves past it', () => {
    const { room, socket } = join(page(1, 1))
    socket.say(entryFrame(2, { kind: 'hologram', body: '?' }))
    socket.say(entryFrame(3))
    expect(shown(room)).toEqual(['#1 message 1', '#2 ?', '#3 message 3'])
  })

  it.each([
    ['client ID', { client_id: SELF }, {}],
    ['author', { author: 'ana' }, { author: 'ana' }],
  ])('knows what one wrote by the %s', (_, by, me) => {
    const { room, socket } = join(me)
    socket.say(entryFrame(1, by))
    socket.say(entryFrame(2))
    expect(shown(room)).toEqual(['#1 message 1 (own)', '#2 message 2'])
  })

  it('knows by the key what one wrote under a client ID that was lost since', () => {
    const { room, tab, socket } = join()
    room.send('mine')
    const key = socket.sentOf('send')[0]?.key ?? ''
    const next = comeBack(tab, { client_id: 3003 })
    next.say(entryFrame(1, { key, client_id: SELF, body: 'mine' }))
    expect(shown(room)).toEqual(['#1 mine (own)'])
  })

  it('is full at so many lines, forgets the oldest at one more, and can load them again', () => {
    const { room, socket } = join(page(101, 200))
    for (let offset = 201; offset <= 120_100; offset += 1) socket.say(entryFrame(offset))
    expect(room.getState().older).toBe('full')
    room.loadOlder()
    room.reach(1)
    expect(socket.sentOf('read')).toEqual([])
    expect(room.getState().reaching).toBeNull()
    socket.say(entryFrame(120_101))
    expect(shown(room)).toHaveLength(108_001)
    expect(room.getState().older).toBe('more')
    room.loadOlder()
    expect(socket.sentOf('read')[0]?.before).toBe(12_101)
  })

  it('lets go of what stands above a message, and can load it again', () => {
    const { room, socket } = join(page(1, 5))
    room.dropOlder(4)
    expect(shown(room)).toEqual(['#4 message 4', '#5 message 5'])
    expect(room.getState().older).toBe('more')
    const before = room.getState()
    room.dropOlder(4)
    room.dropOlder(99)
    expect(room.getState()).toBe(before)
    room.loadOlder()
    socket.say(older(socket.sentOf('read')[0]?.ref ?? 0, 1, 3))
    expect(shown(room)).toHaveLength(5)
  })
})

const older = (ref: number, from: number, to: number, oldest = 1) =>
  ({ type: 'page', ref, epoch: EPOCH, entries: entries(from, to), oldest, head: 103 }) as const

describe('older pages', () => {
  const newest = { ...page(101, 103), head: 103 }

  it('RE6: come on top, down to the first entry', () => {
    const { room, socket } = join(newest)
    expect(room.getState().older).toBe('more')
    room.loadOlder()
    expect(room.getState().older).toBe('loading')
    expect(socket.sentOf('read')).toMatchObject([{ before: 101, after: null, limit: 100 }])
    socket.say(older(socket.sentOf('read')[0]?.ref ?? 0, 1, 100))
    expect(shown(room)[0]).toBe('#1 message 1')
    expect(shown(room)).toHaveLength(103)
    expect(room.getState().older).toBe('start')
  })

  it('RE6: end where the log was trimmed', () => {
    const { room, socket } = join(newest)
    room.loadOlder()
    socket.say(older(socket.sentOf('read')[0]?.ref ?? 0, 91, 100, 91))
    expect(room.getState().older).toBe('trimmed')
  })

  it('are asked for once at a time, and not without a connection', () => {
    const { room, socket } = join(newest)
    room.loadOlder()
    room.loadOlder()
    expect(socket.sentOf('read')).toHaveLength(1)
    socket.end(1006)
    expect(room.getState().older).toBe('more')
    room.loadOlder()
    expect(room.getState().older).toBe('more')
  })

  it.each([
    ['that nobody asked for', older(999, 1, 100)],
    ['that does not join on', older(2, 1, 99)],
    ['of another epoch', { ...older(2, 1, 100), epoch: 'epoch-2' }],
  ])('are dropped when it is one %s', (_, frame) => {
    const { room, socket } = join(newest)
    room.setTyping(true)
    room.loadOlder()
    const ref = socket.sentOf('read')[0]?.ref ?? 0
    socket.say(frame.ref === 2 ? { ...frame, ref } : frame)
    expect(shown(room)).toHaveLength(3)
  })

  it('are asked for again a moment after a refusal, not at once', () => {
    const { room, tab, socket } = join(newest)
    room.loadOlder()
    const refusal = { type: 'error', code: 'store_unavailable', message: '', location: null, temporary: true } as const
    socket.say({ ...refusal, ref: socket.sentOf('read')[0]?.ref ?? 0, retry_after_ms: 700 })
    room.loadOlder()
    expect(socket.sentOf('read')).toHaveLength(1)
    tab.browser.clock.advance(700)
    expect(room.getState().older).toBe('more')
    room.loadOlder()
    expect(socket.sentOf('read')).toHaveLength(2)
  })

  it('stand below the line that says that the list was replaced', () => {
    const { room, tab } = join(page(1, 1))
    const socket = comeBack(tab, { ...newest, recovered: false })
    room.loadOlder()
    socket.say(older(socket.sentOf('read')[0]?.ref ?? 0, 100, 100))
    expect(shown(room).slice(0, 3)).toEqual(['break', '#100 message 100', '#101 message 101'])
  })

  it.each([
    ['no line of an entry is left', false],
    ['notes stand before the first entry', true],
  ])('come before the notes where %s', (_title, hasEntry) => {
    const { room, socket } = join(page(1, 2))
    const crowd = Array.from({ length: 120_001 }, (_, index) => member(3_000 + index))
    socket.say({ type: 'presence', joined: crowd, left: [], member_count: 120_002, full: false })
    if (hasEntry) socket.say(entryFrame(3))
    room.loadOlder()
    const ref = socket.sentOf('read')[0]?.ref ?? 0
    socket.say(older(ref, 1, 2))
    expect(shown(room).slice(0, 2)).toEqual(['#1 message 1', '#2 message 2'])
    expect(shown(room)[2]).toMatch(/^joined/)
  })

  it('are at their start in an empty room, and trimmed where nothing is kept', () => {
    expect(join().room.getState().older).toBe('start')
    expect(join({ page: [], head: 7, oldest: 8 }).room.getState().older).toBe('trimmed')
  })
})

describe('the state', () => {
  it('is one object until something changes, and is never mutated', () => {
    const { room, socket } = join(page(1, 1))
    const before = room.getState()
    expect(room.getState()).toBe(before)
    socket.say(entryFrame(2))
    expect(before.items).toHaveLength(1)
    expect(room.getState()).not.toBe(before)
  })

  it('is announced once for each frame, and not after unsubscribing', () => {
    const { room, socket } = join()
    let calls = 0
    const unsubscribe = room.subscribe(() => (calls += 1))
    room.send('mine')
    expect(calls).toBe(1)
    const { ref = 0 } = socket.sentOf('send')[0] ?? {}
    socket.say({ type: 'ack', ref, offset: 1, at: '2026-01-01T00:00:00Z' })
    expect(calls).toBe(2)
    unsubscribe()
    socket.say(entryFrame(1))
    expect(calls).toBe(2)
  })

  it('tells what the server said about oneself and the store', () => {
    const { room, socket } = join({ name: 'Ana', store: 'degraded', limits: { ...welcome().limits, body_length: 5 } })
    expect(room.getState()).toMatchObject({ clientId: SELF, name: 'Ana', store: 'degraded', bodyLengthLimit: 5 })
    socket.say({ type: 'status', store: 'ok' })
    expect(room.getState().store).toBe('ok')
  })

  it('gives a message one id from sending to sent', () => {
    const { room, socket } = join()
    room.send('mine')
    const ids = () => room.getState().items.map(({ id }) => id)
    const sending = ids()
    const { ref = 0, key = '' } = socket.sentOf('send')[0] ?? {}
    socket.say({ type: 'ack', ref, offset: 1, at: '2026-01-01T00:00:00Z' })
    expect(ids()).toEqual(sending)
    socket.say({ ...entry(1, { key, client_id: OTHER }), type: 'entry' })
    expect(ids()).toEqual(sending)
  })
})
