import { describe, expect, it } from 'vitest'

import { drawable, withoutEndlessClusters } from '../../src/room/clusters'

const ENDLESS: Readonly<Record<string, readonly [string, string]>> = {
  'skin tones': ['\u{1f44d}', '\u{1f3fd}'],
  accents: ['a', '\u0301'],
  'variation selectors': ['\u2764', '\ufe0f'],
  tags: ['\u{1f3f4}', '\u{e0067}'],
  'a family': ['\u{1f468}', '\u200d\u{1f468}'],
  joiners: ['a', '\u200d'],
  'leading jamo': ['\u1100', '\u1100'],
  vowels: ['\u1100\u1161', '\u1161'],
  'trailing jamo': ['\u1100\u1161\u11a8', '\u11a8'],
  'number signs': ['1', '\u0600'],
}
const KINDS = Object.entries(ENDLESS).map(([kind, [first, more]]) => [kind, first + more.repeat(4_000)] as const)

const longestCluster = (text: string) =>
  Math.max(...[...new Intl.Segmenter().segment(text)].map(({ segment }) => [...segment].length))

describe('a character that does not end', () => {
  it.each(KINDS)('FR15: is broken where it is drawn: %s', (_, text) => {
    const shown = drawable(`before ${text} after`)
    expect(longestCluster(shown)).toBeLessThanOrEqual(20)
    expect(shown.replaceAll('\u200b', '')).toBe(`before ${text} after`)
  })

  it.each(KINDS)('FR15: is cut where it is to be sent: %s', (_, text) => {
    expect(longestCluster(withoutEndlessClusters(`before ${text} after`))).toBeLessThanOrEqual(64)
  })
})

describe('any other text', () => {
  it.each([
    'ordinary text, long enough to be looked at',
    '\u{1f468}\u{1f3fd}\u200d\u{1f469}\u{1f3fd}\u200d\u{1f467}\u{1f3fd}\u200d\u{1f466}\u{1f3fd}'.repeat(20),
    '\u1112\u1161\u11ab\u1100\u116e\u11a8'.repeat(20),
    'नमस्ते दुनिया '.repeat(20),
    '你好，世界。'.repeat(20),
    '\u{1f1e9}\u{1f1ea}'.repeat(50),
  ])('stays as it is: %s', (text) => {
    expect(drawable(text)).toBe(text)
    expect(withoutEndlessClusters(text)).toBe(text)
  })
})
