import { type MouseEvent, useCallback, useMemo } from 'react'

import type { Room, RoomState } from '../room/state'
import { AnyRow } from './AnyRow'
import { MESSAGE_BOX_ID } from './Composer'
import { ResizeContext } from './folding'
import { useZone } from './hooks'
import { ListStart } from './ListStart'
import { useWords } from './language/language'
import { Late, later } from './later'
import { useListHeight } from './listHeight'
import { matches } from './media'
import { type Row, Rows } from './rows'
import { useJump } from './useJump'
import { useReadingPlace } from './useReadingPlace'
import { useRowFocus } from './useRowFocus'
import { useUnread } from './useUnread'
import { VirtualRows } from './VirtualRows'

/** Loaded while a room is joined: nothing is said of what is there already. */
const ANNOUNCER = later(async () => (await import('./Announcer')).Announcer)
const COPYING = later(async () => (await import('./Copying')).Copying)

interface Props {
  readonly room: Room
  readonly state: RoomState
  /** The first message that was unread when the room came to be shown. */
  readonly unreadFrom: string | null
}

/** The conversation. It moves for somebody who reads the newest, and for nobody else. */
export function MessageList({ room, state, unreadFrom }: Props) {
  const words = useWords()
  const rows = useRows(state)
  const height = useListHeight(rows)
  const older = state.older === 'more' && height.isFull ? 'full' : state.older
  const loadOlder = useCallback(() => room.loadOlder(), [room])
  const reading = useReadingPlace(rows, older === 'more' ? loadOlder : nothing)
  const focus = useRowFocus(rows, reading.scroller)
  useJump(state, (rowId) => (reading.toRow(rowId), focus.toRow(rowId)))
  const { firstId, isRead, isAbove, onView } = useUnread(rows, reading.isAtEnd, unreadFrom)

  const draw = useCallback(
    (row: Row | undefined) =>
      row === undefined ? (
        <></>
      ) : (
        <AnyRow key={row.id} row={row} unread={row.id === firstId ? { isRead, onView } : null} />
      ),
    [firstId, isRead, onView],
  )
  const onMeasured = () => {
    height.onMeasured()
    reading.onMeasured()
    focus.onMeasured()
  }
  const toNewest = (event: MouseEvent) => {
    reading.toEnd()
    if (isByMouse(event)) document.getElementById(MESSAGE_BOX_ID)?.focus({ preventScroll: true })
  }

  return (
    <div className="list">
      {/* Scrolled by keyboard too, so it takes the focus. What is new is said by the announcer alone. */}
      <div
        ref={reading.scroller}
        className="scroller"
        role="log"
        aria-label={words.list.label}
        aria-live="off"
        aria-busy={older === 'loading'}
        tabIndex={0}
        onScroll={reading.onScroll}
      >
        <div className="column">
          <ListStart state={state} older={older} onLoadOlder={loadOlder} />
          {rows.length > 0 && (
            <ResizeContext value={reading.resize}>
              <VirtualRows
                rows={rows}
                list={height.list}
                scroller={reading.scroller}
                kept={[reading.anchorIndex, focus.index].filter((index) => index >= 0)}
                onMeasured={onMeasured}
                draw={draw}
              />
            </ResizeContext>
          )}
        </div>
      </div>
      <Late
        part={ANNOUNCER}
        props={{ rows, epoch: state.epoch, isJoined: state.clientId !== null }}
        onFailed={nothing}
      />
      <Late part={COPYING} props={{ rows, scroller: reading.scroller }} onFailed={nothing} />
      {isAbove && firstId !== null && (
        <button type="button" className="to-unread" onClick={() => reading.toRow(firstId)}>
          <span aria-hidden="true">↑ </span>
          <span>{words.reading.toUnread}</span>
        </button>
      )}
      {!reading.isAtEnd && (
        <button type="button" className="to-newest" onClick={toNewest}>
          <span aria-hidden="true">↓ </span>
          <span>{reading.newCount > 0 ? words.list.newMessages(reading.newCount) : words.list.toNewest}</span>
        </button>
      )}
    </div>
  )
}

function useRows({ items, clientId, author, name }: RoomState) {
  const zone = useZone()
  const made = useMemo(() => new Rows(zone), [zone])
  return useMemo(
    () => made.of(items, { client_id: clientId ?? 0, author, name }),
    [made, items, clientId, author, name],
  )
}

/** Whoever reads by keyboard goes on reading; and a finger must not bring up its keyboard. */
function isByMouse({ nativeEvent }: MouseEvent): boolean {
  return nativeEvent.detail > 0 && matches('(pointer: fine)')
}

function nothing(): void {}
