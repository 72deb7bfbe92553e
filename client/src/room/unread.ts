/** How much others wrote in a room since somebody looked at it, and from where on: the one place that knows. */

import type { Entry } from '../protocol/frames.gen'
import { isDeleted } from './changes'
import { isMentioned } from './mentions'
import type { RoomState, TimelineItem } from './state'

/** A message that came in unseen. */
export interface Unseen {
  readonly entry: Entry
  readonly isMention: boolean
}

/** How far a room was read: to the message of another at this offset. */
export interface Place {
  readonly epoch: string
  readonly offset: number
  /** When that was written, on the server's clock; in milliseconds. */
  readonly at: number
}

interface Count {
  readonly messages: number
  /** Those of them that call the reader by name. */
  readonly mentions: number
  /** The first of them: the key, by which the list knows it. */
  readonly firstId: string | null
  /** The newest one that calls the reader, as it is now. */
  readonly mention: Entry | null
  /** The list begins after the place where reading stopped, so more than these may be unread. */
  readonly isAtLeast: boolean
}

const NONE: Count = { messages: 0, mentions: 0, firstId: null, mention: null, isAtLeast: false }

/**
 * Counts the messages in a room's list after the place where reading stopped.
 *
 * So a message that is not in it any more, by retention or after a loss, is not
 * counted either. Another epoch may hold much of what was read, restored from a
 * backup: there the times say how far that goes.
 */
export class Unread {
  /** Where reading stopped; null where nothing in the room is new. */
  #since: Place | null
  /** The newest message of another that was looked at. */
  #newest: Place | null
  #count = NONE
  /** The first message in the list, as it was looked at last. */
  #topId: string | null = null
  /** Of the list, and the name of the reader, as they were counted last. */
  #revision = 0
  #name: string | null = null

  /** `since` is what a page before this one knew. */
  constructor(since: Place | null) {
    this.#since = since
    this.#newest = since
  }

  /** Null before the first look. */
  get newest(): Place | null {
    return this.#newest
  }

  get count(): Count {
    return this.#count
  }

  /** Looks at what came since the last call, and returns it in its order. */
  take(state: RoomState): readonly Unseen[] {
    const { clientId, epoch, name, items } = state
    if (clientId === null || epoch === null) return []
    this.#begin(epoch, items)
    const before = this.#newest
    this.#newest = newestOf(items, epoch) ?? before ?? { epoch, offset: 0, at: 0 }
    if (before === null) this.clear()
    const unseen = before === null ? [] : unseenAfter(before.offset, items, name)
    this.#recount(state, unseen)
    return unseen
  }

  /** Somebody looked. */
  clear(): void {
    this.#since = this.#newest
    this.#count = NONE
  }

  /** Finds the places again where the list is of another epoch. */
  #begin(epoch: string, items: readonly TimelineItem[]): void {
    if (this.#newest === null || this.#newest.epoch === epoch) return
    this.#newest = foundAgain(this.#newest, epoch, items)
    this.#since = this.#since && foundAgain(this.#since, epoch, items)
    this.#topId = null
  }

  /**
   * What is new at the end is added. A list that begins elsewhere, or in which a
   * message was edited or deleted, is looked through as far as it is unread.
   */
  #recount(state: RoomState, unseen: readonly Unseen[]): void {
    const { items, name, revision } = state
    const topId = topOf(items)?.key ?? null
    const isSameList = topId !== null && topId === this.#topId && revision === this.#revision && name === this.#name
    this.#topId = topId
    this.#revision = revision
    this.#name = name
    if (isSameList) this.#count = sum(this.#count, unseen)
    else this.#count = countAfter(this.#since?.offset ?? 0, state)
  }
}

function countAfter(offset: number, { items, name, older }: RoomState): Count {
  const isWhole = older === 'start' || older === 'trimmed'
  const isAtLeast = !isWhole && (topOf(items)?.offset ?? 0) > offset + 1
  return sum({ ...NONE, isAtLeast }, unseenAfter(offset, items, name))
}

function topOf(items: readonly TimelineItem[]): Entry | null {
  const top = items.find(({ type }) => type === 'entry')
  return top?.type === 'entry' ? top.entry : null
}

function sum({ messages, mentions, firstId, mention, isAtLeast }: Count, unseen: readonly Unseen[]): Count {
  const calls = unseen.filter(({ isMention }) => isMention)
  return {
    messages: messages + unseen.length,
    mentions: mentions + calls.length,
    firstId: firstId ?? unseen[0]?.entry.key ?? null,
    mention: calls.at(-1)?.entry ?? mention,
    isAtLeast,
  }
}

function unseenAfter(offset: number, items: readonly TimelineItem[], name: string | null): readonly Unseen[] {
  return othersAfter(items, offset).map((entry) => ({ entry, isMention: isMentioned(name, entry.body) }))
}

/**
 * The messages of others that are still there.
 *
 * From the end, for all but a few are older.
 *
 * An own message may stand there before what was written earlier by others
 * (its ack overtook their entries), so only theirs say how far it has come.
 */
function othersAfter(items: readonly TimelineItem[], offset: number): readonly Entry[] {
  const entries: Entry[] = []
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const item = items[index]
    if (item?.type !== 'entry') continue
    if (item.entry.offset <= offset) break
    if (!item.own && item.entry.kind === 'message' && !isDeleted(item.entry)) entries.push(item.entry)
  }
  return entries.toReversed()
}

function newestOf(items: readonly TimelineItem[], epoch: string, until = Number.POSITIVE_INFINITY): Place | null {
  const last = items.findLast((item) => item.type === 'entry' && !item.own && Date.parse(item.entry.at) <= until)
  return last?.type === 'entry' ? { epoch, offset: last.entry.offset, at: Date.parse(last.entry.at) } : null
}

/** As far into another epoch as what is no newer. */
function foundAgain({ at }: Place, epoch: string, items: readonly TimelineItem[]): Place {
  return { epoch, offset: newestOf(items, epoch, at)?.offset ?? 0, at }
}
