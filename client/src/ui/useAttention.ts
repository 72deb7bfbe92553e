/** What the page does to be noticed while it is not in view: title, badge, notifications and sound. */

import { useEffect, useEffectEvent } from 'react'

import { propertyOf } from '../room/kept'
import type { News, RoomList, RoomListState } from '../room/roomList'
import type { KeptSettings } from '../room/settings'
import { usePageVisible } from './hooks'
import { useWords } from './language/language'
import { later } from './later'
import type { NoticeClicked } from './noticeMessages'
import { displayName } from './person'
import { serviceWorkers } from './serviceWorkers'

const BADGE = later(() => import('./badge'))
const NOTICE = later(() => import('./notice'))

interface Wanted {
  readonly rooms: RoomList
  readonly list: RoomListState
  readonly settings: KeptSettings
  /** Null where the form is shown. */
  readonly shownItem: string | null
  readonly show: (itemId: string) => void
}

export function useAttention({ rooms, list, settings, shownItem, show }: Wanted): void {
  const isHidden = !usePageVisible()
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

function useBadge(unread: number): void {
  useEffect(() => {
    if (unread === 0) return
    const badge = BADGE.load()
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
      const { chime, notify } = await NOTICE.load()
      if (sounds) chime()
      if (notifies) await notify({ title, body: entry.body, itemId, onClick: () => show(itemId) })
    }
    tell().catch(() => {})
  })
  useEffect(() => rooms.onNews((news) => onNews(news)), [rooms])
  useClicks((itemId) => {
    // This tab may stand in for the one that had asked.
    if (rooms.getState().rooms.some(({ asked }) => asked.itemId === itemId)) show(itemId)
  })
}

/** Follows clicks on notifications that the worker shows. */
function useClicks(follow: (itemId: string) => void): void {
  const onMessage = useEffectEvent(({ data }: MessageEvent<unknown>) => {
    const itemId = propertyOf(data, 'itemId')
    const isClick = propertyOf(data, 'type') === ('notice_clicked' satisfies NoticeClicked['type'])
    if (isClick && typeof itemId === 'string') follow(itemId)
  })
  useEffect(() => {
    const listener = (event: MessageEvent<unknown>) => onMessage(event)
    const workers = serviceWorkers()
    workers?.addEventListener('message', listener)
    return () => workers?.removeEventListener('message', listener)
  }, [])
}
