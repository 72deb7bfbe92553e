/** Keeps the list lower than what a browser can lay out, below which the newest would be out of reach. */

import { type RefObject, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'

import { useRoom } from './roomContext'
import { nextMessage } from './rowSearch'
import type { RowList } from './rows'

/** Chromium and WebKit count up to 2^31 64ths of a pixel of the screen, and Firefox so many 60ths of one of the page. */
const MAX_SCREEN_PX = 32_000_000
const MAX_PAGE_PX = 16_000_000
/** From this part of it on, nothing older is loaded. */
const FULL_PART = 0.9
/** So much of it is left of a list that has become higher: not with every message anew. */
const LEFT_PART = 0.8

/** How high a list may be. */
export function maxListHeight(devicePixelRatio: number): number {
  return Math.min(MAX_PAGE_PX, MAX_SCREEN_PX / devicePixelRatio)
}

export interface ListHeight {
  readonly list: RefObject<VirtualizerHandle | null>
  /** Whether there is no room for older messages. */
  readonly isFull: boolean
  /** To be called when rows were measured anew. */
  readonly onMeasured: () => void
}

/** Drops the oldest rows of a list whose measured rows are too high together. */
export function useListHeight(rows: RowList): ListHeight {
  const room = useRoom()
  const list = useRef<VirtualizerHandle>(null)
  const [isFull, setFull] = useState(false)
  const onMeasured = () => {
    if (list.current === null) return
    const height = list.current.scrollSize
    const most = maxListHeight(devicePixelRatio)
    setFull(height > most * FULL_PART)
    if (height <= most) return
    const top = list.current.findItemIndex(height - most * LEFT_PART)
    const first = nextMessage(rows, top - 1, 1)
    if (first?.item.type === 'entry') room.dropOlder(first.item.entry.offset)
  }
  const onRows = useEffectEvent(onMeasured)
  useLayoutEffect(() => onRows(), [rows])
  return { list, isFull, onMeasured }
}
