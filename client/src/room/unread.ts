/** How much others wrote in a room since somebody looked at it. */

import type { Entry } from '../protocol/frames.gen'
import { isMentioned } from './mentions'
import type { RoomState, TimelineItem } from './state'

/** A message that came in unseen. */
export interface Unseen {
  readonly entry: Entry
  readonly isMention: boolean
}

export class Unread {
  #newest: number | null
  #count = 0
  #mentions = 0

  /** `newest` is what a page before this one knew; null where nothing that stands in the room is new. */
  constructor(newest: number | null) {
    this.#newest = newest
  }

  /** The offset of the newest message of another that was counted; null before the first. */
  get newest(): number | null {
    return this.#newest
  }

  get count(): number {
    return this.#count
  }

  /** Those of them that call the reader by name. */
  get mentions(): number {
    return this.#mentions
  }

  /** Counts what came since the last call, and returns it in its order. */
  take({ clientId, name, items }: RoomState): readonly Unseen[] {
    if (clientId === null) return []
    const isFirst = this.#newest === null
    const entries = othersAfter(items, this.#newest ?? 0)
    const last = newestOf(items)
    this.#newest = last ?? this.#newest ?? 0
    if (isFirst) return []
    const unseen = entries.map((entry) => ({ entry, isMention: isMentioned(name, entry.body) }))
    this.#count += unseen.length
    this.#mentions += unseen.filter(({ isMention }) => isMention).length
    return unseen
  }

  /** Somebody looked. */
  clear(): void {
    this.#count = 0
    this.#mentions = 0
  }
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
