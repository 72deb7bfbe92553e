/** Finds web addresses in a body. Pure; everything else stays plain text. */

/** A run of a body that begins at `at`. */
export type Piece =
  | { readonly type: 'text'; readonly at: number; readonly text: string }
  | { readonly type: 'link'; readonly at: number; readonly text: string; readonly href: string }

// Only these two schemes: any other may run code or open a program.
const ADDRESS = /https?:\/\/[^\s<>"'`\p{Script=Han}\u3000-\u303f\uff00-\uffef]+/giu
const ENDS_A_SENTENCE: ReadonlySet<string> = new Set('.,;:!?…*_~')
/** Longer than any address that a browser is sure to follow; what is longer stays text. */
const MAX_ADDRESS_LENGTH = 2_048
const BRACKETS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]

/** Splits a body so that the pieces together are the body again. */
export function piecesOf(body: string): readonly Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const found of body.matchAll(ADDRESS)) {
    const text = withoutTrailing(found[0])
    const href = hrefOf(text)
    if (href === null) continue
    if (found.index > from) pieces.push({ type: 'text', at: from, text: body.slice(from, found.index) })
    pieces.push({ type: 'link', at: found.index, text, href })
    from = found.index + text.length
  }
  if (from < body.length) pieces.push({ type: 'text', at: from, text: body.slice(from) })
  return pieces
}

/** The full stop after an address and the bracket around it are not part of it. */
function withoutTrailing(address: string): string {
  const surplus = new Map(BRACKETS.map(([open, close]) => [close, countOf(close, address) - countOf(open, address)]))
  let end = address.length
  for (; end > 0; end -= 1) {
    const last = address.charAt(end - 1)
    const unopened = surplus.get(last) ?? 0
    if (unopened > 0) surplus.set(last, unopened - 1)
    else if (!ENDS_A_SENTENCE.has(last)) break
  }
  return address.slice(0, end)
}

const countOf = (part: string, text: string): number => text.split(part).length - 1

function hrefOf(text: string): string | null {
  if (text.length > MAX_ADDRESS_LENGTH || !URL.canParse(text)) return null
  const url = new URL(text)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null
}
