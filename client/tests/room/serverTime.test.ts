/** One list has one clock: the server's. */

import { describe, expect, it } from 'vitest'

import { ServerTime } from '../../src/room/serverTime'
import { FakeClock } from '../doubles/fakeClock'
import { entry, entryFrame, member, OTHER, SELF, welcome } from '../doubles/frames'
import { asked, listOf, socketOf } from '../doubles/listing'

const DAY_MS = 24 * 60 * 60 * 1000
/** What the fake clocks begin with. */
const START = Date.UTC(2026, 0, 1)

/** A room of a server whose clock is right, in a browser that is so far off. */
function joinedWith(off: number, more: Parameters<typeof welcome>[0]) {
  const { tab, list } = listOf()
  tab.browser.clock.set(off)
  list.open(asked('foo'), true)
  const socket = socketOf(tab, 'foo')
  socket.open()
  socket.say(welcome(more))
  const state = () => {
    const { active } = list.getState()
    if (active === null) throw new Error('Expected a room.')
    return active.room.getState()
  }
  const comes = (client_id: number) =>
    socket.say({ type: 'presence', joined: [member(client_id)], left: [], full: false, member_count: 2 })
  return { tab, socket, state, comes, room: list.getState().active?.room }
}

const NOW = new Date(START).toISOString()

describe('times in a list', () => {
  it.each([DAY_MS, -DAY_MS, 0])("CL21: are all the server's, with a device %d ms off", (off) => {
    const { state, comes, room } = joinedWith(off, { now: NOW, page: [entry(1, { at: NOW })] })
    comes(OTHER)
    room?.send('hello')
    const times = state().items.map((item) =>
      item.type === 'joined' ? item.at : item.type === 'pending' ? item.writtenAt : START,
    )
    expect(times).toEqual([START, START, START])
    expect(state().serverLead).toBe(off === 0 ? 0 : -off)
  })

  it("CL21: are the server's where an older one does not say its time, as soon as somebody writes", () => {
    const { state, comes, socket } = joinedWith(-DAY_MS, { page: [] })
    socket.say(entryFrame(1, { at: NOW }))
    comes(OTHER)
    expect(state().items.map((item) => (item.type === 'joined' ? item.at : null))).toEqual([null, START])
  })

  it('CL21: go on by a clock that nobody sets', () => {
    const { state, comes, tab } = joinedWith(0, { now: NOW })
    tab.browser.clock.advance(1_000)
    tab.browser.clock.set(-3 * DAY_MS)
    comes(OTHER)
    expect(state().items).toMatchObject([{ type: 'joined', at: START + 1_000 }])
  })
})

describe("the server's time", () => {
  it("CL21: is the device's while nothing was heard, and no older than what was", () => {
    const clock = new FakeClock()
    const time = new ServerTime(clock)
    expect(time.now()).toBe(clock.now())
    time.passed(START + 60_000)
    time.passed(START)
    clock.advance(5_000)
    expect(time.now()).toBe(START + 65_000)
  })

  it('CL21: has no lead for what two clocks always differ by', () => {
    const clock = new FakeClock()
    const time = new ServerTime(clock)
    time.said(clock.now() + 4_000)
    expect(time.lead).toBe(0)
    time.said(clock.now() + 90_400)
    expect(time.lead).toBe(90_000)
  })
})

describe('typing', () => {
  it('CL21: is said again while somebody types, though the clock goes back', () => {
    const { tab, socket, room } = joinedWith(0, { client_id: SELF, now: NOW })
    room?.setTyping(true)
    tab.browser.clock.set(-DAY_MS)
    tab.browser.clock.advance(3_000)
    room?.setTyping(true)
    expect(socket.sentOf('typing')).toHaveLength(2)
  })
})
