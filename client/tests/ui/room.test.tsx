// @vitest-environment happy-dom

import { act, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { adviceFor } from '../../src/protocol/closeAdvice'
import type { ConnectionState, RoomState } from '../../src/room/state'
import { type FakeEnvironment, fakeEnvironment } from '../doubles/fakeEnvironment'
import { ana, entry, JOINED, JOINING, NOON, nameless, pending, self } from './examples'
import { FakeRoom, type Follow, renderPage, showRoom, user } from './fakeRoom'

const closed = (code: number): ConnectionState => ({ phase: 'closed', code, advice: adviceFor(code) })
const log = () => screen.getByRole('log', { name: 'Messages' })
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
const whoIsHere = () => document.querySelector('#roster')?.textContent
const GRACE_MS = 1_000

function showTrouble(change: Partial<RoomState>): FakeRoom {
  vi.useFakeTimers()
  const room = showRoom()
  room.set(change)
  return room
}

const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms))
const lost = (): ConnectionState => ({
  phase: 'reconnecting',
  attempt: 1,
  retryAt: performance.now() + 4_000,
  since: 0,
  code: 1006,
  stranger: null,
})

describe('a room', () => {
  it('shows the whole client ID, the item, the state and how many are here', () => {
    showRoom()
    expect(screen.getByText(/^Your ID:/).parentElement?.textContent).toBe('Your ID: 1596980209979')
    expect(screen.getByText('connected')).toBeDefined()
    expect(screen.getByRole('button', { name: '2 here' })).toBeDefined()
  })

  it('lists who is here, oneself first, with long IDs whole to a screen reader', async () => {
    showRoom({ members: [ana, nameless, self], personCount: 3 })
    const roster = document.querySelector<HTMLElement>('#roster')
    if (roster?.hidden) await user.click(screen.getByRole('button', { name: '3 here' }))
    const names = within(screen.getByRole('region', { name: 'Here now' })).getAllByRole('listitem')
    expect(names[0]?.textContent).toContain('Client #1596980209979')
    expect(names[0]?.textContent).toContain('You')
    expect(names[1]?.textContent).toContain('Ana')
    expect(names[2]?.textContent).toContain('Client #4211596980209')
  })

  it('PR8: says that too many are here to list them', async () => {
    showRoom({ members: null, personCount: 5_000 })
    const roster = document.querySelector<HTMLElement>('#roster')
    if (roster?.hidden) await user.click(screen.getByRole('button', { name: '5000 here' }))
    expect(screen.getByText('Too many to list.')).toBeDefined()
  })

  it('says joining until the first welcome of a reload', () => {
    showRoom(JOINING)
    expect(within(log()).getByText('Joining…')).toBeDefined()
  })

  it('CL13: goes on beside the room of a link that is opened in its tab', async () => {
    const [first, second] = [new FakeRoom(), new FakeRoom({ ...JOINING, itemId: 'bar' })]
    const links: Follow[] = []
    const asked = renderPage({ launched: first, next: [second], recent: [], links })
    await user.type(box(), 'half')
    links[0]?.({ itemId: 'bar', token: 'other', name: null })
    expect(asked).toEqual([{ itemId: 'bar', token: 'other', name: null }])
    expect(first.calls.filter((call) => !call.startsWith('setTyping'))).toEqual([])
    expect(screen.getByRole('button', { name: 'foo' })).toBeDefined()
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('bar')
    expect(box().value).toBe('')
  })

  it('CL13: leads to the form where the server refuses such a link', () => {
    const [first, second] = [new FakeRoom(), new FakeRoom(JOINING)]
    const links: Follow[] = []
    renderPage({ launched: first, next: [second], recent: [], links })
    links[0]?.({ itemId: 'bar', token: 'bad', name: 'Ana' })
    second.set({ connection: closed(1008) })
    expect(screen.getByRole('alert').textContent).toContain('The token is missing or not valid.')
    expect(screen.getByLabelText<HTMLInputElement>('Item ID').value).toBe('bar')
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Ana')
  })

  it('leads back to the form on leaving, without a reason', async () => {
    const room = showRoom()
    await user.click(screen.getByRole('button', { name: 'Leave' }))
    expect(room.calls).toEqual(['leave'])
    expect(screen.getByRole('button', { name: 'Join' })).toBeDefined()
    expect(screen.queryByRole('alert')).toBeNull()
    expect(document.title).toBe('Parley')
  })

  it('says who writes', () => {
    const room = showRoom({ typing: [ana] })
    expect(screen.getByText(/is typing/).closest('p')?.textContent).toBe('Ana is typing…')
    room.set({ typing: [ana, { ...ana, client_id: 9, name: 'Bo' }] })
    expect(screen.getByText(/are typing/).closest('p')?.textContent).toBe('Ana and Bo are typing…')
    room.set({ typing: [ana, nameless, self] })
    expect(screen.getByText('Several people are typing…')).toBeDefined()
  })
})

const travel = (tab: FakeEnvironment, path: string) => {
  tab.address = { path, fragment: '' }
  act(() => tab.travel.emit())
}
const joinByForm = async (item: string) => {
  await user.clear(screen.getByLabelText('Item ID'))
  await user.type(screen.getByLabelText('Item ID'), item)
  await user.type(screen.getByLabelText('Token'), 't')
  await user.click(screen.getByRole('button', { name: 'Join' }))
}

describe('the address', () => {
  it('names the room from the form on, once somebody is let in, and the form on leaving', async () => {
    const [tab, room] = [fakeEnvironment(), new FakeRoom({ ...JOINING, itemId: 'a b' })]
    renderPage({ launched: null, next: [room], recent: [], tab })
    await joinByForm('a b')
    expect(tab.steps).toEqual([])
    room.set({ ...JOINED, itemId: 'a b' })
    expect(tab.steps).toEqual(['new /items/a%20b'])
    await user.click(screen.getByRole('button', { name: 'Leave' }))
    expect(tab.steps).toEqual(['new /items/a%20b', 'new /'])
  })

  it('names the room of a link without a step to go back', () => {
    const tab = fakeEnvironment()
    renderPage({ launched: new FakeRoom(), next: [], recent: [], tab })
    expect(tab.steps).toEqual(['same /items/foo'])
  })

  it('leads back to the form, and forward again to the room, which goes on', async () => {
    const [tab, room] = [fakeEnvironment(), new FakeRoom()]
    const asked = renderPage({ launched: null, next: [room], recent: [], tab })
    await joinByForm('foo')
    travel(tab, '/')
    expect(room.calls).toEqual([])
    expect(screen.getByLabelText<HTMLInputElement>('Item ID').value).toBe('foo')
    expect(document.title).toBe('Parley')
    travel(tab, '/items/foo')
    expect(asked).toHaveLength(1)
    expect(log()).toBeDefined()
    expect(tab.steps).toEqual(['new /items/foo'])
  })

  it('leads to the form of another item where nothing is kept of it', async () => {
    const [tab, room] = [fakeEnvironment(), new FakeRoom()]
    renderPage({ launched: room, next: [], recent: [], tab })
    travel(tab, '/items/bar')
    expect(screen.getByLabelText<HTMLInputElement>('Item ID').value).toBe('bar')
    expect(room.calls).toEqual([])
  })
})

const show = (isShown: boolean) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(!isShown)
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
}

describe('the title', () => {
  afterEach(() => void vi.restoreAllMocks())

  it('counts what others write while the tab is not in view, until it is', () => {
    const seen = [entry(ana, 'seen')]
    const room = showRoom({ items: seen })
    show(false)
    expect(document.title).toBe('foo · Parley')
    const unseen = [...seen, entry(ana, 'one'), entry(self, 'mine'), entry(nameless, 'two')]
    room.set({ items: unseen })
    expect(document.title).toBe('(2) foo · Parley')
    show(true)
    expect(document.title).toBe('foo · Parley')
    show(false)
    room.set({ items: [entry(ana, 'older'), ...unseen, entry(ana, 'three')] })
    expect(document.title).toBe('(1) foo · Parley')
  })
})

describe('a stay that ended', () => {
  it('ID4: can be taken back from another tab', async () => {
    const [first, second] = [new FakeRoom({ items: [entry(ana, 'hello')] }), new FakeRoom()]
    renderPage({ launched: first, next: [second], recent: [] })
    first.set({ connection: closed(4500) })
    expect(screen.getByRole('alert').textContent).toContain('This conversation goes on in another tab.')
    expect(within(log()).getByText('hello')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Use here' }))
    expect(screen.queryByRole('alert')).toBeNull()
    expect(first.calls).toEqual(['end'])
  })

  it.each([4502, 4505, 1003])('offers to reload after %d', (code) => {
    const room = showRoom()
    room.set({ connection: closed(code) })
    expect(screen.getByRole('button', { name: 'Reload the page' })).toBeDefined()
  })

  it('leads to another item', async () => {
    const room = showRoom()
    room.set({ connection: closed(4500) })
    await user.click(screen.getByRole('button', { name: 'Another item' }))
    expect(screen.getByLabelText<HTMLInputElement>('Item ID').value).toBe('foo')
  })
})

describe('the banner', () => {
  afterEach(() => vi.useRealTimers())

  it('has beside it that nobody knows who is here while there was no connection', () => {
    vi.useFakeTimers()
    const room = showRoom({ ...JOINING, members: null, connection: { phase: 'offline', since: 0 }, seenAt: NOON })
    expect(whoIsHere()).toBe('Here now')
    pass(GRACE_MS)
    expect(whoIsHere()).toBe('Here nowNot known until you are connected.')
    room.set(JOINED)
    expect(whoIsHere()).toContain('Ana')
    expect(whoIsHere()).not.toContain('Not known')
    room.set({ connection: { phase: 'offline', since: 0 } })
    pass(GRACE_MS)
    expect(whoIsHere()).toContain('Ana')
  })

  it('waits for a grace, so that a short loss does not flash', () => {
    const room = showTrouble({
      connection: { phase: 'reconnecting', attempt: 0, retryAt: 0, since: 0, code: 1006, stranger: null },
    })
    pass(GRACE_MS - 1)
    expect(screen.queryByText(/Connection lost/)).toBeNull()
    room.set({ connection: { phase: 'connected' } })
    pass(GRACE_MS)
    expect(screen.queryByText(/Connection lost/)).toBeNull()
  })

  it('and the word in the header change together', () => {
    const room = showTrouble({
      connection: { phase: 'reconnecting', attempt: 0, retryAt: 0, since: 0, code: 1006, stranger: null },
    })
    pass(GRACE_MS - 1)
    expect(screen.getByText('connected')).toBeDefined()
    pass(1)
    expect(screen.getByText('reconnecting')).toBeDefined()
    room.set({ connection: { phase: 'connected' } })
    expect(screen.getByText('connected')).toBeDefined()
  })

  it('does not flash a word for the first connection either', () => {
    vi.useFakeTimers()
    showRoom(JOINING)
    pass(GRACE_MS - 1)
    expect(screen.queryByText('connecting')).toBeNull()
    pass(1)
    expect(screen.getByText('connecting')).toBeDefined()
  })

  it('tells when the room was as it is shown, where nothing newer can be had', () => {
    showTrouble({ clientId: null, seenAt: NOON, connection: { phase: 'offline', since: 0 } })
    pass(GRACE_MS)
    expect(screen.getByText(/^You are offline. This is what was here at .*12:00/)).toBeDefined()
  })

  it('counts down to the next try, and tries at once when asked', () => {
    vi.useFakeTimers()
    const room = showRoom()
    room.set({ connection: lost() })
    pass(GRACE_MS)
    expect(screen.getByText(/Connection lost/)).toBeDefined()
    expect(screen.getByText('Trying again in 3 s')).toBeDefined()
    pass(2_000)
    expect(screen.getByText('Trying again in 1 s')).toBeDefined()
    act(() => screen.getByRole('button', { name: 'Try now' }).click())
    expect(room.calls).toEqual(['tryNow'])
  })

  it('AU10: says that the room is full to who comes back too late', () => {
    const state = { phase: 'reconnecting', attempt: 1, retryAt: 0, since: 0, code: 4011, stranger: null } as const
    showTrouble({ connection: state })
    pass(GRACE_MS)
    expect(screen.getByText(/The room is full/)).toBeDefined()
    expect(screen.getByRole('button', { name: 'Try now' })).toBeDefined()
  })

  it('stays while a try is under way', () => {
    const room = showTrouble({
      connection: { phase: 'reconnecting', attempt: 0, retryAt: 0, since: 0, code: 1006, stranger: null },
    })
    pass(GRACE_MS)
    room.set({ connection: { phase: 'connecting' } })
    expect(screen.getByText(/Connection lost/)).toBeDefined()
    expect(screen.getByText('Trying now…')).toBeDefined()
  })

  it.each([
    [{ connection: { phase: 'offline', since: 0 } }, /This device is offline/],
    [{ connection: { phase: 'going_away' } }, /The server restarts/],
    [{ store: 'degraded' }, /cannot store messages/],
    [{ isStoreFull: true }, /disk is nearly full/],
  ] as const)('ST1: tells of %j', (change, words) => {
    showTrouble(change)
    pass(GRACE_MS)
    expect(screen.getByText(words).closest('[role=status]')).not.toBeNull()
  })
})

describe('the message box', () => {
  it.each([
    ['order-1001', 'Message order-1001…'],
    ['order-1001-of-spring', 'Message order-1001-o…'],
    ['訂單', 'Message 訂單…'],
    ['訂單一二三四五六七', 'Message 訂單一二三…'],
  ])('names as much of its item as fits a phone: %s', (itemId, placeholder) => {
    showRoom({ itemId })
    expect(box().placeholder).toBe(placeholder)
  })

  it('sends on Enter, breaks the line with Shift, and is empty after', async () => {
    const room = showRoom()
    await user.type(box(), 'one{Shift>}{Enter}{/Shift}two{Enter}')
    expect(room.calls).toContain('send one\ntwo')
    expect(box().value).toBe('')
  })

  it('does not send the Enter that ends a composition', async () => {
    const room = showRoom()
    await user.type(box(), 'ni')
    for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
      const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...composing })
      act(() => void box().dispatchEvent(enter))
    }
    expect(room.calls.filter((call) => call.startsWith('send'))).toEqual([])
  })

  it('sends by its button, and nothing that is blank', async () => {
    const room = showRoom()
    await user.type(box(), '   ')
    await user.click(screen.getByRole('button', { name: 'Send' }))
    expect(room.calls).not.toContain('send ')
    await user.type(box(), 'hello')
    await user.click(screen.getByRole('button', { name: 'Send' }))
    expect(room.calls).toContain('send hello')
  })

  it('counts code points near the limit, and refuses what is over it', async () => {
    const room = showRoom({ bodyLengthLimit: 10 })
    await user.type(box(), '😀'.repeat(9))
    expect(screen.getByText('1 character left')).toBeDefined()
    await user.type(box(), 'abc{Enter}')
    expect(screen.getByText('2 characters too many')).toBeDefined()
    expect(box().getAttribute('aria-invalid')).toBe('true')
    expect(room.calls.filter((call) => call.startsWith('send'))).toEqual([])
  })

  it('SE7: tells that somebody writes, and that he stopped', async () => {
    const room = showRoom()
    await user.type(box(), 'a{Backspace}')
    expect(room.calls).toEqual(['setTyping true', 'setTyping false'])
  })

  it('CL10: shows a draft once the room has said whose it is', () => {
    const room = showRoom(JOINING)
    expect(box().value).toBe('')
    act(() => room.setDraft({ body: 'half written' }))
    room.set({ clientId: self.client_id, connection: { phase: 'connected' } })
    expect(box().value).toBe('half written')
  })
})

describe('an own message', () => {
  it('CL7: is shown as sending, then as sent', () => {
    const room = showRoom({ items: [pending('k', 'hello')] })
    expect(within(log()).getByText('Sending')).toBeDefined()
    room.set({ items: [entry(self, 'hello')] })
    expect(within(log()).queryByText('Sending')).toBeNull()
    expect(within(log()).getByText('Sent')).toBeDefined()
    expect(within(log()).getByText('You')).toBeDefined()
  })

  it('CL7: says why it was not sent, and is tried again or discarded', async () => {
    const room = showRoom({ items: [pending('k1', 'hello', 'key_reused')] })
    expect(within(log()).getByText('Not sent')).toBeDefined()
    expect(within(log()).getByText(/Another message was sent under its key/)).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await user.click(screen.getByRole('button', { name: 'Discard' }))
    expect(room.calls).toEqual(['retry k1', 'discard k1'])
  })

  it('names a refusal that only a newer server knows', () => {
    showRoom({ items: [pending('k', 'hello', 'moon_phase')] })
    expect(within(log()).getByText('The server refused it (moon_phase).')).toBeDefined()
  })
})
