/** Which part of a long message is shown until somebody wants all of it. */

import { createContext, useContext } from 'react'

import type { Marked } from './markup'

/** As many lines as are shown of a message that is longer. */
const SHOWN_LINES = 40
/** So few more are shown at once: a button takes up as much. */
const SPARED_LINES = 8
/** A line that goes on is counted as several. */
const LINE_LENGTH = 80

/** The beginning of a long text; null of one that is shown whole. */
export function beginningOf(whole: readonly Marked[]): readonly Marked[] | null {
  const beginning: Marked[] = []
  let left = SHOWN_LINES
  let beyond = 0
  for (const piece of whole) {
    const end = left > 0 ? endOf(piece.text, left) : 0
    if (end > 0) beginning.push({ ...piece, text: piece.text.slice(0, end) })
    left -= linesIn(piece.text.slice(0, end))
    if (end < piece.text.length) left = 0
    beyond += linesIn(piece.text.slice(end))
  }
  return beyond > SPARED_LINES ? beginning : null
}

/** Where so many lines of a text end. */
function endOf(text: string, lines: number): number {
  let at = 0
  for (let line = 0; line < lines && at < text.length; line += 1) {
    const next = text.indexOf('\n', at)
    const end = next === -1 ? text.length : next + 1
    at = Math.min(end, at + LINE_LENGTH)
  }
  // No half of a character.
  return (text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at
}

function linesIn(text: string): number {
  return text === ''
    ? 0
    : text.split('\n').reduce((lines, line) => lines + 1 + Math.floor(line.length / LINE_LENGTH), -1)
}

/** Changes the height of a row without moving what is read. */
export type Resize = (row: HTMLElement, change: () => void) => void

export const ResizeContext = createContext<Resize>((_, change) => change())
export const useResize = (): Resize => useContext(ResizeContext)
