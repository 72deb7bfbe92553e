/** The title of the tab: the item, and how much came in while nobody looked. */

import { useEffect, useRef, useSyncExternalStore } from 'react'

import type { RoomState, TimelineItem } from '../room/state'

/** Null is the form's title. */
export function useTitle(room: RoomState | null): void {
  const isHidden = useSyncExternalStore(onVisibility, () => document.hidden)
  const seen = useRef<Seen | null>(null)
  useEffect(() => {
    const hasJoined = room !== null && room.clientId !== null
    if (!hasJoined || seen.current?.itemId !== room.itemId) seen.current = null
    if (hasJoined && !isHidden) seen.current = { itemId: room.itemId, lastId: room.items.at(-1)?.id ?? null }
    document.title = room === null ? 'Parley' : titleOf(room, countNew(room.items, seen.current))
  }, [room, isHidden])
}

/** What stood last in the list when the tab was last in view. */
interface Seen {
  readonly itemId: string
  /** Null where the list was empty. */
  readonly lastId: string | null
}

function titleOf({ itemId }: RoomState, newCount: number): string {
  return newCount === 0 ? `${itemId} · Parley` : `(${newCount}) ${itemId} · Parley`
}

/** Messages of others after the last one seen; none where that is gone, and the list another. */
function countNew(items: readonly TimelineItem[], seen: Seen | null): number {
  if (seen === null) return 0
  const last = items.findIndex((item) => item.id === seen.lastId)
  if (last === -1 && seen.lastId !== null) return 0
  return items.slice(last + 1).filter((item) => item.type === 'entry' && !item.own).length
}

function onVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}
