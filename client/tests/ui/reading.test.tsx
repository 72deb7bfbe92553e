// @vitest-environment happy-dom

import { act, fireEvent, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'

import type { RoomState, TimelineItem } from '../../src/room/state'
import { measure, ROW_PX, VIEW_PX } from '../doubles/fakeLayout'
import { ana, entry, NOON, pending } from './examples'
import { showRoom, user } from './fakeRoom'

const log = () => screen.getByRole('log', { name: 'Messages' })
const rows = () => [...log().querySelectorAll<HTMLElement>('[data-row]')]
/** Where the list is scrolled to when its end is in view: a row for each item, and one for the day. */
const endOf = (items: readonly TimelineItem[]) => (items.length + 1) * ROW_PX - VIEW_PX
const messages = (count: number, text = 'message') =>
  Array.from({ length: count }, (_, index) => entry(ana, `${text} ${index}`))
const joined = (count: number): readonly TimelineItem[] =>
  Array.from({ length: count }, (_, index) => ({ type: 'joined', id: `j${index}`, member: ana, at: NOON }))

/** The first row in view, and how far its lower edge is below the top. */
function inView(): readonly [string | undefined, number] {
  const first = rows().find((row) => row.getBoundingClientRect().bottom > 0)
  return [first?.querySelector('.body')?.textContent, first?.getBoundingClientRect().bottom ?? 0]
}

/** Shows a list that is long enough not to stand in the document whole. */
async function showLong(state: Partial<RoomState>) {
  const room = showRoom(state)
  // The virtual list begins to measure a microtask later.
  await act(() => Promise.resolve())
  act(measure)
  return room
}

/** A browser tells of each step, its own ones after a measurement too. */
function settle(): void {
  for (let told = Number.NaN; told !== log().scrollTop; ) {
    told = log().scrollTop
    fireEvent.scroll(log())
    act(measure)
  }
}

/** A short list comes into the document step by step, while nothing else happens. */
function becomeWhole(count: number): void {
  for (let steps = 0; rows().length !== count; steps += 1) {
    expect(steps).toBeLessThan(20)
    act(() => void vi.runOnlyPendingTimers())
    act(measure)
  }
}

function scrollTo(top: number): void {
  log().scrollTop = top
  settle()
}

describe('reading', () => {
  it('begins at the end, and stays there when messages come in', () => {
    const items = messages(20)
    const room = showRoom({ items })
    expect(log().scrollTop).toBe(endOf(items))
    const more = [...items, entry(ana, 'new')]
    room.set({ items: more })
    expect(log().scrollTop).toBe(endOf(more))
  })

  it('is not moved by messages that come in below, which a button counts', async () => {
    const items = messages(20)
    const room = showRoom({ items })
    scrollTo(4_100)
    const before = inView()
    const more = [...items, ...messages(3, 'new')]
    room.set({ items: more })
    expect(inView()).toEqual(before)
    await user.click(screen.getByRole('button', { name: '3 new messages' }))
    expect(log().scrollTop).toBe(endOf(more))
    expect(screen.queryByRole('button', { name: /new messages|Newest/ })).toBeNull()
  })

  it.each([20, 900])('is not moved by older messages that come in above a list of %i', async (count) => {
    const items = messages(count)
    const room = await showLong({ items, older: 'more' })
    scrollTo(3_100)
    const before = inView()
    room.set({ items: [...messages(10, 'older'), ...items] })
    settle()
    expect(inView()).toEqual(before)
  })

  it('is not moved by what comes in above and below at once', async () => {
    const items = messages(900)
    const room = await showLong({ items, older: 'more' })
    scrollTo(3_100)
    const before = inView()
    room.set({ items: [...messages(10, 'older'), ...items, ...messages(7, 'new')] })
    settle()
    expect(inView()).toEqual(before)
  })

  it.each([
    ['the first of the lines', 21.5, 'j0'],
    ['the last of them, with the message below', 23.5, 'after 0'],
  ])('is not moved when the lines in view are gathered into one: at %s', (_, top, kept) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const items = [...messages(20), ...joined(3), ...messages(5, 'after')]
    const room = showRoom({ items })
    becomeWhole(20 + 3 + 5)
    scrollTo(top * ROW_PX)
    const keptRow = () => rows().find((row) => row.dataset['row'] === kept || row.textContent.includes(kept))
    const before = keptRow()?.getBoundingClientRect().bottom
    room.set({ items: [...items.slice(0, 20), ...joined(4), ...items.slice(23)] })
    settle()
    expect(before).toBeDefined()
    expect(keptRow()?.getBoundingClientRect().bottom).toBe(before)
    becomeWhole(20 + 1 + 5)
    vi.useRealTimers()
    expect(keptRow()?.getBoundingClientRect().bottom).toBe(before)
  })

  it('can be pressed while it scrolls, which it does whenever a message comes in', async () => {
    const items = messages(20)
    const room = await showLong({ items })
    room.set({ items: [...items, entry(ana, 'new')] })
    fireEvent.scroll(log())
    const held = rows().at(-1)?.closest('.rows')?.firstElementChild
    expect(getComputedStyle(held ?? log()).pointerEvents).toBe('auto')
  })

  it('RE6: asks for older messages near the top, if there are any', () => {
    const room = showRoom({ items: messages(20), older: 'more' })
    scrollTo(3_100)
    expect(room.calls).toEqual([])
    scrollTo(100)
    expect(room.calls).toEqual(['loadOlder'])
    room.set({ older: 'start' })
    scrollTo(50)
    expect(room.calls).toEqual(['loadOlder'])
  })

  it('goes to the end with a message of one’s own', () => {
    const items = messages(20)
    const room = showRoom({ items })
    scrollTo(3_100)
    const more = [...items, pending('k', 'mine')]
    room.set({ items: more })
    expect(log().scrollTop).toBe(endOf(more))
  })

  it('CL8: goes to the end of another list', () => {
    const room = showRoom({ items: messages(20) })
    scrollTo(3_100)
    const replaced: TimelineItem[] = [{ type: 'break', id: 'b', at: NOON }, ...messages(5, 'other')]
    room.set({ items: replaced })
    expect(log().scrollTop).toBe(endOf(replaced))
  })

  it('keeps a few rows of a long list in the document, wherever it is read', async () => {
    await showLong({ items: messages(5_000) })
    for (const part of [1, 0.4, 0, 0.7]) {
      scrollTo(log().scrollHeight * part)
      const boxes = rows().map((row) => row.getBoundingClientRect())
      expect(boxes.length).toBeLessThanOrEqual(20)
      expect(screen.queryByRole('button', { name: 'Newest messages' }) === null).toBe(part === 1)
      expect(boxes.some(({ top, bottom }) => top < VIEW_PX && bottom > 0)).toBe(true)
    }
  })

  it('brings a list of a few hundred into the document whole, step by step, for the search of the browser', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    showRoom({ items: messages(350) })
    scrollTo(10_000)
    let count = rows().length
    while (vi.getTimerCount() > 0 && count < 350) {
      act(() => void vi.runOnlyPendingTimers())
      act(measure)
      expect(rows().length).toBeLessThanOrEqual(count + 30)
      count = rows().length
    }
    vi.useRealTimers()
    expect(count).toBe(350)
  })
})
