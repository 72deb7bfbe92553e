// @vitest-environment happy-dom

import { fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { TimelineItem } from '../../src/room/state'
import { ana, entry, pending } from './examples'
import { showRoom, user } from './fakeRoom'

const ROW_PX = 500
const VIEW_PX = 800

const log = () => screen.getByRole('log', { name: 'Messages' })
const rows = () => [...log().querySelectorAll('[data-row]')]
const endOf = (items: readonly TimelineItem[]) => items.length * ROW_PX
const messages = (count: number, text = 'message') =>
  Array.from({ length: count }, (_, index) => entry(ana, `${text} ${index}`))

/** The first row in view, and how far its lower edge is below the top. */
function inView(): readonly [string | undefined, number] {
  const index = Math.floor(log().scrollTop / ROW_PX)
  return [rows()[index]?.querySelector('.body')?.textContent, (index + 1) * ROW_PX - log().scrollTop]
}

function scrollTo(top: number): void {
  log().scrollTop = top
  fireEvent.scroll(log())
}

const layout = (
  name: 'offsetTop' | 'offsetHeight' | 'scrollHeight' | 'clientHeight',
  px: (element: Element) => number,
) =>
  vi.spyOn(HTMLElement.prototype, name, 'get').mockImplementation(function (this: Element) {
    return px(this)
  })

// There is no layout here: each row is as high as every other.
beforeEach(() => {
  layout('offsetTop', (element) => rows().indexOf(element) * ROW_PX)
  layout('offsetHeight', () => ROW_PX)
  layout('scrollHeight', () => rows().length * ROW_PX)
  layout('clientHeight', () => VIEW_PX)
})

afterEach(() => void vi.restoreAllMocks())

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

  it('is not moved by older messages that come in above', () => {
    const items = messages(20)
    const room = showRoom({ items, older: 'more' })
    scrollTo(3_100)
    const before = inView()
    room.set({ items: [...messages(10, 'older'), ...items] })
    expect(log().scrollTop).toBe(3_100 + 10 * ROW_PX)
    expect(inView()).toEqual(before)
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
    const replaced: TimelineItem[] = [{ type: 'break', id: 'b', at: 0 }, ...messages(5, 'other')]
    room.set({ items: replaced })
    expect(log().scrollTop).toBe(endOf(replaced))
  })

  it('keeps a window of a long list in the document, which grows on the way up', () => {
    showRoom({ items: messages(900) })
    const few = rows().length
    expect(few).toBeLessThanOrEqual(300)
    scrollTo(100)
    const before = rows().length
    scrollTo(50)
    expect(rows().length).toBeGreaterThan(before)
    for (let step = 0; step < 5; step += 1) scrollTo(50)
    expect(rows().length).toBe(900)
  })
})
