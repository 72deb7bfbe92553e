import { describe, expect, it } from 'vitest'

import { followed, stepped, type Whole, wholeOf } from '../../src/ui/wholeRows'
import { chance } from '../doubles/chance'

/** What a list is after a time without anything new. */
function settled(whole: Whole): Whole {
  const next = stepped(whole)
  return next === whole ? whole : settled(next)
}

describe('rows that stand in the document whole', () => {
  it('are all of a short list, once it has come to rest', () => {
    expect(settled(wholeOf(400))).toEqual({ length: 400, count: 400 })
  })

  it('are none of a long list', () => {
    expect(wholeOf(401)).toEqual({ length: 401, count: 0 })
    expect(settled(followed(settled(wholeOf(400)), 401))).toEqual({ length: 401, count: 0 })
  })

  it('stay while now and then a message comes', () => {
    const whole = settled(wholeOf(100))
    expect(followed(whole, 101)).toEqual({ length: 101, count: 101 })
  })

  it('do not become more in a flood', () => {
    expect(followed(settled(wholeOf(100)), 150)).toEqual({ length: 150, count: 100 })
  })

  it.each(Array.from({ length: 50 }, (_, seed) => seed))('come and go by a few at once: seed %i', (seed) => {
    const random = chance(seed)
    let whole = wholeOf(Math.floor(random() * 500))
    for (let step = 0; step < 200; step += 1) {
      const length = Math.max(0, whole.length + Math.floor(random() * 60) - (random() < 0.1 ? 300 : 0))
      const next = random() < 0.5 ? stepped(whole) : followed(whole, length)
      expect(next.count).toBeGreaterThanOrEqual(0)
      expect(next.count).toBeLessThanOrEqual(next.length)
      expect(next.count - whole.count).toBeLessThanOrEqual(25)
      const gone = Math.max(0, whole.length - next.length)
      expect(whole.count - next.count).toBeLessThanOrEqual(Math.max(25, gone))
      whole = next
    }
  })
})
