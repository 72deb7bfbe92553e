/** How much others wrote in a room since somebody looked at it, and from where on: the one place that knows. */

import type { Entry } from '../protocol/frames.gen'
import { isMentioned } from './mentions'
import type { RoomState, TimelineItem } from './state'

/** A message that came in unseen. */
export interface Unseen {
  readonly entry: Entry
  readonly isMention: boolean
}

/** How far a room was read. */
export interface Place {
  readonly epoch: string
  readonly offset: number
}

interface Count {
  readonly messages: number
  /** Those of them that call the reader by name. */
  readonly mentions: number
  /** The first of them: the key, by which the list knows it. */
  readonly firstId: string | null
}

const NONE: Count = { messages: 0, mentions: 0, firstId: null }

/**
 * Counts what stands in a room's list after the place where reading stopped.
 *
 * So a message that is not in it any more, by retention or after a loss, is not
 * counted either; and in another epoch, where no place is known, none is.
 */
export class Unread {
  /** Where reading stopped; null where nothing that stands in the room is new. */
  #since: Place | null
  /** The newest message of another that was looked at. */
  #newest: Place | null
  #count = NONE
  /** The first message in the list, as it was looked at last. */
  #topId: string | null = null

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
  take({ clientId, epoch, name, items }: RoomState): readonly Unseen[] {
    if (clientId === null || epoch === null) return []
    const before = this.#newest?.epoch === epoch ? this.#newest.offset : null
    this.#newest = { epoch, offset: newestOf(items) ?? before ?? 0 }
    if (before === null) this.clear()
    const unseen = before === null ? [] : unseenAfter(before, items, name)
    this.#recount(items, unseen, name)
    return unseen
  }

  /** Somebody looked. */
  clear(): void {
    this.#since = this.#newest
    this.#count = NONE
  }

  /** What is new at the end is added; a list that begins elsewhere is looked through as far as that is unread. */
  #recount(items: readonly TimelineItem[], unseen: readonly Unseen[], name: string | null): void {
    const topId = items.find(({ type }) => type === 'entry')?.id ?? null
    const isSameList = topId === this.#topId
    this.#topId = topId
    if (isSameList) this.#count = sum(this.#count, unseen)
    else this.#count = sum(NONE, unseenAfter(this.#since?.offset ?? 0, items, name))
  }
}

function sum({ messages, mentions, firstId }: Count, unseen: readonly Unseen[]): Count {
  return {
    messages: messages + unseen.length,
    mentions: mentions + unseen.filter(({ isMention }) => isMention).length,
    firstId: firstId ?? unseen[0]?.entry.key ?? null,
  }
}

function unseenAfter(offset: number, items: readonly TimelineItem[], name: string | null): readonly Unseen[] {
  return othersAfter(items, offset).map((entry) => ({ entry, isMention: isMentioned(name, entry.body) }))
}

/**
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
    if (!item.own && item.entry.kind === 'message') entries.push(item.entry)
  }
  return entries.toReversed()
}

function newestOf(items: readonly TimelineItem[]): number | null {
  const last = items.findLast((item) => item.type === 'entry' && !item.own)
  return last?.type === 'entry' ? last.entry.offset : null
}
