/** How the page gets noticed while it is not in view: title, badge, notifications and sound. */

import { useEffect, useEffectEvent, useRef } from 'react'

import type { Entry } from '../protocol/frames.gen'
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
  const isAtLeast = list.rooms.some(({ isUnreadAtLeast }) => isUnreadAtLeast)
  useTitle(shownItem, isAtLeast ? `${unread}+` : `${unread}`, unread > 0)
  useBadge(unread)
  useNotices({ rooms, list, settings, shownItem: isHidden ? null : shownItem, show })
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

/** One notification a room, for the newest unread mention in it: it follows that message, and goes when the room is read. */
function useNotices({ rooms, list, settings, shownItem, show }: Wanted): void {
  const words = useWords()
  const told = useRef(new Map<string, Entry>())
  const tell = (itemId: string, entry: Entry, isSilent: boolean) => {
    told.current.set(itemId, entry)
    const title = words.settings.mentionedBy(displayName(words, entry), itemId)
    withNotices(({ notify }) => notify({ title, body: entry.body, itemId, isSilent, onClick: () => show(itemId) }))
  }
  const hide = (itemId: string) => {
    told.current.delete(itemId)
    withNotices(({ hideNotice }) => hideNotice(itemId))
  }
  const onNews = useEffectEvent(({ itemId, entry, isMention }: News) => {
    const { notifies, sounds } = settings.getState()
    if (!isMention || !document.hidden) return
    if (sounds) withNotices(({ chime }) => chime())
    if (notifies) tell(itemId, entry, false)
  })
  useEffect(() => rooms.onNews((news) => onNews(news)), [rooms])

  const onList = useEffectEvent(() => {
    for (const [itemId, entry] of told.current) {
      const mention = list.rooms.find(({ asked }) => asked.itemId === itemId)?.mention ?? null
      if (mention === null) hide(itemId)
      else if (!isSameText(mention, entry)) tell(itemId, mention, true)
    }
  })
  useEffect(() => onList(), [list])

  // Another tab, or this one before a reload, may have asked for one.
  const onLook = useEffectEvent((itemId: string) => {
    if (settings.getState().notifies) hide(itemId)
  })
  useEffect(() => {
    if (shownItem !== null) onLook(shownItem)
  }, [shownItem])

  useClicks((itemId) => {
    // This tab may stand in for the one that had asked.
    if (rooms.getState().rooms.some(({ asked }) => asked.itemId === itemId)) show(itemId)
  })
}

function withNotices(act: (notices: typeof import('./notice')) => unknown): void {
  NOTICE.load()
    .then(act)
    .catch(() => {})
}

function isSameText(one: Entry, other: Entry): boolean {
  return one.key === other.key && one.body === other.body
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
