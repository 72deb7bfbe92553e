/** How much came in while the page is not in view: in the title, and as a badge. `Notices` has notifications and sound. */

import { useEffect } from 'react'

import type { RoomList, RoomListState } from '../room/roomList'
import { usePageVisible } from './hooks'
import { later } from './later'

const BADGE = later(() => import('./badge'))

interface Wanted {
  readonly rooms: RoomList
  readonly list: RoomListState
  /** Null where the form is shown. */
  readonly shownItem: string | null
}

export function useAttention({ rooms, list, shownItem }: Wanted): void {
  const isHidden = !usePageVisible()
  useEffect(() => rooms.setLooking(!isHidden), [rooms, isHidden])
  const unread = isHidden ? list.rooms.reduce((sum, listed) => sum + listed.unread, 0) : 0
  const isAtLeast = list.rooms.some(({ isUnreadAtLeast }) => isUnreadAtLeast)
  useTitle(shownItem, isAtLeast ? `${unread}+` : `${unread}`, unread > 0)
  useBadge(unread)
}

function useTitle(shownItem: string | null, count: string, isCounted: boolean): void {
  useEffect(() => {
    const title = shownItem === null ? 'Parley' : `${shownItem} · Parley`
    document.title = isCounted ? `(${count}) ${title}` : title
  }, [shownItem, count, isCounted])
}

function useBadge(unread: number): void {
  useEffect(() => {
    if (unread === 0) return
    const badge = BADGE.load()
    badge.then(({ showBadge }) => showBadge(unread)).catch(() => {})
    return () => void badge.then(({ hideBadge }) => hideBadge()).catch(() => {})
  }, [unread])
}
