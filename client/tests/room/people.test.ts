import { describe, expect, it } from 'vitest'
import type { Member, Presence } from '../../src/protocol/frames.gen'
import { member, OTHER, SELF } from '../doubles/frames'
import { comeBack, join, shown } from '../doubles/joining'

const THIRD = 3003
const FOURTH = 4004
/** The limit that the double of a server tells. */
const LISTED = 100

const here = (...ids: number[]) => ({ members: ids.map((id) => member(id)), member_count: ids.length })

/** A client whose credential says who it is. */
const signed = (id: number, author = 'ana') => ({ ...member(id, 'Ana'), author })

const presence = (change: Partial<Presence>): Presence => ({
  type: 'presence',
  full: false,
  joined: [],
  left: [],
  member_count: 2,
  ...change,
})

const ids = (members: readonly Member[] | null) => members?.map(({ client_id }) => client_id)

describe('who is here', () => {
  it('draws no line for those who were here first', () => {
    const { room } = join(here(SELF, OTHER))
    expect(shown(room)).toEqual([])
    expect(ids(room.getState().members)).toEqual([SELF, OTHER])
    expect(room.getState().personCount).toBe(2)
  })

  it('draws a line for each who comes and goes', () => {
    const { room, socket } = join(here(SELF))
    socket.say(presence({ joined: [member(OTHER), member(THIRD)], member_count: 3 }))
    socket.say(presence({ left: [member(OTHER)], member_count: 2 }))
    expect(shown(room)).toEqual([`joined ${OTHER}`, `joined ${THIRD}`, `left ${OTHER}`])
    expect(ids(room.getState().members)).toEqual([SELF, THIRD])
    expect(room.getState().personCount).toBe(2)
  })

  it('draws no line about oneself, and none twice', () => {
    const { room, socket } = join(here(SELF, OTHER))
    socket.say(presence({ joined: [member(SELF), member(OTHER)] }))
    socket.say(presence({ left: [member(THIRD)] }))
    expect(shown(room)).toEqual([])
  })

  it('takes a new name of somebody who is here', () => {
    const { room, socket } = join(here(SELF, OTHER))
    socket.say(presence({ joined: [member(OTHER, 'Bo')] }))
    expect(room.getState().members).toEqual([member(SELF), member(OTHER, 'Bo')])
  })

  it('heals by a full frame what a lost change left', () => {
    const { room, socket } = join(here(SELF, OTHER))
    socket.say(presence({ full: true, joined: [member(SELF), member(THIRD)] }))
    expect(shown(room)).toEqual([`left ${OTHER}`, `joined ${THIRD}`])
    expect(ids(room.getState().members)).toEqual([SELF, THIRD])
  })

  it('knows only how many they are in a large room', () => {
    const { room, socket } = join({ members: null, member_count: 5_000 })
    socket.say(presence({ member_count: 5_001 }))
    expect(room.getState()).toMatchObject({ members: null, personCount: 5_001 })
    expect(shown(room)).toEqual([])
    socket.say(presence({ full: true, joined: [member(SELF)], member_count: 1 }))
    expect(ids(room.getState().members)).toEqual([SELF])
    expect(shown(room)).toEqual([])
  })

  it('PR8: forgets the list of a room that has grown too large for one', () => {
    const { room, socket } = join(here(SELF, OTHER))
    socket.say(presence({ member_count: LISTED + 1 }))
    expect(room.getState()).toMatchObject({ members: null, personCount: LISTED + 1 })
    socket.say(presence({ full: true, joined: [member(SELF), member(THIRD)] }))
    expect(ids(room.getState().members)).toEqual([SELF, THIRD])
    expect(shown(room)).toEqual([])
  })
})

describe('the tabs of one person', () => {
  it('PR8: take one place in a room of more tabs than are listed', () => {
    const crowd = { members: [signed(OTHER), member(SELF)], member_count: LISTED + 1, person_count: 2 }
    const { room, socket } = join(crowd)
    socket.say(presence({ member_count: LISTED + 2, person_count: 2 }))
    expect(room.getState()).toMatchObject({ members: [member(SELF), signed(OTHER)], personCount: 2 })
    socket.say(presence({ joined: [member(THIRD)], member_count: LISTED + 3, person_count: 3 }))
    expect(shown(room)).toEqual([`joined ${THIRD}`])
    socket.say(presence({ member_count: 5_000, person_count: LISTED + 1 }))
    expect(room.getState()).toMatchObject({ members: null, personCount: LISTED + 1 })
  })

  it('PR8: keep this one in a list that has another one of them', () => {
    const welcome = { client_id: SELF, author: 'ana', name: 'Ana', members: [signed(OTHER), signed(SELF)] }
    const { room, socket } = join({ ...welcome, member_count: LISTED + 1, person_count: 2 })
    socket.say(
      presence({ full: true, joined: [signed(OTHER), member(THIRD)], member_count: LISTED + 2, person_count: 2 }),
    )
    expect(ids(room.getState().members)).toEqual([SELF, OTHER, THIRD])
    expect(shown(room)).toEqual([`joined ${THIRD}`])
  })

  it('come and go without a line while another one is here', () => {
    const { room, socket } = join({ members: [member(SELF), signed(OTHER)], member_count: 2 })
    socket.say(presence({ joined: [signed(THIRD)], member_count: 3 }))
    socket.say(presence({ left: [signed(OTHER)], member_count: 2 }))
    expect(shown(room)).toEqual([])
    socket.say(presence({ left: [signed(THIRD)], member_count: 1 }))
    expect(shown(room)).toEqual([`left ${THIRD}`])
  })

  it('have one line where they come together, and none where one takes the place of another', () => {
    const { room, socket } = join(here(SELF))
    socket.say(presence({ joined: [signed(OTHER), signed(THIRD)], member_count: 3 }))
    expect(shown(room)).toHaveLength(1)
    socket.say(presence({ left: [signed(OTHER), signed(THIRD)], joined: [signed(FOURTH)], member_count: 2 }))
    expect(shown(room)).toHaveLength(1)
    expect(ids(room.getState().members)).toEqual([SELF, FOURTH])
  })

  it('have no line where they are one’s own', () => {
    const { room, socket } = join({ members: [signed(SELF)], member_count: 1 })
    socket.say(presence({ joined: [signed(OTHER)], member_count: 2 }))
    socket.say(presence({ full: true, joined: [signed(SELF), signed(THIRD)], member_count: 2 }))
    socket.say(presence({ left: [signed(THIRD)], member_count: 1 }))
    expect(shown(room)).toEqual([])
  })

  it('have no line where one comes back as another client after a restart', () => {
    const { room, tab } = join({ members: [member(SELF), signed(OTHER)], member_count: 2 })
    const socket = comeBack(tab, { recovered: true, page: null, ...here(SELF), heartbeat_seconds: 0 })
    socket.say(presence({ joined: [signed(THIRD)], member_count: 2 }))
    tab.browser.clock.advance(20_000)
    expect(shown(room)).toEqual([])
    expect(ids(room.getState().members)).toEqual([SELF, THIRD])
  })

  it('are as many people as they have authors, and a client without one is a person', () => {
    const { room, socket } = join({ members: [member(SELF), signed(OTHER)], member_count: 2 })
    socket.say(presence({ joined: [member(THIRD), signed(FOURTH, 'bo')], member_count: 4 }))
    expect(shown(room)).toEqual([`joined ${THIRD}`, `joined ${FOURTH}`])
  })
})

describe('who is here after a reconnect', () => {
  const recovered = { recovered: true, page: null } as const

  it('draws lines for those who came while the connection was away', () => {
    const { room, tab } = join(here(SELF))
    comeBack(tab, { ...recovered, ...here(SELF, OTHER) })
    expect(shown(room)).toEqual([`joined ${OTHER}`])
  })

  it('is silent about those who come back too: after a restart a server knows nobody', () => {
    const { room, tab } = join(here(SELF, OTHER))
    const socket = comeBack(tab, { ...recovered, ...here(SELF) })
    tab.browser.clock.advance(10_000)
    socket.say(presence({ joined: [member(OTHER)] }))
    tab.browser.clock.advance(19_000)
    expect(shown(room)).toEqual([])
    expect(ids(room.getState().members)).toEqual([SELF, OTHER])
  })

  it('says after a grace who did not come back', () => {
    const { room, tab } = join(here(SELF, OTHER, THIRD))
    comeBack(tab, { ...recovered, ...here(SELF), heartbeat_seconds: 0 })
    comeBack(tab, { ...recovered, ...here(SELF, THIRD), heartbeat_seconds: 0 })
    tab.browser.clock.advance(14_999)
    expect(shown(room)).toEqual([])
    tab.browser.clock.advance(1)
    expect(shown(room)).toEqual([`left ${OTHER}`])
  })

  it('says at once who is said to be gone', () => {
    const { room, tab } = join(here(SELF, OTHER))
    const socket = comeBack(tab, { ...recovered, ...here(SELF), heartbeat_seconds: 0 })
    socket.say(presence({ left: [member(OTHER)] }))
    tab.browser.clock.advance(20_000)
    expect(shown(room)).toEqual([`left ${OTHER}`])
  })

  it('is silent about the client that this tab was before, also where it is here still', () => {
    const { room, tab } = join(here(SELF))
    comeBack(tab, { ...here(SELF, THIRD), client_id: THIRD, heartbeat_seconds: 0 })
    expect(shown(room)).toEqual([])
  })

  it('is silent about the client that this tab was before', () => {
    const { room, tab } = join(here(SELF))
    comeBack(tab, { ...here(THIRD), client_id: THIRD, heartbeat_seconds: 0 })
    tab.browser.clock.advance(20_000)
    expect(shown(room)).toEqual([])
  })
})

describe('who writes', () => {
  it('is told without oneself, until the connection is lost', () => {
    const { room, socket } = join({ members: [member(SELF), member(OTHER, 'Bo')] })
    socket.say({ type: 'typing', client_ids: [SELF, OTHER, THIRD] })
    expect(room.getState().typing).toEqual([member(OTHER, 'Bo'), member(THIRD)])
    socket.end(1006)
    expect(room.getState().typing).toEqual([])
  })

  it('is nobody who left', () => {
    const { room, socket } = join(here(SELF, OTHER))
    socket.say({ type: 'typing', client_ids: [OTHER] })
    socket.say(presence({ left: [member(OTHER)] }))
    expect(room.getState().typing).toEqual([])
  })

  it('SE7: hears of it as seldom as it takes', () => {
    const { room, tab, socket } = join()
    const said = () => socket.sentOf('typing').map(({ active }) => active)
    room.setTyping(false)
    room.setTyping(true)
    tab.browser.clock.advance(2_999)
    room.setTyping(true)
    expect(said()).toEqual([true])
    tab.browser.clock.advance(1)
    room.setTyping(true)
    room.setTyping(false)
    room.setTyping(false)
    expect(said()).toEqual([true, true, false])
  })

  it('SE7: knows that a message ends it without a word', () => {
    const { room, socket } = join()
    room.setTyping(true)
    room.send('done')
    room.setTyping(false)
    room.setTyping(true)
    expect(socket.sentOf('typing')).toHaveLength(2)
  })

  it('is told nobody without a connection, and anew on the next', () => {
    const { room, tab, socket } = join()
    room.setTyping(true)
    socket.end(1006)
    room.setTyping(true)
    tab.browser.clock.runNext()
    const next = comeBack(tab)
    room.setTyping(true)
    expect(next.sentOf('typing')).toHaveLength(1)
  })
})
