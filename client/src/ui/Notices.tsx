/** Notifications and sounds for mentions that come in while the page is not in view. */

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

const NOTICE = later(() => import('./notice'))

interface Props {
  readonly rooms: RoomList
  readonly list: RoomListState
  readonly settings: KeptSettings
  /** Null where the form is shown. */
  readonly shownItem: string | null
  readonly show: (itemId: string) => void
}

/** One notification a room, for the newest unread mention in it: it follows that message, and goes when the room is read. */
export function Notices({ rooms, list, settings, shownItem: itemOnShow, show }: Props) {
  const words = useWords()
  const shownItem = usePageVisible() ? itemOnShow : null
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
  return null
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
