/** Which part of a long message is shown until somebody wants all of it. */

import { createContext, useContext } from 'react'

import type { Marked } from './markup'

/** As many lines as are shown of a message that is longer. */
const SHOWN_LINES = 40
/** So few more are shown at once: a button takes up as much. */
const SPARED_LINES = 8
/** A line that goes on is counted as several. */
const LINE_LENGTH = 80
/** What code and a link take of a line beside their text: a browser needs as long for one as for so many letters. */
const ELEMENT_LENGTH = 8

/** How far a text has come: whole lines, and how much of the next one. */
interface Place {
  readonly line: number
  readonly column: number
}

/** The beginning of a long text; null of one that is shown whole. */
export function beginningOf(whole: readonly Marked[]): readonly Marked[] | null {
  const beginning: Marked[] = []
  let shown: Place | null = null
  let place: Place = { line: 0, column: 0 }
  for (const piece of whole) {
    const start = startOf(piece, place)
    const end: number = shown === null ? endOf(piece.text, start) : 0
    const text = piece.text.slice(0, end)
    if (end > 0) beginning.push({ ...piece, text })
    if (end < piece.text.length) shown ??= placeAfter(text, start)
    place = closed(piece, placeAfter(piece.text, start))
  }
  return shown !== null && place.line - shown.line > SPARED_LINES ? beginning : null
}

/** A block begins on a line of its own. */
function startOf({ type }: Marked, { line, column }: Place): Place {
  if (type === 'text') return { line, column }
  if (type === 'block') return { line: column > 0 ? line + 1 : line, column: 0 }
  return { line, column: column + ELEMENT_LENGTH }
}

/** What follows a block is below its frame, which takes up a line. */
function closed({ type }: Marked, place: Place): Place {
  return type === 'block' ? { line: place.line + 2, column: 0 } : place
}

/** Where the lines that are shown end in a text that begins at a place. */
function endOf(text: string, { line: first, column }: Place): number {
  let at = 0
  let left = Math.max(LINE_LENGTH - column, 0)
  for (let line = first; line < SHOWN_LINES && at < text.length; line += 1) {
    const next = text.indexOf('\n', at)
    const end = next === -1 ? text.length : next + 1
    at = Math.min(end, at + left)
    left = LINE_LENGTH
  }
  // No half of a character.
  return (text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at
}

function placeAfter(text: string, { line, column }: Place): Place {
  const [first = 0, ...others] = text.split('\n').map(({ length }) => length)
  return others.reduce<Place>(
    (place, length) => along({ line: place.line + 1, column: 0 }, length),
    along({ line, column }, first),
  )
}

function along({ line, column }: Place, length: number): Place {
  const end = column + length
  return { line: line + Math.floor(end / LINE_LENGTH), column: end % LINE_LENGTH }
}

/** Changes the height of a row without moving what is read. */
export type Resize = (row: HTMLElement, change: () => void) => void

export const ResizeContext = createContext<Resize>((_, change) => change())
export const useResize = (): Resize => useContext(ResizeContext)
