/** Whether a message calls somebody by name. Pure. */

// Scripts that put no space between words: beside their letters a name ends where it ends.
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`
const WORD = String.raw`(?:(?![${UNSPACED}])[\p{L}\p{M}\p{N}_])`
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g

/** `@Ana` for Ana, however it is capitalized; neither `@Anabel` nor `mail@ana`. Nobody without a name is mentioned. */
export function isMentioned(name: string | null, body: string): boolean {
  if (name === null || !body.includes('@')) return false
  const words = plain(name).split(/\s+/)
  const pattern = words.map((word) => word.replaceAll(SYNTAX, String.raw`\$&`)).join(String.raw`\s+`)
  return new RegExp(`(?<!${WORD})@${pattern}${isWord(words.at(-1)) ? `(?!${WORD})` : ''}`, 'iu').test(plain(body))
}

/** A name that ends with a dot or a smile ends there, whatever follows. */
function isWord(last = ''): boolean {
  return new RegExp(`${WORD}$`, 'u').test(last)
}

const plain = (text: string): string => text.normalize('NFC').trim()
