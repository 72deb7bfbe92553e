/** What the page does to be noticed while it is not in view: title, badge, notifications and sound. */

import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'

import type { News, RoomList, RoomListState } from '../room/roomList'
import type { KeptSettings } from '../room/settings'
import { useWords } from './language/language'
import { displayName } from './person'

interface Wanted {
  readonly rooms: RoomList
  readonly list: RoomListState
  readonly settings: KeptSettings
  /** Null where the form is shown. */
  readonly shownItem: string | null
  readonly show: (itemId: string) => void
}

export function useAttention({ rooms, list, settings, shownItem, show }: Wanted): void {
  const isHidden = useSyncExternalStore(onVisibility, () => document.hidden)
  useEffect(() => rooms.setLooking(!isHidden), [rooms, isHidden])
  const unread = isHidden ? list.rooms.reduce((sum, listed) => sum + listed.unread, 0) : 0
  useTitle(shownItem, unread)
  useBadge(unread)
  useNotices(rooms, settings, show)
}

function useTitle(shownItem: string | null, unread: number): void {
  useEffect(() => {
    const title = shownItem === null ? 'Parley' : `${shownItem} · Parley`
    document.title = unread === 0 ? title : `(${unread}) ${title}`
  }, [shownItem, unread])
}

/** Loaded with the first that there is to show. */
function useBadge(unread: number): void {
  useEffect(() => {
    if (unread === 0) return
    const badge = import('./badge')
    badge.then(({ showBadge }) => showBadge(unread)).catch(() => {})
    return () => void badge.then(({ hideBadge }) => hideBadge()).catch(() => {})
  }, [unread])
}

function useNotices(rooms: RoomList, settings: KeptSettings, show: (itemId: string) => void): void {
  const words = useWords()
  const onNews = useEffectEvent(({ itemId, entry, isMention }: News) => {
    const { notifies, sounds } = settings.getState()
    if (!isMention || !document.hidden || !(notifies || sounds)) return
    const title = words.settings.mentionedBy(displayName(words, entry), itemId)
    const tell = async () => {
      const { chime, notify } = await import('./notice')
      if (notifies) notify({ title, body: entry.body, tag: itemId, onClick: () => show(itemId) })
      if (sounds) chime()
    }
    tell().catch(() => {})
  })
  useEffect(() => rooms.onNews((news) => onNews(news)), [rooms])
}

function onVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}
