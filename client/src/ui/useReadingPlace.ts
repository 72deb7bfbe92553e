/** Keeps the list still under the reader. */

import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

import type { Resize } from './folding'
import { usePrinting } from './hooks'
import { bringBack, END, isAtEnd, keepPlace, type Place, placeIn, placeLeft } from './readingPlace'
import { useRoom } from './roomContext'
import { indexNear, lastSeenIn, newBelow } from './rowSearch'
import type { RowList } from './rows'

/** How near the top older messages are fetched before they are missed. */
const NEAR_TOP_PX = 400
/** Where a row that was asked for stands: its lower edge, as a part of the view. */
const SHOWN_AT = 1 / 3

/** What was the case when the reader left the end; null while there. */
interface Away {
  readonly lastSeenId: string | null
}

export interface Reading {
  readonly scroller: RefObject<HTMLDivElement | null>
  /** The row that is kept still, which has to stay in the document. */
  readonly anchorIndex: number
  readonly isAtEnd: boolean
  /** Messages of others that came in below. */
  readonly newCount: number
  readonly onScroll: () => void
  /** To be called when rows were measured anew. */
  readonly onMeasured: () => void
  readonly toEnd: () => void
  readonly toRow: (rowId: string) => void
  /** Changes the height of a row, which is read on from where it was. */
  readonly resize: Resize
}

export function useReadingPlace(rows: RowList, onNearTop: () => void): Reading {
  const scroller = useRef<HTMLDivElement>(null)
  const room = useRoom()
  const [left] = useState(() => placeLeft(room))
  const place = useRef<Place>(left?.place ?? END)
  const [away, setAway] = useState<Away | null>(left && { lastSeenId: left.lastSeenId })
  // Before the rows have heights no place is found, and each one is the end.
  const isFound = useRef(left === null)
  const [, drawAgain] = useReducer((count: number) => count + 1, 0)
  const anchorIndex = useAnchorIndex(rows, place)
  // On paper nothing scrolls, and everything is at the end.
  const isPrinting = usePrinting()

  const leave = () => setAway((before) => before ?? { lastSeenId: lastSeenIn(rows) })
  const onScroll = () => {
    const element = scroller.current
    if (element === null || !isFound.current || isPrinting) return
    // The page grew or shrank under the reader, and the browser moved the list for it.
    if (still.hasResized(element)) return still.bringBack(element)
    place.current = placeIn(element)
    if (place.current.isAtEnd) return setAway(null)
    leave()
    if (element.scrollTop <= NEAR_TOP_PX) onNearTop()
  }
  const onMeasured = () => {
    if (scroller.current === null || isPrinting) return
    bringBack(scroller.current, place.current)
    isFound.current = true
    if (place.current.anchors.length === 0 && !place.current.isAtEnd) place.current = placeIn(scroller.current)
  }
  const toEnd = () => {
    place.current = END
    setAway(null)
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
    scroller.current?.focus({ preventScroll: true })
  }
  const toRow = (rowId: string) => {
    const bottom = (scroller.current?.clientHeight ?? 0) * SHOWN_AT
    place.current = { isAtEnd: false, anchors: [{ rowId, bottom, isSought: true }] }
    leave()
    drawAgain()
  }
  const resize = (row: HTMLElement, change: () => void) => {
    const element = scroller.current
    const rowId = row.dataset['row']
    if (element === null || rowId === undefined) return change()
    const before = row.getBoundingClientRect()
    flushSync(change)
    const view = element.getBoundingClientRect().top
    const { height } = row.getBoundingClientRect()
    // Its beginning stays where it is; where it was out of sight, what has become shorter ends where it ended.
    const isFromTop = before.top >= view || height > before.height
    place.current = {
      isAtEnd: false,
      anchors: [{ rowId, bottom: (isFromTop ? before.top + height : before.bottom) - view }],
    }
    leave()
    drawAgain()
  }

  const still = useStillOnResize(scroller, place)
  const wroteLast = useNewlyWritten(rows)
  useKeptPlace(place, away)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || isPrinting) return
    if (wroteLast()) place.current = END
    bringBack(element, place.current)
    if (!isFound.current || !isAtEnd(element)) return
    place.current = END
    setAway(null)
  }, [rows, anchorIndex, wroteLast, isPrinting])

  const newCount = away === null ? 0 : newBelow(rows, away.lastSeenId).length
  return { scroller, anchorIndex, isAtEnd: away === null, newCount, onScroll, onMeasured, toEnd, toRow, resize }
}

/** Keeps the place of this room for when it is shown again. */
function useKeptPlace(place: RefObject<Place>, away: Away | null): void {
  const room = useRoom()
  const keep = useEffectEvent(() => keepPlace(room, { place: place.current, lastSeenId: away?.lastSeenId ?? null }))
  useLayoutEffect(() => () => keep(), [])
}

/** The index of the first row in view that is still there; -1 at the end of the list. */
function useAnchorIndex(rows: RowList, place: RefObject<Place>): number {
  const near = useRef(0)
  if (place.current.isAtEnd) return -1
  for (const { rowId } of place.current.anchors) {
    const index = indexNear(rows, rowId, near.current)
    if (index === -1) continue
    near.current = index
    return index
  }
  return -1
}

/** Tells once for each message written here: its author wants to see it. */
function useNewlyWritten(rows: RowList): () => boolean {
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
