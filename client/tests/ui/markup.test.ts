import { describe, expect, it } from 'vitest'

import { markedOf } from '../../src/ui/markup'

/** In short: `code:x`, `block:x`, `link:x`, and text as it is. */
const inShort = (body: string) => markedOf(body).map(({ type, text }) => (type === 'text' ? text : `${type}:${text}`))

describe('code', () => {
  it.each([
    ['say `hi` now', ['say ', 'code:hi', ' now']],
    ['`a``b`', ['code:a``b']],
    ['`` a`b ``', ['code:a`b']],
    ['```\nx = 1\ny = 2\n```', ['block:x = 1\ny = 2']],
    ['see\n```py\nx = 1\n```\nthere', ['see', 'block:x = 1', 'there']],
    ['```one line```', ['block:one line']],
    ['`https://example.org`', ['code:https://example.org']],
    ['`a` https://example.org `b`', ['code:a', ' ', 'link:https://example.org', ' ', 'code:b']],
  ])('is found in %j', (body, marked) => {
    expect(inShort(body)).toEqual(marked)
  })

  it.each(['a ` b', '`', '``', '` `', '``` ```', '`one\ntwo`', '``a`', '```a``', ''])('is not made of %j', (body) => {
    expect(inShort(body).join('')).toBe(body)
  })

  it('begins each piece where it stands, so that no two have one key', () => {
    const at = markedOf('`a` x `b` https://x.org\n```c```').map((marked) => marked.at)
    expect(at).toEqual([...new Set(at)].sort((a, b) => a - b))
  })

  it('is read in one go from a body of nothing but backticks', { timeout: 2_000 }, () => {
    const runs = Array.from({ length: 120 }, (_, length) => '`'.repeat(length + 1)).join(' ')
    expect(inShort(runs).join('')).toBe(runs)
    expect(inShort('` '.repeat(20_000))).toHaveLength(1)
  })
})

// A few lines of a well-known small generator: chance with a seed.
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const bare = (text: string) => text.replace(/[`\s]/g, '')

describe('any body', () => {
  const PARTS = [
    '`',
    '``',
    '```',
    '\n',
    ' ',
    'a',
    'https://x.org/',
    '<b>',
    'javascript:',
    '(',
    ')',
    '&amp;',
    '\u202e',
    '表',
  ]

  it.each(Array.from({ length: 200 }, (_, seed) => seed))(
    'loses nothing but backticks and their line ends: seed %i',
    (seed) => {
      const random = chance(seed)
      const body = Array.from({ length: 40 }, () => PARTS[Math.floor(random() * PARTS.length)]).join('')
      const marked = markedOf(body)
      const languages = /```+[\w+#.-]*[ \t]*\n/g
      const shown = marked.map(({ text }) => text).join('')
      expect(bare(shown).length).toBeGreaterThanOrEqual(bare(body.replace(languages, '')).length)
      for (const piece of marked) expect(body.slice(piece.at)).toContain(piece.text)
      const hrefs = marked.flatMap((piece) => (piece.type === 'link' ? [piece.href] : []))
      expect(hrefs.filter((href) => !/^https?:/.test(href))).toEqual([])
    },
  )
})
