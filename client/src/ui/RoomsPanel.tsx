import { useEffect, useState } from 'react'

import type { ListedRoom, RoomListState } from '../room/roomList'
import { useRoomState } from './hooks'
import { LanguageSwitch, useWords } from './language/language'
import type { DialogControl } from './useDialog'
import { useOverlay } from './useOverlay'
import { YourId } from './YourId'

const PANEL_ID = 'rooms'
const SWITCH = `[aria-controls=${PANEL_ID}]`

export interface RoomsSwitch {
  readonly isOpen: boolean
  readonly toggle: () => void
  readonly close: () => void
}

/** Whether the rooms lie over the page, where it is too narrow for them to stand beside it. */
export function useRoomsPanel(): RoomsSwitch {
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  useOverlay(isOpen, close, `#${PANEL_ID}`, SWITCH)
  useEffect(() => {
    if (isOpen) document.querySelector<HTMLElement>(`#${PANEL_ID} :is([aria-current], .another)`)?.focus()
  }, [isOpen])
  return { isOpen, toggle: () => setIsOpen(!isOpen), close }
}

interface Props {
  readonly list: RoomListState
  readonly panel: RoomsSwitch
  readonly onShow: (itemId: string | null) => void
  readonly onLeave: (itemId: string) => void
  readonly onDialog: DialogControl['open']
}

/** The rooms that this tab is in, the way to another one, and what belongs to none of them. */
export function RoomsPanel({ list: { rooms, active }, panel, onShow, onLeave, onDialog }: Props) {
  const { rooms: words, dialog } = useWords()
  const state = useRoomState(active?.room ?? null)
  const show = (itemId: string | null) => {
    panel.close()
    onShow(itemId)
  }
  return (
    <nav id={PANEL_ID} className={panel.isOpen ? 'rooms open' : 'rooms'} aria-label={words.title}>
      <p className="wordmark" translate="no">
        Parley
      </p>
      <ul>
        {rooms.map((listed) => (
          <RoomLine
            key={listed.asked.itemId}
            listed={listed}
            isActive={listed === active}
            onShow={show}
            onLeave={onLeave}
          />
        ))}
      </ul>
      <button type="button" className="quiet another" onClick={() => show(null)}>
        {words.another}
      </button>
      <div className="rooms-foot">
        <YourId id={state?.clientId ?? null} />
        <p className="actions">
          <button type="button" className="quiet" onClick={() => onDialog('settings')}>
            {dialog.settings}
          </button>
          <button
            type="button"
            className="quiet help"
            aria-label={dialog.shortcuts}
            onClick={() => onDialog('shortcuts')}
          >
            ?
          </button>
          <LanguageSwitch />
        </p>
      </div>
    </nav>
  )
}

interface LineProps {
  readonly listed: ListedRoom
  readonly isActive: boolean
  readonly onShow: (itemId: string) => void
  readonly onLeave: (itemId: string) => void
}

function RoomLine({
  listed: { asked, unread, isUnreadAtLeast, mentions, isClosed },
  isActive,
  onShow,
  onLeave,
}: LineProps) {
  const { rooms: words } = useWords()
  const { itemId } = asked
  return (
    <li className={isClosed ? 'over' : undefined}>
      <button
        type="button"
        className={unread > 0 ? 'room-line unread' : 'room-line'}
        aria-current={isActive ? 'page' : undefined}
        title={itemId}
        onClick={() => onShow(itemId)}
      >
        <bdi className="item" translate="no">
          {itemId}
        </bdi>
        {isClosed && <span className="muted">{words.closed}</span>}
        <Count unread={unread} isAtLeast={isUnreadAtLeast} mentions={mentions} />
      </button>
      {/* A room that is over shows no way out of itself where a new token is asked for. */}
      {isClosed && (
        <button type="button" className="quiet" aria-label={words.leave(itemId)} onClick={() => onLeave(itemId)}>
          ×
        </button>
      )}
    </li>
  )
}

const MOST_SHOWN = 99

interface CountProps {
  readonly unread: number
  readonly isAtLeast: boolean
  readonly mentions: number
}

/** How much came unseen; what calls the reader by name stands out, and not by its colour alone. */
function Count({ unread, isAtLeast, mentions }: CountProps) {
  const { list, rooms } = useWords()
  if (unread === 0) return null
  const shown = unread > MOST_SHOWN || isAtLeast ? `${Math.min(unread, MOST_SHOWN)}+` : `${unread}`
  const counted = isAtLeast ? list.atLeastNew(unread) : list.newMessages(unread)
  const words = mentions > 0 ? rooms.withMentions(counted, mentions) : counted
  return (
    <span className={mentions > 0 ? 'count mentioned' : 'count'} title={words}>
      <span aria-hidden="true">{mentions > 0 ? `@ ${shown}` : shown}</span>
      <span className="sr-only">{words}</span>
    </span>
  )
}

/** Brings the rooms up where they do not stand beside the page; says what came in the others. */
export function RoomsButton({ list: { rooms, active }, panel }: Pick<Props, 'list' | 'panel'>) {
  const { rooms: words } = useWords()
  const others = rooms.filter((listed) => listed !== active)
  const sum = (of: 'unread' | 'mentions') => others.reduce((total, listed) => total + listed[of], 0)
  return (
    <button
      type="button"
      className="quiet rooms-switch"
      aria-expanded={panel.isOpen}
      aria-controls={PANEL_ID}
      onClick={panel.toggle}
    >
      <svg aria-hidden="true" viewBox="0 0 20 20" width="20" height="20">
        <path d="M3 5.5h14M3 10h14M3 14.5h14" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
      </svg>
      <span className="sr-only">{words.title}</span>
      <Count
        unread={sum('unread')}
        isAtLeast={others.some(({ isUnreadAtLeast }) => isUnreadAtLeast)}
        mentions={sum('mentions')}
      />
    </button>
  )
}
