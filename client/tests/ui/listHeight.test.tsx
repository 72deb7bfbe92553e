// @vitest-environment happy-dom

import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { maxListHeight } from '../../src/ui/listHeight'
import { measure, ROW_PX } from '../doubles/fakeLayout'
import { ana, entry } from './examples'
import { showRoom } from './fakeRoom'

const messages = (count: number) => Array.from({ length: count }, (_, index) => entry(ana, `message ${index}`))

async function show(count: number) {
  const room = showRoom({ items: messages(count), older: 'more' })
  // The virtual list begins to measure a microtask later.
  await act(() => Promise.resolve())
  act(measure)
  return room
}

/** So fine a screen that a short list is too high for it. */
const RATIO = 64
const most = maxListHeight(RATIO) / ROW_PX
const fullWords = () => screen.queryByText(/^The list is as long as this page can show/)

beforeEach(() => vi.stubGlobal('devicePixelRatio', RATIO))
afterEach(() => vi.unstubAllGlobals())

describe('the height of the list', () => {
  it.each([
    [1, 16_000_000],
    [2, 16_000_000],
    [3, 10_666_666],
  ])('stays below what a browser lays out, at %d pixels of the screen for one', (ratio, height) => {
    expect(maxListHeight(ratio)).toBeCloseTo(height, -1)
    expect(maxListHeight(ratio) * ratio).toBeLessThan(2 ** 31 / 64)
    expect(maxListHeight(ratio)).toBeLessThan(2 ** 30 / 60)
  })

  it('lets go of the oldest messages beyond it, and of a fifth at once', async () => {
    const room = await show(most + 10)
    const [call = '', ...others] = room.calls.filter((each) => each.startsWith('dropOlder'))
    expect(others).toEqual([])
    const first = Number(call.split(' ')[1])
    const items = room.getState().items
    const at = items.findIndex((item) => item.type === 'entry' && item.entry.offset === first)
    expect((items.length - at) / most).toBeCloseTo(0.8, 2)
  })

  it('takes no older messages shortly before it, and says so', async () => {
    const room = await show(most * 0.95)
    expect(room.calls).not.toContainEqual(expect.stringContaining('dropOlder'))
    expect(fullWords()).not.toBeNull()
    expect(screen.queryByRole('button', { name: 'Load older messages' })).toBeNull()
    room.set({ items: room.getState().items.slice(-most / 2) })
    expect(fullWords()).toBeNull()
    expect(screen.queryByRole('button', { name: 'Load older messages' })).not.toBeNull()
  })
})
