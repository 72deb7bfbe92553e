/** What the message list draws, line by line, from a room's items. Pure. */

import type { Member } from '../protocol/frames.gen'
import type { TimelineItem } from '../room/state'
import { dayOf } from './language/times'
import { isSamePerson } from './person'

/** Messages of one author stand under one name when they are this close. */
const GROUP_MS = 5 * 60 * 1000

/** An item that somebody wrote. */
export type Written = Extract<TimelineItem, { type: 'entry' | 'pending' }>

export type Row =
  | { readonly type: 'day'; readonly id: string; readonly at: number }
  | {
      readonly type: 'message'
      readonly id: string
      readonly at: number
      readonly item: Written
      readonly person: Member
      readonly own: boolean
      /** Whether the name and the mark stand above it. */
      readonly opensGroup: boolean
    }
  | { readonly type: 'line'; readonly id: string; readonly at: number; readonly item: Exclude<TimelineItem, Written> }

/** Orders nothing and drops nothing: one row an item, and one for each new day. */
export function rowsOf(items: readonly TimelineItem[], self: Member): readonly Row[] {
  const rows: Row[] = []
  let day: string | null = null
  for (const item of items) {
    const at = timeOf(item)
    if (dayOf(at) !== day) {
      day = dayOf(at)
      rows.push({ type: 'day', id: `day ${item.id}`, at })
    }
    rows.push(rowOf(item, at, self, rows.at(-1)))
  }
  return rows
}

function rowOf(item: TimelineItem, at: number, self: Member, above: Row | undefined): Row {
  if (item.type !== 'entry' && item.type !== 'pending') return { type: 'line', id: item.id, at, item }
  const person = item.type === 'entry' ? item.entry : self
  const own = item.type === 'pending' || item.own
  const opensGroup = !continues(above, person, own, at)
  return { type: 'message', id: item.id, at, item, person, own, opensGroup }
}

function continues(above: Row | undefined, person: Member, own: boolean, at: number): boolean {
  if (above?.type !== 'message' || above.own !== own) return false
  return isSamePerson(above.person, person) && at - above.at < GROUP_MS
}

function timeOf(item: TimelineItem): number {
  if (item.type === 'entry') return Date.parse(item.entry.at)
  return item.type === 'pending' ? item.writtenAt : item.at
}
