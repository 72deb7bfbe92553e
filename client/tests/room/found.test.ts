import { describe, expect, it } from 'vitest'

import { comparable } from '../../src/room/comparable'
import { excerptOf, partsOf, wordsOf } from '../../src/room/found'
import { MAX_QUERY_LENGTH } from '../../src/room/text'
import { chance } from '../doubles/chance'

/** The text with brackets around what was found. */
const shown = (text: string, query: string) =>
  partsOf(text, query)
    .map((part) => (part.isFound ? `[${part.text}]` : part.text))
    .join('')

describe('the words of a query', () => {
  it('CL16: are few, however much was pasted', () => {
    expect(wordsOf('a b A Ｂ c '.repeat(2_000))).toEqual(['a', 'b', 'c'])
    const many = Array.from({ length: 5_000 }, (_, index) => `w${index}`).join(' ')
    expect(wordsOf(many)).toHaveLength(16)
    expect(wordsOf('x'.repeat(5_000_000)).join('').length).toBeLessThanOrEqual(MAX_QUERY_LENGTH)
  })
})

describe('found words', () => {
  it.each([
    ['whatever their case', 'The Ship ships', 'ship', 'The [Ship] [ship]s'],
    ['whatever their width', 'Ｓｈｉｐ it', 'ship IT', '[Ｓｈｉｐ] [it]'],
    ['in Chinese', '今天发货了吗？', '发货', '今天[发货]了吗？'],
    ['as one where they overlap or touch', 'shipment', 'ship ipme ment', '[shipment]'],
    ['whole where they are written with a mark of its own', 'cafe\u0301 noir', 'café', '[cafe\u0301] noir'],
    ['whole where one character stands for several', 'the ﬁle, İzmir', 'f izmi', 'the [ﬁ]le, [İzmi]r'],
    ['after a character that became longer', '㎏ ship', 'ship', '㎏ [ship]'],
    ['not where there are no words', 'ship', '  ', 'ship'],
    ['not in a text without them', 'ship', 'train', 'ship'],
    ['in no text', '', 'ship', ''],
  ])('are shown %s', (_, text, query, expected) => {
    expect(shown(text, query)).toBe(expected)
  })

  it.each(Array.from({ length: 50 }, (_, index) => index + 1))(
    'are those that a search looks for (seed %i)',
    (seed) => {
      const random = chance(seed)
      const ALPHABET = ['a', 'B', 'ａ', 'ﬁ', 'é', 'e\u0301', '发', ' ', '🚢', '한', 'I', '\n']
      const some = (most: number) =>
        Array.from(
          { length: Math.floor(random() * most) },
          () => ALPHABET[Math.floor(random() * ALPHABET.length)],
        ).join('')
      const [text, query] = [some(40), some(4)]
      const parts = partsOf(text, query)
      expect(parts.map((part) => part.text).join('')).toBe(text)
      expect(parts.map((part) => part.at)).toEqual(parts.map((part) => text.indexOf(part.text, part.at)))
      const found = parts.filter(({ isFound }) => isFound).map((part) => comparable(part.text))
      const others = parts.filter(({ isFound }) => !isFound).map((part) => comparable(part.text))
      for (const word of wordsOf(query)) {
        expect(found.some((each) => each.includes(word))).toBe(comparable(text).includes(word))
        expect(others.some((each) => each.includes(word))).toBe(false)
      }
    },
  )
})

describe('letters that people write in two ways', () => {
  it.each([
    ['in İstanbul now', 'istanbul', 'in [İstanbul] now'],
    ['ISPARTA', 'ısparta', '[ISPARTA]'],
    ['die Straße hier', 'STRASSE', 'die [Straße] hier'],
    ['un café noir', 'cafe', 'un [café] noir'],
    ['cafe\u0301 noir', 'café', '[cafe\u0301] noir'],
    ['x\u0302 ß end', 'end', 'x\u0302 ß [end]'],
    ['ёлка', 'елка', '[ёлка]'],
    ['мой', 'мои', 'мой'],
    ['ガ', 'カ', 'ガ'],
    ['한국', '한국', '[한국]'],
    ['ΟΔΟΣ', 'οδός', '[ΟΔΟΣ]'],
  ])('%j is looked through for %j', (text, query, expected) => {
    expect(shown(text, query)).toBe(expected)
  })
})

const excerpt = (text: string, query: string) =>
  excerptOf(text, query)
    .map((part) => (part.isFound ? `[${part.text}]` : part.text))
    .join('')

describe('an excerpt', () => {
  const FAMILY = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'

  it.each([
    ['all of a short text', 'one ship', 'ship', 'one [ship]'],
    ['a line before, and what follows', 'a\nb\nc\nship\nd\ne\nf', 'ship', '…c\n[ship]\nd…'],
    ['what is found at the end', `${'x '.repeat(4_000)}ship`, 'ship', `…${'x '.repeat(15)}[ship]`],
    [
      'what is found first of several',
      `${'x '.repeat(4_000)}train ship`,
      'ship train',
      `…${'x '.repeat(15)}[train] [ship]`,
    ],
    [
      'whole characters',
      `${FAMILY.repeat(900)}ship${FAMILY.repeat(90)}`,
      'ship',
      `…${FAMILY.repeat(4)}[ship]${FAMILY.repeat(25)}…`,
    ],
    ['what is found beside line ends', `${'\n'.repeat(5_000)}ship${'\n'.repeat(3_000)}`, 'ship', '…\n[ship]\n…'],
    [
      'what follows letters that are written in two ways',
      `${'İ'.repeat(4_000)} İstanbul`,
      'istanbul',
      `…${'İ'.repeat(29)} [İstanbul]`,
    ],
    ['the beginning where nothing is found', 'x'.repeat(300), 'ship', `${'x'.repeat(240)}…`],
    ['no more than it holds of what does not end', 'x'.repeat(8_000), 'x', `[${'x'.repeat(240)}]…`],
  ])('shows %s', (_, text, query, expected) => {
    expect(excerpt(text, query)).toBe(expected)
  })
})
