/**
 * Finds code and web addresses in a body. Pure; everything else stays plain text.
 *
 * A run of backticks opens code, and the next run of as many closes it: three
 * or more make a block, fewer a span within a line. What is not closed is text.
 */

import { type Piece, piecesOf } from './links'

/** A run of a body that begins at `at`. */
export type Marked =
  | Piece
  | { readonly type: 'code' | 'block'; readonly at: number /** Without its backticks. */; readonly text: string }

const BACKTICKS = /`+/g
const BLOCK_TICKS = 3
/** A block's first line may name a language, which is not shown. */
const LANGUAGE_LINE = /^[\w+#.-]*[ \t]*\n/

/** Splits a body into what is drawn: text and links as they are, code without its backticks. */
export function markedOf(body: string): readonly Marked[] {
  const marked: Marked[] = []
  let from = 0
  for (const { start, end, ticks } of codeIn(body)) {
    const isBlock = ticks >= BLOCK_TICKS
    // A block is on lines of its own already.
    const before = isBlock ? body.slice(from, start).replace(/\n$/, '') : body.slice(from, start)
    marked.push(...shifted(piecesOf(before), from))
    const inside = body.slice(start + ticks, end - ticks)
    marked.push({ type: isBlock ? 'block' : 'code', at: start, text: isBlock ? blockText(inside) : spanText(inside) })
    from = isBlock && body.charAt(end) === '\n' ? end + 1 : end
  }
  marked.push(...shifted(piecesOf(body.slice(from)), from))
  return marked
}

interface Code {
  readonly start: number
  readonly end: number
  readonly ticks: number
}

/** From left to right, each run of backticks looked at once: a body of nothing else is read in one go. */
function codeIn(body: string): readonly Code[] {
  const runs = [...body.matchAll(BACKTICKS)].map(({ index, 0: run }) => ({ start: index, ticks: run.length }))
  const next = nextOfSameLength(runs)
  const found: Code[] = []
  for (let index = 0; index < runs.length; index += 1) {
    const [opening, closing] = [runs[index], runs[next[index] ?? -1]]
    if (opening === undefined || closing === undefined) continue
    const { start, ticks } = opening
    const inside = body.slice(start + ticks, closing.start)
    // A span ends on its line; otherwise two lonely backticks in a long text would swallow what is between.
    if (inside.trim() === '' || (ticks < BLOCK_TICKS && inside.includes('\n'))) continue
    found.push({ start, end: closing.start + ticks, ticks })
    index = next[index] ?? index
  }
  return found
}

/** For each run the index of the next one that is as long. */
function nextOfSameLength(runs: readonly { readonly ticks: number }[]): readonly (number | undefined)[] {
  const next: (number | undefined)[] = []
  const latest = new Map<number, number>()
  for (let index = runs.length - 1; index >= 0; index -= 1) {
    const ticks = runs[index]?.ticks ?? 0
    next[index] = latest.get(ticks)
    latest.set(ticks, index)
  }
  return next
}

function blockText(inside: string): string {
  return inside.replace(LANGUAGE_LINE, '').replace(/\n$/, '')
}

/** One space within each end is for backticks at the ends of the code. */
function spanText(inside: string): string {
  return inside.startsWith(' ') && inside.endsWith(' ') ? inside.slice(1, -1) : inside
}

function shifted(pieces: readonly Piece[], by: number): readonly Piece[] {
  return pieces.map((piece) => ({ ...piece, at: piece.at + by }))
}
