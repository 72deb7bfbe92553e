/** Where in the list somebody reads, measured and brought back in the DOM. */

/** Closer than this to the end counts as reading the newest. */
const AT_END_PX = 48

export interface Place {
  readonly isAtEnd: boolean
  /** The first row in view, and how far its lower edge is below the top. */
  readonly anchor: { readonly rowId: string; readonly bottom: number } | null
}

export const END: Place = { isAtEnd: true, anchor: null }

export function placeIn(scroller: HTMLElement): Place {
  const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
  const first = rowsIn(scroller).find((row) => bottomOf(row) > scroller.scrollTop)
  const anchor =
    first?.dataset['row'] === undefined
      ? null
      : { rowId: first.dataset['row'], bottom: bottomOf(first) - scroller.scrollTop }
  return { isAtEnd: below <= AT_END_PX, anchor }
}

/**
 * Puts the same words under the reader's eyes as when `place` was taken.
 *
 * By the lower edge of a row: when older messages come in above, it may lose
 * the name over it, and then its text stays where it was. A row that is gone
 * means another list, which is read from its end.
 */
export function bringBack(scroller: HTMLElement, place: Place): void {
  const { anchor } = place
  const row = anchor === null ? undefined : rowsIn(scroller).find((one) => one.dataset['row'] === anchor.rowId)
  if (place.isAtEnd || anchor === null || row === undefined) scroller.scrollTop = scroller.scrollHeight
  else scroller.scrollTop = bottomOf(row) - anchor.bottom
}

function rowsIn(scroller: HTMLElement): readonly HTMLElement[] {
  return [...scroller.querySelectorAll<HTMLElement>('[data-row]')]
}

function bottomOf(row: HTMLElement): number {
  return row.offsetTop + row.offsetHeight
}
