/** What the message list draws, line by line, from a room's items. No React, no DOM. */

import type { Member } from '../protocol/frames.gen'
import type { TimelineItem } from '../room/state'
import { isShownAlike } from './person'

/** Messages of one author stand under one name when they are this close. */
const GROUP_MS = 5 * 60 * 1000
/** So many lines about who came and who went stand by themselves; more that stand together are gathered. */
const FEW_LINES = 3

/** An item that somebody wrote. */
export type Written = Extract<TimelineItem, { type: 'entry' | 'pending' }>
/** An item about somebody who came or went. */
export type Move = Extract<TimelineItem, { type: 'joined' | 'left' }>

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
  | { readonly type: 'moves'; readonly id: string; readonly at: number; readonly items: readonly Move[] }

export type MessageRowOf = Extract<Row, { type: 'message' }>

/** Rows in their order. An array is one too. */
export interface RowList {
  readonly length: number
  /** As `Array.prototype.at`. */
  at(index: number): Row | undefined
}

/**
 * The rows of a list that goes on: one an item, one for each new day, and one
 * for a crowd that came or went.
 *
 * What is new at the end costs what is new, and no more than a look at what
 * stands before it. A row stays the same object as long as it shows the same.
 * A list that was returned holds good until the next one.
 */
export class Rows {
  #items: readonly TimelineItem[] = []
  #self: Member | null = null
  readonly #rows: Row[] = []
  /** For each item, how many rows there are down to it. */
  readonly #ends: number[] = []
  /** Finds the row that an item had before, for what stands below something new. */
  #formerRow: (index: number) => Row | undefined = () => undefined

  /** @param zone the time zone whose days the rows show. */
  constructor(zone?: string) {
    // The days that were looked at last were those of another zone.
    if (zone !== undefined) day = { from: 0, to: 0 }
  }

  of(items: readonly TimelineItem[], self: Member): RowList {
    const isSameReader = this.#self !== null && isShownAlike(this.#self, self)
    const kept = isSameReader ? this.#countKept(items) : 0
    this.#formerRow = this.#cut(kept, items)
    this.#items = items
    this.#self = self
    for (let index = kept; index < items.length; ) index = this.#add(index, self)
    this.#formerRow = () => undefined
    const [rows, length] = [this.#rows, this.#rows.length]
    return { length, at: (index) => (index < length ? rows[index < 0 ? length + index : index] : undefined) }
  }

  /** Takes off the rows of the items from `kept` on, and returns how to find them again. */
  #cut(kept: number, items: readonly TimelineItem[]): (index: number) => Row | undefined {
    const before = this.#items
    const lead = items.length - before.length
    const ends = this.#ends.splice(kept)
    const top = this.#ends.at(-1) ?? 0
    const rows = this.#rows.splice(top)
    return (index) => {
      if (items[index] !== before[index - lead]) return undefined
      return rows[(ends[index - lead - kept] ?? 0) - 1 - top]
    }
  }

  /** How many items from the first on have the rows that they had. */
  #countKept(items: readonly TimelineItem[]): number {
    const most = Math.min(items.length, this.#items.length)
    let kept = 0
    while (kept < most && items[kept] === this.#items[kept]) kept += 1
    // What comes may stand together with the moves above it.
    while (kept > 0 && isMove(items[kept - 1])) kept -= 1
    return kept
  }

  /** Adds the rows of the item at `index`, and returns the next that has none. */
  #add(index: number, self: Member): number {
    const item = this.#items[index]
    if (item === undefined) return this.#items.length
    const former = this.#formerRow(index)
    const at = former?.type === 'message' ? former.at : timeOf(item)
    const above = this.#rows.at(-1)
    if (above === undefined || !isSameDay(above.at, at)) this.#rows.push({ type: 'day', id: `day ${item.id}`, at })
    const moves = this.#movesFrom(index, at)
    if (moves.length > FEW_LINES) {
      this.#rows.push({ type: 'moves', id: item.id, at, items: moves })
      for (const _ of moves) this.#ends.push(this.#rows.length)
      return index + moves.length
    }
    const row = rowOf(item, at, self, this.#rows.at(-1))
    this.#rows.push(former !== undefined && showsSame(former, row) ? former : row)
    this.#ends.push(this.#rows.length)
    return index + 1
  }

  /** Who came and went on one day with nothing between, from the first of them on; none where `index` is not the first. */
  #movesFrom(index: number, at: number): readonly Move[] {
    const above = this.#rows.at(-1)
    if (above?.type === 'line' && isMove(above.item)) return []
    let end = index
    for (let item = this.#items[end]; isMove(item) && isSameDay(item.at, at); item = this.#items[end]) end += 1
    return this.#items.slice(index, end).filter(isMove)
  }
}

function rowOf(item: TimelineItem, at: number, self: Member, above: Row | undefined): Row {
  if (item.type !== 'entry' && item.type !== 'pending') return { type: 'line', id: item.id, at, item }
  const person = item.type === 'entry' ? item.entry : self
  const own = item.type === 'pending' || item.own
  const opensGroup = !continues(above, person, own, at)
  return { type: 'message', id: item.id, at, item, person, own, opensGroup }
}

function showsSame(one: Row, other: Row): boolean {
  if (one.type !== 'message' || other.type !== 'message') return one.type === other.type && one.id === other.id
  return one.item === other.item && one.opensGroup === other.opensGroup && one.person === other.person
}

function continues(above: Row | undefined, person: Member, own: boolean, at: number): boolean {
  if (above?.type !== 'message' || above.own !== own) return false
  return isShownAlike(above.person, person) && at - above.at < GROUP_MS
}

export function isMove(item: TimelineItem | undefined): item is Move {
  return item?.type === 'joined' || item?.type === 'left'
}

function timeOf(item: TimelineItem): number {
  if (item.type === 'entry') return Date.parse(item.entry.at)
  return item.type === 'pending' ? item.writtenAt : item.at
}

/** The day of the last look: nearly every look is at the same one. */
let day = { from: 0, to: 0 }

function isSameDay(one: number, other: number): boolean {
  if (one < day.from || one >= day.to) day = dayAround(one)
  return other >= day.from && other < day.to
}

function dayAround(at: number): { readonly from: number; readonly to: number } {
  const date = new Date(at)
  const [year, month, dayOfMonth] = [date.getFullYear(), date.getMonth(), date.getDate()]
  return { from: new Date(year, month, dayOfMonth).getTime(), to: new Date(year, month, dayOfMonth + 1).getTime() }
}
