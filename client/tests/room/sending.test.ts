import { describe, expect, it } from 'vitest'
import { CloseCode } from '../../src/protocol/closeCodes.gen'
import type { ErrorFrame, Send } from '../../src/protocol/frames.gen'
import { joinRoom } from '../../src/room/joinRoom'
import { fakeEnvironment } from '../doubles/fakeEnvironment'
import type { FakeSocket } from '../doubles/fakeSocket'
import { entryFrame, SELF, welcome } from '../doubles/frames'
import { comeBack, greetAgain, type Joined, join, shown } from '../doubles/joining'

const HOUR = 60 * 60 * 1000

function lastSend(socket: FakeSocket): Send {
  const send = socket.sentOf('send').at(-1)
  if (send === undefined) throw new Error('Expected a send, none came.')
  return send
}

const bodies = (socket: FakeSocket) => socket.sentOf('send').map(({ body }) => body)

const ack = (socket: FakeSocket, offset: number) =>
  socket.say({ type: 'ack', ref: lastSend(socket).ref, offset, at: '2026-01-01T00:00:00Z' })

const refuse = (socket: FakeSocket, refusal: Partial<ErrorFrame>) =>
  socket.say({
    type: 'error',
    ref: lastSend(socket).ref,
    code: 'store_unavailable',
    message: '',
    location: null,
    temporary: true,
    retry_after_ms: null,
    ...refusal,
  })

describe('sending', () => {
  it('CL7: shows a message at once, and as sent after its ack', () => {
    const { room, socket } = join()
    room.send('mine')
    expect(shown(room)).toEqual(['sending mine'])
    expect(socket.sentOf('send')).toMatchObject([{ kind: 'message', target: null, body: 'mine' }])
    ack(socket, 1)
    expect(shown(room)).toEqual(['#1 mine (own)'])
    socket.say(entryFrame(1, { key: lastSend(socket).key, client_id: SELF, body: 'mine' }))
    expect(shown(room)).toEqual(['#1 mine (own)'])
  })

  it('CL7: shows a message as sent after its own entry, if that comes first', () => {
    const { room, socket } = join()
    room.send('mine')
    socket.say(entryFrame(1, { key: lastSend(socket).key, client_id: SELF, body: 'mine' }))
    expect(shown(room)).toEqual(['#1 mine (own)'])
    ack(socket, 1)
    expect(shown(room)).toEqual(['#1 mine (own)'])
  })

  it('shows what was acked behind the entries that come before it', () => {
    const { room, socket } = join()
    room.send('mine')
    ack(socket, 2)
    socket.say(entryFrame(1))
    expect(shown(room)).toEqual(['#1 message 1', '#2 mine (own)'])
    socket.say(entryFrame(2, { key: lastSend(socket).key, client_id: SELF, body: 'mine' }))
    expect(shown(room)).toEqual(['#1 message 1', '#2 mine (own)'])
  })

  it('CL5: has one in flight, and the others in the order in which they were written', () => {
    const { room, socket } = join()
    for (const body of ['one', 'two', 'three']) room.send(body)
    expect(bodies(socket)).toEqual(['one'])
    ack(socket, 1)
    expect(bodies(socket)).toEqual(['one', 'two'])
    ack(socket, 2)
    expect(bodies(socket)).toEqual(['one', 'two', 'three'])
  })

  it('CL5: waits for the ack also when the entry came first', () => {
    const { room, socket } = join()
    room.send('one')
    room.send('two')
    socket.say(entryFrame(1, { key: lastSend(socket).key, client_id: SELF }))
    expect(bodies(socket)).toEqual(['one'])
    ack(socket, 1)
    expect(bodies(socket)).toEqual(['one', 'two'])
  })

  it.each(['', '   ', '\n\t', '\0'])('does nothing with the blank text %j', (body) => {
    const { room, socket } = join()
    room.send(body)
    expect(shown(room)).toEqual([])
    expect(socket.sentOf('send')).toEqual([])
  })

  it('FR4: sends no NUL and no half of a surrogate pair, which would be refused', () => {
    const { room, socket } = join()
    room.send('a\0b\ud83dc🚢')
    expect(bodies(socket)).toEqual(['ab\ufffdc🚢'])
  })

  it('gives each message a key of its own, of 32 hexadecimal digits', () => {
    const { room } = join()
    for (let count = 0; count < 50; count += 1) room.send('again')
    const keys = room.getState().items.map(({ id }) => id)
    expect(new Set(keys).size).toBe(50)
    expect(keys.every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true)
  })

  it('does not send what is longer than the server takes, counted in characters', () => {
    const { room, socket } = join({ limits: { ...welcome().limits, body_length: 3 } })
    room.send('🚢🚢🚢')
    room.send('four')
    expect(shown(room)).toEqual(['sending 🚢🚢🚢', 'failed four'])
    ack(socket, 1)
    expect(bodies(socket)).toEqual(['🚢🚢🚢'])
  })
})

describe('a refusal', () => {
  it('CL7: that is not temporary makes a message failed, and the next goes out', () => {
    const { room, socket } = join()
    room.send('one')
    room.send('two')
    refuse(socket, { code: 'unknown_kind', temporary: false })
    expect(room.getState().items[0]).toMatchObject({ status: 'failed', error: 'unknown_kind' })
    expect(bodies(socket)).toEqual(['one', 'two'])
  })

  it('CL7: leaves it to a person to try again, under the same key, after what waits already', () => {
    const { room, socket } = join()
    room.send('one')
    const { key } = lastSend(socket)
    refuse(socket, { code: 'unknown_kind', temporary: false })
    room.send('two')
    room.retry(key)
    expect(shown(room)).toEqual(['sending two', 'sending one'])
    ack(socket, 1)
    expect(lastSend(socket)).toMatchObject({ key, body: 'one' })
  })

  it('CL7: leaves it to a person to discard a message', () => {
    const { room, tab, socket } = join()
    room.send('one')
    refuse(socket, { code: 'unknown_kind', temporary: false })
    room.discard(lastSend(socket).key)
    expect(shown(room)).toEqual([])
    expect(shown(join({}, tab.reload()).room)).toEqual([])
  })

  it('CL14: that is temporary is tried again under the same key, after the time that it names', () => {
    const { room, tab, socket } = join()
    room.send('one')
    room.send('two')
    const { key } = lastSend(socket)
    refuse(socket, { retry_after_ms: 1_500 })
    expect(shown(room)).toEqual(['sending one', 'sending two'])
    tab.browser.clock.advance(1_499)
    expect(bodies(socket)).toEqual(['one'])
    tab.browser.clock.advance(1)
    expect(bodies(socket)).toEqual(['one', 'one'])
    expect(lastSend(socket).key).toBe(key)
  })

  it('CL14: waits longer each time where no time is named', () => {
    const { room, tab, socket } = join()
    room.send('one')
    for (const delay of [250, 500, 1_000]) {
      const before = bodies(socket).length
      refuse(socket, {})
      tab.browser.clock.advance(delay - 1)
      expect(bodies(socket)).toHaveLength(before)
      tab.browser.clock.advance(1)
      expect(bodies(socket)).toHaveLength(before + 1)
    }
    ack(socket, 1)
    room.send('two')
    refuse(socket, {})
    tab.browser.clock.advance(250)
    expect(bodies(socket).slice(-2)).toEqual(['two', 'two'])
  })

  it('CL14: is over at once when the store is back', () => {
    const { room, socket } = join()
    room.send('one')
    refuse(socket, { retry_after_ms: 60_000 })
    socket.say({ type: 'status', store: 'ok' })
    expect(bodies(socket)).toEqual(['one', 'one'])
  })

  it('ST7: for want of room is told until an answer says otherwise, and tried again', () => {
    const { room, tab, socket } = join()
    room.send('one')
    refuse(socket, { code: 'store_full', retry_after_ms: 5_000 })
    expect(room.getState().isStoreFull).toBe(true)
    expect(shown(room)).toEqual(['sending one'])
    tab.browser.clock.advance(5_000)
    expect(bodies(socket)).toEqual(['one', 'one'])
    expect(room.getState().isStoreFull).toBe(true)
    ack(socket, 1)
    expect(room.getState().isStoreFull).toBe(false)
  })

  it('of another frame changes nothing', () => {
    const { room, socket } = join()
    room.send('one')
    refuse(socket, { ref: null, temporary: false })
    refuse(socket, { ref: 999, temporary: false })
    expect(shown(room)).toEqual(['sending one'])
  })
})

describe('an answer that does not come', () => {
  it('CL6: is asked for again after a reconnect, in order and under the same keys', () => {
    const { room, tab, socket } = join()
    for (const body of ['one', 'two']) room.send(body)
    const { key } = lastSend(socket)
    const next = comeBack(tab)
    expect(next.sentOf('send')).toMatchObject([{ key, body: 'one' }])
    ack(next, 1)
    expect(bodies(next)).toEqual(['one', 'two'])
  })

  it('CL6: is not asked for again where the entry shows that it is in the log', () => {
    const { room, tab, socket } = join()
    room.send('one')
    const { key } = lastSend(socket)
    const { type: _, ...logged } = entryFrame(1, { key, client_id: SELF, body: 'one' })
    const next = comeBack(tab, { page: [logged] })
    expect(next.sentOf('send')).toEqual([])
    expect(shown(room)).toEqual(['#1 one (own)'])
  })

  it('ends the connection after half a minute, and is asked for on the next', () => {
    const { room, tab, socket } = join({ heartbeat_seconds: 0 })
    room.send('one')
    tab.browser.clock.advance(30_000)
    expect(socket.closedWith).toBe(CloseCode.HEARTBEAT_LOST)
    expect(bodies(greetAgain(tab))).toEqual(['one'])
  })

  it('is not waited for any more once it was given', () => {
    const { room, tab, socket } = join({ heartbeat_seconds: 0 })
    room.send('one')
    ack(socket, 1)
    tab.browser.clock.advance(60_000)
    expect(socket.closedWith).toBeNull()
  })

  it('CL6: is asked for again after a reload', () => {
    const { room, tab } = join()
    for (const body of ['one', 'two']) room.send(body)
    const key = room.getState().items[0]?.id
    const again = join({}, tab.reload())
    expect(again.socket.sentOf('send')).toMatchObject([{ key, body: 'one' }])
    expect(shown(again.room)).toEqual(['sending one', 'sending two'])
  })

  it('CL6: is asked for no longer than 12 hours; then a person decides', () => {
    const { room, tab } = join()
    room.send('old')
    tab.socket.end(1006)
    tab.browser.clock.advance(12 * HOUR - 60_000)
    const inTime = greetAgain(tab, { heartbeat_seconds: 0 })
    expect(bodies(inTime)).toEqual(['old'])
    inTime.end(1006)
    tab.browser.clock.advance(120_000)
    const late = greetAgain(tab)
    expect(late.sentOf('send')).toEqual([])
    expect(room.getState().items[0]).toMatchObject({ status: 'failed', error: 'too_old' })
    room.retry(room.getState().items[0]?.id ?? '')
    expect(bodies(late)).toEqual(['old'])
  })

  it.each([
    ['under the same key while the log is sure to know it', 23 * HOUR, true],
    ['as a new message once the log may have forgotten it', 24 * HOUR, false],
  ])('CL6: is tried again by a person %s', (_, age, isSameKey) => {
    const { room, tab } = join()
    room.send('old')
    const key = room.getState().items[0]?.id ?? ''
    tab.socket.end(1006)
    tab.browser.clock.advance(age)
    const late = comeBack(tab)
    room.retry(key)
    expect(bodies(late)).toEqual(['old'])
    expect(lastSend(late).key === key).toBe(isSameKey)
    expect(room.getState().items.map(({ id }) => id)).toEqual([lastSend(late).key])
  })

  it('CL6: is not sent by itself for longer than the log is sure to know its key', () => {
    const { room, tab } = join()
    room.send('old')
    tab.socket.end(1006)
    tab.browser.clock.advance(23 * HOUR)
    const late = comeBack(tab, { heartbeat_seconds: 0 })
    room.retry(room.getState().items[0]?.id ?? '')
    late.end(1006)
    tab.browser.clock.advance(HOUR)
    expect(bodies(comeBack(tab))).toEqual([])
    expect(room.getState().items[0]).toMatchObject({ status: 'failed', error: 'too_old' })
  })

  it('is not asked for again after the server found the frame too big', () => {
    const { room, tab, socket } = join()
    room.send('huge')
    socket.end(CloseCode.TOO_BIG)
    expect(greetAgain(tab).sentOf('send')).toEqual([])
    expect(room.getState().items[0]).toMatchObject({ status: 'failed', error: 'too_big' })
  })
})

const unsentBy = (author: string | null): Joined => {
  const joined = join({ author })
  joined.room.send(`by ${author}`)
  return joined
}

describe('whose message it is', () => {
  it('CL10: nothing is sent before the server has said who one is', () => {
    const tab = fakeEnvironment()
    const room = joinRoom({ itemId: 'foo', token: 'secret' }, tab)
    room.send('early')
    tab.socket.open()
    expect(tab.socket.sentOf('send')).toEqual([])
    expect(shown(room)).toEqual(['sending early'])
    tab.socket.say(welcome({ author: 'ana' }))
    expect(bodies(tab.socket)).toEqual(['early'])
  })

  it('CL6: what was written before anybody was known is there after a reload, under the same credential', () => {
    const early = fakeEnvironment()
    joinRoom({ itemId: 'foo', token: 'secret' }, early).send('early')
    const again = join({}, early.reload())
    expect(bodies(again.socket)).toEqual(['early'])
    expect(shown(join({}, again.tab.reload()).room)).toEqual(['sending early'])
  })

  it.each([
    ['secret', 'of another'],
    ['', ''],
  ])('CL10: what was written before anybody was known does not go from %j to %j', (token, next) => {
    const early = fakeEnvironment()
    joinRoom({ itemId: 'foo', token }, early).send('early')
    const again = join({}, early.reload(), { token: next })
    expect(again.socket.sentOf('send')).toEqual([])
    expect(shown(again.room)).toEqual([])
  })

  it.each([
    ['ana', 'bob'],
    ['ana', null],
    [null, 'ana'],
    ['nobody', null],
  ])('CL10: what %s wrote does not go out as from %s', (writer, other) => {
    const { tab } = unsentBy(writer)
    const second = join({ author: other }, tab.reload())
    expect(second.socket.sentOf('send')).toEqual([])
    expect(shown(second.room)).toEqual([])
    const third = join({ author: writer }, second.tab.reload())
    expect(bodies(third.socket)).toEqual([`by ${writer}`])
  })

  it('CL10: a cookie that is another person’s now leaves behind what the first one wrote', () => {
    const { room, tab } = join({ author: 'ana' }, undefined, { token: '' })
    room.send('by ana')
    expect(comeBack(tab, { author: 'bob' }).sentOf('send')).toEqual([])
    expect(shown(room)).toEqual([])
  })

  it('CL10: what is unsent in one item does not go out in another', () => {
    const { tab } = unsentBy(null)
    const other = join({ item_id: 'bar' }, tab.reload(), { itemId: 'bar' })
    expect(other.socket.sentOf('send')).toEqual([])
  })

  it('reads past what it did not write itself', () => {
    let { tab } = unsentBy(null)
    const name = tab.tabStore.keys().find((key) => key.includes('unsent'))
    for (const text of ['nonsense', '{}', '[null, 7, {"key": "k"}, {"key": "k", "body": "b"}]']) {
      tab.tabStore.set(name ?? '', text)
      tab = tab.reload()
      expect(join({}, tab).socket.sentOf('send')).toEqual([])
    }
  })
})
