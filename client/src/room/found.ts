/** Where the words of a query stand in a text. Pure. */

import { comparable, mapped, type Place } from './comparable'
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

/** As much of a text as is shown of a message that was found: so many characters, and lines. */
const EXCERPT_LENGTH = 240
const EXCERPT_LINES = 3
/** As much of that stands before what was found; of the lines, one. */
const LEAD_LENGTH = 30
/** Looked through character by character; what is before is passed over in steps of it. */
const STEP_LENGTH = 512

/** As `partsOf`, a few lines around what is found first, with dots where the text goes on. */
export function excerptOf(text: string, query: string): readonly Part[] {
  const start = shortlyBefore(text, wordsOf(query))
  const near = text.slice(start, start + 3 * STEP_LENGTH)
  const parts = partsOf(near, query)
  const from = startOfExcerpt(near, parts.find(({ isFound }) => isFound)?.at ?? 0)
  const to = endOfExcerpt(near, from)
  const within = parts.flatMap((part) => clipped(part, from, to))
  return [...dots(start + from > 0, -1), ...within, ...dots(start + to < text.length, text.length)]
}

/** A place between two characters before the first word that is found, and not far from it. */
function shortlyBefore(text: string, words: readonly string[]): number {
  if (text.length <= 3 * STEP_LENGTH) return 0
  const compared = comparable(text)
  const first = Math.min(...words.map((word) => compared.indexOf(word)).filter((at) => at !== -1))
  if (first === Number.POSITIVE_INFINITY) return 0
  const characters = new Intl.Segmenter().segment(text)
  let [before, start, passed] = [0, 0, 0]
  while (start < text.length) {
    const end = characters.containing(start + STEP_LENGTH)?.index ?? text.length
    passed += comparable(text.slice(start, end)).length
    if (passed > first) break
    before = start
    start = end
  }
  return before
}

function startOfExcerpt(text: string, found: number): number {
  const line = text.lastIndexOf('\n', found - 1)
  const lineBefore = line < 1 ? -1 : text.lastIndexOf('\n', line - 1)
  const start = Math.max(0, found - LEAD_LENGTH, found === 0 ? 0 : lineBefore + 1)
  return characterAt(text, start)
}

function endOfExcerpt(text: string, from: number): number {
  let end = from - 1
  for (let line = 0; line < EXCERPT_LINES; line += 1) {
    end = text.indexOf('\n', end + 1)
    if (end === -1) break
  }
  const most = from + EXCERPT_LENGTH
  if (end !== -1 && end <= most) return end
  return most < text.length ? characterAt(text, most) : text.length
}

/** Where the character begins that this place is in. */
function characterAt(text: string, at: number): number {
  return new Intl.Segmenter().segment(text).containing(at)?.index ?? at
}

function clipped({ at, text, isFound }: Part, from: number, to: number): readonly Part[] {
  const start = Math.max(at, from)
  const end = Math.min(at + text.length, to)
  return start < end ? [{ at: start, text: text.slice(start - at, end - at), isFound }] : []
}

function dots(isCut: boolean, at: number): readonly Part[] {
  return isCut ? [{ at, text: '…', isFound: false }] : []
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
