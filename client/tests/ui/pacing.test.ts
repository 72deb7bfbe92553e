// @vitest-environment happy-dom

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { paced } from '../../src/ui/pacing'
import { chance } from '../doubles/chance'

const FRAME_MS = 16

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'] })
})

afterEach(() => {
  vi.useRealTimers()
})

/** Something that changes, and how far its listener has followed it. */
function followed() {
  const seen = { changes: 0, known: 0, told: 0 }
  const listeners = new Set<() => void>()
  const stop = paced(
    () => Object.assign(seen, { known: seen.changes, told: seen.told + 1 }),
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  )
  const change = (times = 1) => {
    for (let time = 0; time < times; time += 1) {
      seen.changes += 1
      for (const heard of listeners) heard()
    }
  }
  return { seen, change, stop }
}

describe('what is told at the pace of the page', () => {
  it('is told at once while it is little', () => {
    const { seen, change } = followed()
    for (let time = 0; time < 5; time += 1) {
      change()
      expect(seen.known).toBe(seen.changes)
      vi.advanceTimersByTime(10 * FRAME_MS)
    }
    expect(seen.told).toBe(5)
  })

  it('is told once a frame in a flood', () => {
    const { seen, change } = followed()
    change(1_000)
    vi.advanceTimersByTime(2 * FRAME_MS)
    const { told } = seen
    expect(told).toBeLessThan(20)
    for (let frame = 0; frame < 10; frame += 1) {
      change(100)
      vi.advanceTimersByTime(FRAME_MS)
    }
    expect(seen.told - told).toBeLessThanOrEqual(11)
  })

  it('is told in a page that draws no frames', () => {
    vi.stubGlobal('requestAnimationFrame', () => 0)
    const { seen, change } = followed()
    change(1_000)
    vi.advanceTimersByTime(100)
    expect(seen.known).toBe(1_000)
    vi.unstubAllGlobals()
  })

  it('is told at once again after a flood', () => {
    const { seen, change } = followed()
    change(1_000)
    vi.advanceTimersByTime(4 * FRAME_MS)
    change()
    expect(seen.known).toBe(1_001)
  })

  it('is not told to whoever has stopped', () => {
    const { seen, change, stop } = followed()
    change(1_000)
    const { told } = seen
    stop()
    vi.advanceTimersByTime(10 * FRAME_MS)
    expect(seen.told).toBe(told)
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each(Array.from({ length: 50 }, (_, seed) => seed))('is known to the last of it in the end: seed %i', (seed) => {
    const random = chance(seed)
    const { seen, change } = followed()
    for (let step = 0; step < 100; step += 1) {
      change(Math.floor(random() ** 4 * 40))
      vi.advanceTimersByTime(Math.floor(random() * 2 * FRAME_MS))
    }
    vi.advanceTimersByTime(2 * FRAME_MS)
    expect(seen.known).toBe(seen.changes)
  })
})
