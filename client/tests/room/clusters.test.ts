import { describe, expect, it } from 'vitest'

import examples from '../../../shared/schema/examples/clusters.json'
import { drawable, withoutEndlessClusters } from '../../src/room/clusters'

const KINDS = Object.entries(examples.endless).map(([kind, [first = '', more = '']]) => ({ kind, first, more }))
const longestCluster = (text: string) =>
  Math.max(...[...new Intl.Segmenter().segment(text)].map(({ segment }) => [...segment].length))

describe('a character that does not end', () => {
  it.each(KINDS)('FR15: is broken where it is drawn: $kind', ({ first, more }) => {
    const text = first + more.repeat(4_000)
    const shown = drawable(`before ${text} after`)
    expect(longestCluster(shown)).toBeLessThanOrEqual(20)
    expect(shown.replaceAll('\u200b', '')).toBe(`before ${text} after`)
  })

  it.each(KINDS)('FR15: is cut where it is to be sent: $kind', ({ first, more }) => {
    const text = first + more.repeat(4_000)
    const sent = withoutEndlessClusters(`before ${text} after`)
    expect(longestCluster(sent)).toBeLessThanOrEqual(64)
    expect([...sent].length).toBeLessThanOrEqual(64 + 'before \u200b after'.length)
    expect(sent).toMatch(/^before .+after$/u)
  })

  it.each([
    ['a', 63],
    ['\u{1f1e9}\u{1f1ea}', 62],
    ['\u{1f1e9}', 63],
  ])('FR15: is cut after 64 code points, those that are extended among them: %s', (base, most) => {
    const longest = `${base}${'\u0301'.repeat(most)}`
    expect(withoutEndlessClusters(`${longest}.`)).toBe(`${longest}.`)
    expect(withoutEndlessClusters(`${longest}\u0301\u0301.`)).toBe(`${longest}\u200b.`)
  })
})

describe('any other text', () => {
  it.each(examples.taken)('stays as it is: %s', (part) => {
    const text = part.repeat(100)
    expect(drawable(text)).toBe(text)
    expect(withoutEndlessClusters(text)).toBe(text)
  })
})
