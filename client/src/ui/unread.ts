/** Where reading stopped, and the line that says so. Pure. */

import { lastSeenIn, newBelow } from './rowSearch'
import type { RowList } from './rows'

export interface UnreadState {
  /** The last message that was seen when reading stopped; undefined while somebody reads on. */
  readonly stop: string | null | undefined
  /** The message that the line stands above. */
  readonly firstId: string | null
  readonly isRead: boolean
}

export const NO_UNREAD: UnreadState = { stop: undefined, firstId: null, isRead: false }

/** The line above the first message that came while another room was shown; no line where there is none. */
export function unreadFrom(firstId: string | null): UnreadState {
  return { ...NO_UNREAD, firstId }
}

/** What is the case now. */
export interface Look {
  readonly rows: RowList
  readonly isAtEnd: boolean
  /** Whether anybody can see the page. */
  readonly isVisible: boolean
  /** Whether the line is in view, and whether it has been for a while, with the end. */
  readonly isInView: boolean
  readonly hasLingered: boolean
}

/** The same object where nothing changes. */
export function nextUnread(before: UnreadState, look: Look): UnreadState {
  const shown = settled(before, look)
  const stop = stopOf(shown, look)
  const firstId = shown.firstId ?? firstAfter(stop, look.rows)
  if (stop === before.stop && firstId === before.firstId && shown.isRead === before.isRead) return before
  return { stop, firstId, isRead: shown.isRead }
}

/** The line is read by whoever answers or stays with it, and goes once it is out of view or nobody looks. */
function settled(before: UnreadState, { rows, isVisible, isInView, hasLingered }: Look): UnreadState {
  if (before.firstId === null) return before
  if (before.isRead) return isVisible && isInView ? before : NO_UNREAD
  return hasLingered || isAnswered(rows) ? { ...before, stop: undefined, isRead: true } : before
}

function stopOf({ stop, firstId, isRead }: UnreadState, { rows, isAtEnd, isVisible }: Look) {
  if (!isAtEnd || !isVisible) return stop === undefined ? lastSeenIn(rows) : stop
  return firstId === null || isRead ? undefined : stop
}

function firstAfter(stop: string | null | undefined, rows: RowList): string | null {
  return stop === undefined ? null : (newBelow(rows, stop)[0]?.id ?? null)
}

function isAnswered(rows: RowList): boolean {
  const last = rows.at(-1)
  return last?.type === 'message' && last.item.type === 'pending'
}
