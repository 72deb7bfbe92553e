/** Arrow keys move the focus from message to message, into those too that are not in the document yet. */

import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'

import { rowIn } from './readingPlace'
import { indexNear, nextMessage } from './rowSearch'
import type { MessageRowOf, RowList } from './rows'

/** So much stays between a row with the focus and the edge of the view. */
const MARGIN_PX = 8

export interface RowFocus {
  /** The row with the focus, which has to stay in the document; -1 without one. */
  readonly index: number
  /** To be called when rows were measured anew: one that was not yet can take no focus. */
  readonly onMeasured: () => void
}

export function useRowFocus(rows: RowList, scroller: RefObject<HTMLElement | null>): RowFocus {
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const wanted = useRef<string | null>(null)
  const near = useRef(0)
  const index = focusedId === null ? -1 : indexNear(rows, focusedId, near.current)
  if (index !== -1) near.current = index

  const take = () => {
    if (scroller.current === null || wanted.current === null) return
    if (focusRow(scroller.current, wanted.current)) wanted.current = null
  }
  useLayoutEffect(take)

  const onKeyDown = useEffectEvent((list: HTMLElement, event: KeyboardEvent) => {
    const { target, key } = event
    const isOnRow = target instanceof HTMLElement && target.dataset['row'] !== undefined
    // What stands within a row has keys of its own.
    if (isTaken(event) || (target !== list && !isOnRow)) return
    const next = goal(key, rows, isOnRow ? index : -1, list)
    if (next === undefined) return
    event.preventDefault()
    wanted.current = next.id
    setFocusedId(next.id)
    take()
  })
  useEffect(() => {
    const list = scroller.current
    if (list === null) return
    const onKey = (event: KeyboardEvent) => onKeyDown(list, event)
    const onFocus = ({ target }: FocusEvent) => {
      const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null
      setFocusedId((before) => row?.dataset['row'] ?? (wanted.current === null ? null : before))
    }
    const onBlur = () => {
      if (wanted.current === null) setFocusedId(null)
    }
    list.addEventListener('keydown', onKey)
    list.addEventListener('focusin', onFocus)
    list.addEventListener('focusout', onBlur)
    return () => {
      list.removeEventListener('keydown', onKey)
      list.removeEventListener('focusin', onFocus)
      list.removeEventListener('focusout', onBlur)
    }
  }, [scroller])
  return { index, onMeasured: take }
}

function isTaken({ defaultPrevented, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return defaultPrevented || altKey || ctrlKey || metaKey || shiftKey
}

/** The row that a key leads to from the row at `index`; -1 stands for the list itself. */
function goal(key: string, rows: RowList, index: number, scroller: HTMLElement): MessageRowOf | undefined {
  switch (key) {
    case 'Home':
      return nextMessage(rows, -1, 1)
    case 'End':
      return nextMessage(rows, rows.length, -1)
    case 'ArrowUp':
      return nextMessage(rows, index === -1 ? edgeOfView(rows, scroller, 'last') + 1 : index, -1)
    case 'ArrowDown':
      return nextMessage(rows, index === -1 ? edgeOfView(rows, scroller, 'first') - 1 : index, 1)
    default:
      return undefined
  }
}

/** The index of the first or the last row that is in view as a whole. */
function edgeOfView(rows: RowList, scroller: HTMLElement, edge: 'first' | 'last'): number {
  const view = scroller.getBoundingClientRect()
  const inView = [...scroller.querySelectorAll<HTMLElement>('[data-row]')].filter((row) => {
    const box = row.getBoundingClientRect()
    return box.top >= view.top && box.bottom <= view.bottom
  })
  const id = inView.at(edge === 'first' ? 0 : -1)?.dataset['row'] ?? ''
  return indexNear(rows, id, rows.length - 1)
}

function focusRow(scroller: HTMLElement, rowId: string): boolean {
  const row = rowIn(scroller, rowId)
  if (row === undefined) return false
  row.focus({ preventScroll: true })
  if (document.activeElement !== row) return false
  const [box, view] = [row.getBoundingClientRect(), scroller.getBoundingClientRect()]
  const above = view.top + MARGIN_PX - box.top
  const below = box.bottom + MARGIN_PX - view.bottom
  if (above > 0) scroller.scrollTop -= above
  else if (below > 0) scroller.scrollTop += below
  return true
}
