import type { TimelineItem } from './state'

type EntryItem = Extract<TimelineItem, { type: 'entry' }>

/** The index of the entry with this offset, or -1. Entries ascend; other lines may be between them. */
export function placeOf(items: readonly TimelineItem[], offset: number): number {
  let from = 0
  let to = items.length
  while (from < to) {
    const middle = (from + to) >> 1
    const at = nextEntry(items, middle, to)
    const found = offsetAt(items, at)
    if (found === offset) return at
    if (found !== null && found < offset) from = at + 1
    else to = middle
  }
  return -1
}

export function entryAt(items: readonly TimelineItem[], offset: number): EntryItem | null {
  const item = items[placeOf(items, offset)]
  return item?.type === 'entry' ? item : null
}

function nextEntry(items: readonly TimelineItem[], from: number, to: number): number {
  let at = from
  while (at < to && items[at]?.type !== 'entry') at += 1
  return at
}

/** Null for a line without an offset: it comes after every line that has one. */
function offsetAt(items: readonly TimelineItem[], at: number): number | null {
  const item = items[at]
  return item?.type === 'entry' ? item.entry.offset : null
}
