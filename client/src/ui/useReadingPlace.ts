/** Keeps the list still under the reader, and only a window of it in the document. */

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

import { bringBack, END, type Place, placeIn } from './readingPlace'
import type { Row } from './rows'

/** Rows in the document while the newest are read; further up it grows. */
const WINDOW_ROWS = 300
const GROWTH_ROWS = 200
/** How near the top older messages are fetched before they are missed. */
const NEAR_TOP_PX = 400

/** What was the case when the reader left the end; null while there. */
interface Away {
  readonly lastSeenId: string | undefined
  /** The first row in the document; null for the first that there is. */
  readonly fromId: string | null
}

export interface Reading {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly shown: readonly Row[]
  readonly isAtEnd: boolean
  /** Messages of others that came in below. */
  readonly newCount: number
  readonly onScroll: () => void
  readonly toEnd: () => void
  /** Shows a row in the middle of the view, and gives it the focus. */
  readonly toRow: (rowId: string) => void
}

export function useReadingPlace(rows: readonly Row[], onNearTop: () => void): Reading {
  const scroller = useRef<HTMLDivElement>(null)
  const place = useRef<Place>(END)
  const [away, setAway] = useState<Away | null>(null)
  const start = startOf(rows, away)

  const note = (element: HTMLElement) => {
    place.current = placeIn(element)
    if (place.current.isAtEnd) setAway(null)
    else setAway((before) => before ?? leave(rows, start))
  }
  const onScroll = () => {
    const element = scroller.current
    if (element === null) return
    // The page grew or shrank under the reader, and the browser moved the list for it.
    if (still.hasResized(element)) return still.bringBack(element)
    note(element)
    if (element.scrollTop > NEAR_TOP_PX || place.current.isAtEnd) return
    if (start > 0) setAway((before) => before && { ...before, fromId: idAt(rows, start - GROWTH_ROWS) })
    else onNearTop()
  }
  const toEnd = () => {
    place.current = END
    setAway(null)
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
    scroller.current?.focus({ preventScroll: true })
  }

  const [shownRow, setShownRow] = useState<string | null>(null)
  const toRow = (rowId: string) => {
    const from = Math.min(start, indexOf(rows, rowId) - GROWTH_ROWS)
    setAway((before) => ({ lastSeenId: before?.lastSeenId ?? rows.at(-1)?.id, fromId: idAt(rows, from) }))
    setShownRow(rowId)
  }
  useLayoutEffect(() => {
    const row = [...(scroller.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].find(
      (each) => each.dataset['row'] === shownRow,
    )
    if (row === undefined || scroller.current === null) return
    setShownRow(null)
    row.scrollIntoView({ block: 'center' })
    row.focus({ preventScroll: true })
    place.current = placeIn(scroller.current)
    if (place.current.isAtEnd) setAway(null)
  }, [shownRow])

  const still = useStillOnResize(scroller, place)
  const wroteLast = useNewlyWritten(rows)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    if (wroteLast()) place.current = END
    bringBack(element, place.current)
    place.current = placeIn(element)
    if (place.current.isAtEnd) setAway(null)
  }, [rows, start, wroteLast])

  const newCount = away === null ? 0 : countNew(rows, away.lastSeenId)
  return { scroller, shown: rows.slice(start), isAtEnd: away === null, newCount, onScroll, toEnd, toRow }
}

function startOf(rows: readonly Row[], away: Away | null): number {
  if (away === null) return Math.max(0, rows.length - WINDOW_ROWS)
  return away.fromId === null ? 0 : Math.max(0, indexOf(rows, away.fromId))
}

function leave(rows: readonly Row[], start: number): Away {
  return { lastSeenId: rows.at(-1)?.id, fromId: idAt(rows, start) }
}

function idAt(rows: readonly Row[], index: number): string | null {
  return index <= 0 ? null : (rows[index]?.id ?? null)
}

function indexOf(rows: readonly Row[], id: string | undefined): number {
  return rows.findIndex((row) => row.id === id)
}

function countNew(rows: readonly Row[], lastSeenId: string | undefined): number {
  const lastSeen = indexOf(rows, lastSeenId)
  if (lastSeen === -1) return 0
  return rows.slice(lastSeen + 1).filter((row) => row.type === 'message' && !row.own).length
}

/** Tells once for each message written here: its author wants to see it. */
function useNewlyWritten(rows: readonly Row[]): () => boolean {
  const last = rows.at(-1)
  const writtenId = last?.type === 'message' && last.item.type === 'pending' ? last.id : null
  const known = useRef(writtenId)
  const latest = useRef(writtenId)
  latest.current = writtenId
  return useRef(() => {
    const isNew = latest.current !== null && latest.current !== known.current
    known.current = latest.current
    return isNew
  }).current
}

/** A keyboard that opens, or a box that grows, moves the end and not the reader. */
function useStillOnResize(scroller: RefObject<HTMLElement | null>, place: RefObject<Place>) {
  const height = useRef<number | null>(null)
  const still = useRef({
    hasResized: (element: HTMLElement) => height.current !== null && height.current !== element.clientHeight,
    bringBack: (element: HTMLElement) => {
      height.current = element.clientHeight
      bringBack(element, place.current)
    },
  }).current
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const observer = new ResizeObserver(() => still.bringBack(element))
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller, still])
  return still
}
