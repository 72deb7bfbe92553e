// @vitest-environment happy-dom

import { act, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'

// Loaded before anything is printed.
import '../../src/ui/FoldedText'

import { measure } from '../doubles/fakeLayout'
import { ana, entry } from './examples'
import { showRoom } from './fakeRoom'

const log = () => screen.getByRole('log', { name: 'Messages' })
const texts = () => [...log().querySelectorAll('.body')].map(({ textContent }) => textContent)
const long = Array.from({ length: 200 }, (_, index) => `line ${index}`).join('\n')

/** As a browser tells of it: what is drawn when the event is over goes on paper. */
function turn(type: 'beforeprint' | 'afterprint'): void {
  act(() => void window.dispatchEvent(new Event(type)))
}

afterEach(() => void vi.useRealTimers())

describe('a page on paper', () => {
  it('has all messages that are loaded, whole and in their order, and is as it was afterwards', async () => {
    const bodies = Array.from({ length: 60 }, (_, index) => (index % 30 === 7 ? `${index} ${long}` : `text ${index}`))
    // The rest of the list comes into the document later.
    vi.useFakeTimers()
    showRoom({ items: bodies.map((body) => entry(ana, body)) })
    await act(() => Promise.resolve())
    act(measure)
    log().scrollTop = 4_100
    act(() => void log().dispatchEvent(new Event('scroll')))
    act(measure)
    const [before, top] = [texts(), log().scrollTop]
    expect(before.length).toBeLessThan(60)
    turn('beforeprint')
    await act(() => Promise.resolve())
    expect(texts()).toEqual(bodies)
    turn('afterprint')
    act(measure)
    expect(texts()).toEqual(before)
    expect(log().scrollTop).toBe(top)
  })
})
