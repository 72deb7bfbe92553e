/** Where the words of a query stand in a text. Pure. */

import { beginningOf, MAX_QUERY_LENGTH } from './text'

/** A run of a text. */
export interface Part {
  readonly at: number
  readonly text: string
  readonly isFound: boolean
}

/** A text is looked through once for each word. */
const MAX_WORDS = 16

/** The words of a query, each once, as `comparable` has them. */
export function wordsOf(query: string): readonly string[] {
  const words = comparable(beginningOf(query, MAX_QUERY_LENGTH)).split(/\s+/).filter(Boolean)
  return [...new Set(words)].slice(0, MAX_WORDS)
}

// Accents of letters that people also write without. Those of й, or of Indic and Japanese letters, make another letter.
const ACCENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}][\u0300-\u036f]*)[\u0300-\u036f]|(?<=\u0435)\u0308/gu
const SAME_LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ı: 'i', ς: 'σ' }

/** Case, width and accents do not matter, in any language: `istanbul` is `İstanbul`, and `strasse` is `Straße`. */
export function comparable(text: string): string {
  const letters = text.normalize('NFKD').toLowerCase().replace(ACCENTS, '')
  return letters.replace(/[ßıς]/g, (letter) => SAME_LETTERS[letter] ?? letter).normalize('NFC')
}

/** Splits a text into what a query finds in it and what stands between. */
export function partsOf(text: string, query: string): readonly Part[] {
  const parts: Part[] = []
  let at = 0
  const add = (to: number, isFound: boolean) => {
    if (to > at) parts.push({ at, text: text.slice(at, to), isFound })
    at = Math.max(at, to)
  }
  for (const { from, to } of placesIn(text, wordsOf(query))) {
    add(from, false)
    add(to, true)
  }
  add(text.length, false)
  return parts
}

interface Place {
  readonly from: number
  readonly to: number
}

/** In their order, none of which touches another. */
function placesIn(text: string, words: readonly string[]): readonly Place[] {
  const { compared, placeOf } = mapped(text)
  const places = words.flatMap((word) => occurrences(compared, word)).map(placeOf)
  const joined: Place[] = []
  for (const place of places.sort((one, other) => one.from - other.from)) {
    const last = joined.at(-1)
    if (last === undefined || place.from > last.to) joined.push(place)
    else joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, place.to) }
  }
  return joined
}

function occurrences(text: string, word: string): readonly Place[] {
  const found: Place[] = []
  for (let from = text.indexOf(word); from !== -1; from = text.indexOf(word, from + word.length))
    found.push({ from, to: from + word.length })
  return found
}

/** A text to compare, and the way from a place in it to that in the text: one character may become several, or fewer. */
function mapped(text: string): { readonly compared: string; readonly placeOf: (place: Place) => Place } {
  const compared = comparable(text)
  const isSame = compared === text.toLowerCase() && compared.length === text.length
  return isSame ? { compared, placeOf: (place) => place } : mappedByCharacter(text)
}

function mappedByCharacter(text: string): ReturnType<typeof mapped> {
  let compared = ''
  const places: Place[] = []
  for (const { segment, index } of new Intl.Segmenter().segment(text)) {
    const part = comparable(segment)
    compared += part
    for (const _ of part.split('')) places.push({ from: index, to: index + segment.length })
  }
  const placeOf = ({ from, to }: Place) => ({ from: places[from]?.from ?? 0, to: places[to - 1]?.to ?? text.length })
  return { compared, placeOf }
}
