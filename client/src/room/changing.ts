/**
 * Changes that this tab asks for, shown before their entries have come.
 *
 * - CL7: shown at once, marked until the answer; a refusal that is not
 *   temporary undoes it and says why.
 * - CL3: what was acked waits for its entry all the same, since a change of
 *   somebody else may stand before it.
 */

import type { Entry, Member } from '../protocol/frames.gen'
import { type ChangeKind, hasReacted, isBySame, isDeleted } from './changes'
import type { Outgoing } from './outgoing'
import { entryAt } from './placeOf'
import { preview } from './preview'
import type { ServerTime } from './serverTime'
import type { TimelineItem } from './state'
import type { Timeline } from './timeline'
import type { Unsent } from './unsent'

export class Changing {
  readonly #timeline: Timeline
  readonly #outgoing: Outgoing
  readonly #self: () => Member | null
  readonly #serverTime: ServerTime

  constructor(timeline: Timeline, outgoing: Outgoing, self: () => Member | null, serverTime: ServerTime) {
    this.#timeline = timeline
    this.#outgoing = outgoing
    this.#self = self
    this.#serverTime = serverTime
  }

  /** False where there is nothing that this person could edit. */
  edit(offset: number, body: string, bodyLengthLimit: number): boolean {
    const target = this.#own(offset)
    if (target !== null && target.body !== body) this.#ask('edit', offset, body, bodyLengthLimit)
    return target !== null
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
    const unsent = this.#outgoing.messages().map((each) => datedBy(this.#serverTime.lead, each))
    return preview(this.#timeline.lines(), this.#timeline.ackedChanges, unsent, this.#self())
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

/** What a tab keeps has the device's time, since there may be no server to ask; what is shown has the server's. */
function datedBy(lead: number, unsent: Unsent): Unsent {
  return lead === 0 ? unsent : { ...unsent, writtenAt: unsent.writtenAt + lead }
}
