/** Remembers where reading stopped, and shows it until somebody has read on. */

import { useState } from 'react'

import { useLingering, usePageVisible } from './hooks'
import type { RowList } from './rows'
import { nextUnread, unreadFrom } from './unread'

/** So long the line stays after somebody has come to it and to the end. */
const READ_MS = 4_000

export interface Unread {
  /** The message that the line stands above. */
  readonly firstId: string | null
  /** Whether somebody has read on: the line fades, and keeps its place while it is in view. */
  readonly isRead: boolean
  /** Whether the line is further up than what is in view. */
  readonly isAbove: boolean
  /** To be told whether the line is in view. */
  readonly onView: (isInView: boolean) => void
}

/** @param first the first message that was unread when the room came to be shown; the room list counts from it. */
export function useUnread(rows: RowList, isAtEnd: boolean, first: string | null): Unread {
  const [before, setUnread] = useState(() => unreadFrom(first))
  const [isInView, setIsInView] = useState(false)
  const isVisible = usePageVisible()
  const hasLingered = useLingering(isAtEnd && isVisible && isInView, READ_MS)
  const unread = nextUnread(before, { rows, isAtEnd, isVisible, isInView, hasLingered })
  if (unread !== before) setUnread(unread)

  const { firstId, isRead } = unread
  const isAbove = firstId !== null && !isRead && !isInView && isAtEnd
  return { firstId, isRead, isAbove, onView: setIsInView }
}
