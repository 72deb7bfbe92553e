/** Where in the list somebody reads, measured and brought back in the DOM. */

/** Closer than this to the end counts as reading the newest. */
const AT_END_PX = 48
/** Less is a rounding of the browser's, and no step of the reader's. */
const STILL_PX = 0.5

export interface Anchor {
  readonly rowId: string
  /** How far its lower edge is below the top of the view. */
  readonly bottom: number
  /** Where the row is too high for that, its upper edge is shown. */
  readonly isSought?: boolean
}

export interface Place {
  readonly isAtEnd: boolean
  /** The rows in view from the top; the first of them that is still there is kept still. */
  readonly anchors: readonly Anchor[]
}

export const END: Place = { isAtEnd: true, anchors: [] }

/** Where a room was left, and the last message that had been seen there. */
export interface LeftPlace {
  readonly place: Place
  readonly lastSeenId: string | null
}

/** For as long as a room is joined: a room that is over takes its place along. */
const left = new WeakMap<object, LeftPlace>()

/** Keeps where somebody read who looks at another room now; whoever was at the end finds the end again. */
export function keepPlace(room: object, { place, lastSeenId }: LeftPlace): void {
  if (place.isAtEnd) left.delete(room)
  else left.set(room, { place, lastSeenId })
}

export function placeLeft(room: object): LeftPlace | null {
  return left.get(room) ?? null
}

export function isAtEnd(scroller: HTMLElement): boolean {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= AT_END_PX
}

export function placeIn(scroller: HTMLElement): Place {
  const { top, bottom } = scroller.getBoundingClientRect()
  const anchors: Anchor[] = []
  for (const row of rowsIn(scroller)) {
    const box = row.getBoundingClientRect()
    if (box.top >= bottom) break
    if (box.bottom > top) anchors.push({ rowId: row.dataset['row'] ?? '', bottom: box.bottom - top })
  }
  return { isAtEnd: isAtEnd(scroller), anchors }
}

/**
 * Puts the same words under the reader's eyes as when `place` was taken.
 *
 * By the lower edge of a row: when older messages come in above, it may lose
 * the name over it, and then its text stays where it was. Where every row that
 * was in view is gone this is another list, which is read from its end.
 */
export function bringBack(scroller: HTMLElement, place: Place): void {
  // Far from where it was, the list has no row in view before it has drawn some: wherever that is, it stays.
  if (!place.isAtEnd && place.anchors.length === 0) return
  const kept = place.isAtEnd ? undefined : stillThere(scroller, place.anchors)
  if (kept === undefined) {
    scroller.scrollTop = scroller.scrollHeight
    return
  }
  const { row, anchor } = kept
  const box = row.getBoundingClientRect()
  const bottom = anchor.isSought === true ? Math.max(anchor.bottom, box.height) : anchor.bottom
  const moved = box.bottom - scroller.getBoundingClientRect().top - bottom
  if (Math.abs(moved) >= STILL_PX) scroller.scrollTop += moved
}

export function rowIn(scroller: HTMLElement, rowId: string): HTMLElement | undefined {
  return rowsIn(scroller).find((row) => row.dataset['row'] === rowId)
}

function stillThere(scroller: HTMLElement, anchors: readonly Anchor[]) {
  const rows = new Map(rowsIn(scroller).map((row) => [row.dataset['row'], row]))
  for (const anchor of anchors) {
    const row = rows.get(anchor.rowId)
    if (row !== undefined) return { row, anchor }
  }
  return undefined
}

function rowsIn(scroller: HTMLElement): readonly HTMLElement[] {
  return [...scroller.querySelectorAll<HTMLElement>('[data-row]')]
}
