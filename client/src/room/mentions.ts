/** Whether and where a message calls somebody by name. Pure. */

// Scripts that put no space between words: beside their letters a name ends where it ends.
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`
const WORD = String.raw`(?:(?![${UNSPACED}])[\p{L}\p{M}\p{N}_])`
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g

/** `@Ana` for Ana, however it is capitalized; neither `@Anabel` nor `mail@ana`. Nobody without a name is mentioned. */
export function isMentioned(name: string | null, body: string): boolean {
  if (name === null || !body.includes('@')) return false
  return plain(body).search(patternOf(name)) !== -1
}

/** A run of a text that begins at `at`. */
export interface Called {
  readonly at: number
  readonly text: string
  readonly isMention: boolean
}

/** Splits a text, as it was written, into what calls somebody by this name and what stands between. */
export function calledIn(name: string | null, text: string): readonly Called[] {
  const found = name === null || !text.includes('@') ? [] : [...text.matchAll(patternOf(name))]
  const runs: Called[] = []
  let from = 0
  for (const { index, 0: mention } of found) {
    if (index > from) runs.push({ at: from, text: text.slice(from, index), isMention: false })
    runs.push({ at: index, text: mention, isMention: true })
    from = index + mention.length
  }
  if (from < text.length) runs.push({ at: from, text: text.slice(from), isMention: false })
  return runs
}

function patternOf(name: string): RegExp {
  const words = plain(name).split(/\s+/)
  const pattern = words.map(anyFormOf).join(String.raw`\s+`)
  return new RegExp(`(?<!${WORD})@${pattern}${isWord(words.at(-1)) ? `(?!${WORD})` : ''}`, 'giu')
}

/** A keyboard may write an accent with its letter, or after it. */
function anyFormOf(word: string): string {
  const forms = new Set([word, word.normalize('NFD')])
  return `(?:${[...forms].map((form) => form.replaceAll(SYNTAX, String.raw`\$&`)).join('|')})`
}

/** A name that ends with a dot or a smile ends there, whatever follows. */
function isWord(last = ''): boolean {
  return new RegExp(`${WORD}$`, 'u').test(last)
}

const plain = (text: string): string => text.normalize('NFC').trim()
