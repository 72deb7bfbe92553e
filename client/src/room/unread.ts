/** How much others wrote in a room since somebody looked at it. */

import type { Entry } from '../protocol/frames.gen'
import { isDeleted } from './changes'
import { isMentioned } from './mentions'
import type { RoomState, TimelineItem } from './state'

/** A message that came in unseen. */
export interface Unseen {
  readonly entry: Entry
  readonly isMention: boolean
}

/** How far a room was read: to this entry of another, and before all where nobody wrote. */
export interface Mark {
  /** Offsets compare only within it. */
  readonly epoch: string
  readonly offset: number
  readonly key: string
  /** When it was written, on the server's clock; in milliseconds. */
  readonly at: number
}

export class Unread {
  #newest: Mark | null
  #count = 0
  #mentions = 0

  /** `newest` is what a page before this one knew; null where nothing that stands in the room is new. */
  constructor(newest: Mark | null) {
    this.#newest = newest
  }

  /** The newest message of another that was counted; null before the first look. */
  get newest(): Mark | null {
    return this.#newest
  }

  get count(): number {
    return this.#count
  }

  /** Those of them that call the reader by name. */
  get mentions(): number {
    return this.#mentions
  }

  /**
   * Counts what came since the last call, and returns it in its order.
   *
   * Another epoch may hold much of what was seen, restored from a backup: there
   * the time says what is newer.
   */
  take({ clientId, name, epoch, items }: RoomState): readonly Unseen[] {
    if (clientId === null || epoch === null) return []
    const mark = this.#newest
    const inEpoch = mark?.epoch === epoch ? mark : { epoch, offset: 0, key: '', at: 0 }
    this.#newest = newestOf(items, epoch) ?? inEpoch
    if (mark === null) return []
    const isNew = ({ key, at }: Entry) => inEpoch === mark || (key !== mark.key && Date.parse(at) >= mark.at)
    const entries = othersAfter(items, inEpoch.offset).filter(isNew)
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
 * What stands there still, of messages that others wrote.
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

function newestOf(items: readonly TimelineItem[], epoch: string): Mark | null {
  const last = items.findLast((item) => item.type === 'entry' && !item.own)
  if (last?.type !== 'entry') return null
  const { offset, key, at } = last.entry
  return { epoch, offset, key, at: Date.parse(at) }
}
