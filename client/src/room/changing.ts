/**
 * Changes that this tab asks for, shown before their entries have come.
 *
 * - CL7: shown at once, marked until the answer; a refusal that is not
 *   temporary undoes it and says why.
 * - CL3: what was acked waits for its entry all the same, since a change of
 *   somebody else may stand before it.
 */

import type { Entry, Member } from '../protocol/frames.gen'
import { type Change, type ChangeKind, foldNext, hasReacted, isBySame, isChangeKind, isDeleted } from './changes'
import type { Outgoing } from './outgoing'
import { entryAt, placeOf } from './placeOf'
import type { ChangeUnderWay, TimelineItem } from './state'
import type { Timeline } from './timeline'
import { MESSAGE, type Unsent } from './unsent'

export class Changing {
  readonly #timeline: Timeline
  readonly #outgoing: Outgoing
  readonly #self: () => Member | null

  constructor(timeline: Timeline, outgoing: Outgoing, self: () => Member | null) {
    this.#timeline = timeline
    this.#outgoing = outgoing
    this.#self = self
  }

  edit(offset: number, body: string, bodyLengthLimit: number): void {
    const target = this.#own(offset)
    if (target !== null && target.body !== body) this.#ask('edit', offset, body, bodyLengthLimit)
  }

  remove(offset: number): void {
    if (this.#own(offset) !== null) this.#ask('deletion', offset)
  }

  /** Sets or takes away this person's emoji; does nothing where that is so already. */
  react(kind: 'reaction' | 'reaction_removal', offset: number, emoji: string): void {
    const target = this.#message(offset)
    const self = this.#self()
    if (target === null || self === null || isDeleted(target)) return
    if (hasReacted(target, emoji, self) !== (kind === 'reaction')) this.#ask(kind, offset, emoji)
  }

  /** The list as it will be when what is under way has come, with the unsent messages at its end. */
  items(): readonly TimelineItem[] {
    const items: TimelineItem[] = [...this.#timeline.lines()]
    for (const change of this.#timeline.ackedChanges) preview(items, change, null)
    const self = this.#self()
    for (const unsent of this.#outgoing.messages()) {
      const change = self && changeOf(unsent, self)
      if (change !== null) preview(items, change, underWay(unsent, change.kind))
      else if (unsent.kind === MESSAGE) items.push(pendingItem(unsent))
    }
    return items
  }

  #ask(kind: ChangeKind, target: number, body = '', bodyLengthLimit = Number.POSITIVE_INFINITY): void {
    this.#outgoing.write({ kind, target, epoch: this.#timeline.epoch, body }, bodyLengthLimit)
  }

  /** CH2: what this person may edit and delete. */
  #own(offset: number): Entry | null {
    const target = this.#message(offset)
    const self = this.#self()
    return target !== null && self !== null && isBySame(target, self) && !isDeleted(target) ? target : null
  }

  #message(offset: number): Entry | null {
    const entry = entryAt(this.items(), offset)?.entry
    return entry?.kind === 'message' ? entry : null
  }
}

/** Puts a change on its target, if that is there; one that was refused changes nothing and is only told. */
function preview(lines: TimelineItem[], change: Change, told: ChangeUnderWay | null): void {
  const at = placeOf(lines, change.target ?? 0)
  const line = lines[at]
  if (line?.type !== 'entry') return
  const entry = told?.status === 'failed' ? line.entry : foldNext(line.entry, change)
  lines[at] = { ...line, entry, ...(told !== null && { underWay: [...(line.underWay ?? []), told] }) }
}

function changeOf({ key, kind, target, body, writtenAt }: Unsent, self: Member): Change | null {
  if (!isChangeKind(kind)) return null
  return { offset: 0, key, kind, ...self, target, body, at: new Date(writtenAt).toISOString() }
}

function underWay({ key, body, status, error }: Unsent, kind: ChangeKind): ChangeUnderWay {
  return { key, kind, body, status, error }
}

function pendingItem({ key, target, body, status, error, writtenAt }: Unsent): TimelineItem {
  return { type: 'pending', id: key, key, target, body, status, error, writtenAt }
}
