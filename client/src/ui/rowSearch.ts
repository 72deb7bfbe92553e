/** Finds rows by their ids in a list that may be very long. Pure. */

import type { MessageRowOf, RowList } from './rows'

/** The index of a row, looked for outward from where it was last; -1 where it is gone. */
export function indexNear(rows: RowList, id: string, near: number): number {
  const start = Math.max(0, Math.min(near, rows.length - 1))
  for (let step = 0; step <= rows.length; step += 1) {
    if (start + step < rows.length && rows.at(start + step)?.id === id) return start + step
    if (step > 0 && start - step >= 0 && rows.at(start - step)?.id === id) return start - step
  }
  return -1
}

/** The messages of others below the row `lastSeenId`, the first of them first; none where that row is gone. */
export function newBelow(rows: RowList, lastSeenId: string | null): readonly MessageRowOf[] {
  const found: MessageRowOf[] = []
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows.at(index)
    if (row?.id === lastSeenId) return found.toReversed()
    if (row?.type === 'message' && !row.own) found.push(row)
  }
  // Nothing had been seen: the room was empty.
  return lastSeenId === null ? found.toReversed() : []
}

/** The last row that keeps its id whatever comes after it. */
export function lastSeenIn(rows: RowList): string | null {
  return lastMessageBefore(rows, rows.length) ?? rows.at(0)?.id ?? null
}

/** The next message from `from` on, up (-1) or down (1), itself not counted. */
export function nextMessage(rows: RowList, from: number, direction: 1 | -1): MessageRowOf | undefined {
  for (let index = from + direction; index >= 0 && index < rows.length; index += direction) {
    const row = rows.at(index)
    if (row?.type === 'message') return row
  }
  return undefined
}

function lastMessageBefore(rows: RowList, index: number): string | undefined {
  return nextMessage(rows, index, -1)?.id
}
