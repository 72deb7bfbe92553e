/** The list as it will be when what this tab has written has come. Pure. */

import type { Member } from '../protocol/frames.gen'
import { type Change, type ChangeKind, foldNext, isChangeKind } from './changes'
import { placeOf } from './placeOf'
import type { ChangeUnderWay, TimelineItem } from './state'
import { MESSAGE, type Unsent } from './unsent'

/**
 * Puts changes on their messages, and unsent messages behind them.
 *
 * @param acked changes that are in the log; their entries are still to come.
 * @param self who wrote the unsent ones; null where nobody is known yet.
 */
export function preview(
  lines: readonly TimelineItem[],
  acked: readonly Change[],
  unsent: readonly Unsent[],
  self: Member | null,
): readonly TimelineItem[] {
  if (acked.length + unsent.length === 0) return lines
  const items = [...lines]
  for (const change of acked) put(items, change, null)
  for (const each of unsent) {
    const change = self && changeOf(each, self)
    if (change !== null) putOwn(items, change, each)
    else if (each.kind === MESSAGE) items.push(pendingItem(each))
  }
  return items
}

/** A failed change is shown at the end if not under its target: another message may have that offset now. */
function putOwn(items: TimelineItem[], change: Change, unsent: Unsent): void {
  const told = underWay(unsent, change.kind)
  const isPut = told.error !== 'replaced' && put(items, change, told)
  if (isPut || told.status === 'sending') return
  items.push({ type: 'change', id: told.key, at: unsent.writtenAt, change: told })
}

/** Puts a change on its target, if that is there; one that was refused changes nothing and is only shown. */
function put(items: TimelineItem[], change: Change, told: ChangeUnderWay | null): boolean {
  const at = placeOf(items, change.target ?? 0)
  const item = items[at]
  if (item?.type !== 'entry') return false
  const entry = told?.status === 'failed' ? item.entry : foldNext(item.entry, change)
  items[at] = { ...item, entry, ...(told !== null && { underWay: [...(item.underWay ?? []), told] }) }
  return true
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
