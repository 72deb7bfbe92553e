import { type MouseEvent, useCallback, useMemo } from 'react'

import type { Room, RoomState } from '../room/state'
import { MESSAGE_BOX_ID } from './Composer'
import { useNow } from './hooks'
import { ListStart } from './ListStart'
import { useWords } from './language/language'
import { dayName } from './language/times'
import { MessageRow } from './MessageRow'
import { NoticeLine } from './NoticeLine'
import { type Row, rowsOf } from './rows'
import { useReadingPlace } from './useReadingPlace'

const MINUTE_MS = 60_000

/** The conversation. It moves for somebody who reads the newest, and for nobody else. */
export function MessageList({ room, state }: { readonly room: Room; readonly state: RoomState }) {
  const words = useWords()
  const now = useNow(MINUTE_MS)
  const { items, clientId, name, older } = state
  const author = state.members?.find((member) => member.client_id === clientId)?.author ?? null
  const rows = useMemo(() => rowsOf(items, { client_id: clientId ?? 0, author, name }), [items, clientId, author, name])
  const loadOlder = useCallback(() => room.loadOlder(), [room])
  const reading = useReadingPlace(rows, older === 'more' ? loadOlder : nothing)

  const toNewest = (event: MouseEvent) => {
    reading.toEnd()
    if (isByMouse(event)) document.getElementById(MESSAGE_BOX_ID)?.focus({ preventScroll: true })
  }

  return (
    <div className="list">
      {/* Scrolled by keyboard too, so it takes the focus. */}
      <div
        ref={reading.scroller}
        className="scroller"
        role="log"
        aria-label={words.list.label}
        aria-live="polite"
        aria-busy={older === 'loading'}
        tabIndex={0}
        onScroll={reading.onScroll}
      >
        <div className="column">
          <ListStart state={state} onLoadOlder={loadOlder} />
          {reading.shown.map((row) => (
            <AnyRow key={row.id} row={row} now={now} />
          ))}
        </div>
      </div>
      {!reading.isAtEnd && (
        <button type="button" className="to-newest" onClick={toNewest}>
          {reading.newCount > 0 ? words.list.newMessages(reading.newCount) : words.list.toNewest}
        </button>
      )}
    </div>
  )
}

function AnyRow({ row, now }: { readonly row: Row; readonly now: number }) {
  const words = useWords()
  switch (row.type) {
    case 'day':
      return (
        <h2 className="day">
          <time dateTime={new Date(row.at).toISOString()}>{dayName(words, row.at, now)}</time>
        </h2>
      )
    case 'message':
      return <MessageRow row={row} />
    case 'line':
      return <NoticeLine row={row} />
  }
}

/** Whoever reads by keyboard goes on reading; and a finger must not bring up its keyboard. */
function isByMouse({ nativeEvent }: MouseEvent): boolean {
  return nativeEvent.detail > 0 && matchMedia('(pointer: fine)').matches
}

function nothing(): void {}
