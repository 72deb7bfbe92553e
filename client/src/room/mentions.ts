/** Whether and where a message calls somebody by name. Pure. */

import { comparable, mapped } from './comparable'

// Scripts that put no space between words: beside their letters a name ends where it ends.
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`
const WORD = String.raw`(?:(?![${UNSPACED}])[\p{L}\p{M}\p{N}_])`
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g

/**
 * `@Ana` for Ana, and `@irem` for İrem, whatever the case and the accents; neither `@Anabel` nor `mail@ana`.
 *
 * Nobody without a name is mentioned.
 */
export function isMentioned(name: string | null, body: string): boolean {
  if (name === null || !body.includes('@')) return false
  return comparable(body).search(patternOf(name)) !== -1
}

/** A run of a text that begins at `at`. */
export interface Called {
  readonly at: number
  readonly text: string
  readonly isMention: boolean
}

/** Splits a text, as it was written, into what calls somebody by this name and what stands between. */
export function calledIn(name: string | null, text: string): readonly Called[] {
  const runs: Called[] = []
  let from = 0
  const add = (to: number, isMention: boolean) => {
    if (to > from) runs.push({ at: from, text: text.slice(from, to), isMention })
    from = Math.max(from, to)
  }
  for (const place of name === null || !text.includes('@') ? [] : placesOf(name, text)) {
    add(place.from, false)
    add(place.to, true)
  }
  add(text.length, false)
  return runs
}

function placesOf(name: string, text: string) {
  const { compared, placeOf } = mapped(text)
  const found = [...compared.matchAll(patternOf(name))]
  return found.map(({ index, 0: mention }) => placeOf({ from: index, to: index + mention.length }))
}

function patternOf(name: string): RegExp {
  const words = comparable(name).trim().split(/\s+/)
  const pattern = words.map((word) => word.replaceAll(SYNTAX, String.raw`\$&`)).join(String.raw`\s+`)
  return new RegExp(`(?<!${WORD})@${pattern}${isWord(words.at(-1)) ? `(?!${WORD})` : ''}`, 'giu')
}

/** A name that ends with a dot or a smile ends there, whatever follows. */
function isWord(last = ''): boolean {
  return new RegExp(`${WORD}$`, 'u').test(last)
}
