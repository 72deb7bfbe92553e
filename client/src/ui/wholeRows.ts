/** Which rows stand in the document wherever the list is scrolled to. */

import { useEffect, useMemo, useState } from 'react'

/**
 * So many rows stand in the document whole: the browser's own search finds
 * them all there, and no scrolling is quicker than what stands already.
 */
const WHOLE_ROWS = 400
/** So many come into the document at once beside those near the view, and go. */
const STEP = 25
/** What comes by more than this within one drawing is a flood: it passes, and stays once it is over. */
const FEW = 8
/** Nothing has come for so long: there is time for a step. */
const PAUSE_MS = 100

/** How many of the last rows are kept, of how many. */
export interface Whole {
  readonly length: number
  readonly count: number
}

/** At first, when a list is drawn. */
export const wholeOf = (length: number): Whole => stepped({ length, count: 0 })

/** After rows came or went: the same object where none did. */
export function followed(before: Whole, length: number): Whole {
  if (length === before.length) return before
  const came = length - before.length
  if (length > WHOLE_ROWS) return { length, count: Math.max(0, before.count - STEP) }
  return { length, count: Math.min(length, before.count + (came <= FEW ? Math.max(0, came) : 0)) }
}

/** One step further to the whole list, or to nothing of one that is too long; the same object at the end of the way. */
export function stepped(whole: Whole): Whole {
  const { length, count } = whole
  const next = length > WHOLE_ROWS ? Math.max(0, count - STEP) : Math.min(length, count + STEP)
  return next === count ? whole : { length, count: next }
}

/**
 * The indices of the rows that are kept.
 *
 * A short list is whole, but not at once: it begins with what is near the
 * view, and the rest comes step by step while nothing else does.
 */
export function useWholeRows(length: number): readonly number[] {
  const [before, setWhole] = useState(() => wholeOf(length))
  const whole = followed(before, length)
  if (whole !== before) setWhole(whole)
  useEffect(() => {
    if (stepped(whole) === whole) return
    const timer = setTimeout(() => setWhole(stepped), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [whole])
  return useMemo(() => Array.from({ length: whole.count }, (_, index) => whole.length - whole.count + index), [whole])
}
