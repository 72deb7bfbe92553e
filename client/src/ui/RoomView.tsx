import type { ReactNode } from 'react'

import type { JoinedRoom, RoomState } from '../room/state'
import { Banner } from './Banner'
import { ClosedNotice } from './ClosedNotice'
import { Composer, MESSAGE_BOX_ID } from './Composer'
import { useIdleLoading } from './later'
import { MessageList } from './MessageList'
import { RoomHeader } from './RoomHeader'
import { Roster, useRoster } from './Roster'
import { RoomContext } from './roomContext'
import { useShortcut } from './shortcuts'
import { TypingLine } from './TypingLine'
import { TalkProvider } from './talk'

interface Props {
  readonly room: JoinedRoom
  readonly state: RoomState
  /** The first message that was unread when the room came to be shown. */
  readonly unreadFrom: string | null
  readonly roomsButton: ReactNode
  readonly unkeptNote: ReactNode
  readonly onLeave: () => void
  readonly onRejoin: () => void
  /** Leaves, and asks for another item. */
  readonly onAnother: () => void
}

/** A room: who is here, what was said, and the box to say something. */
export function RoomView(props: Props) {
  const { room, state, unreadFrom, roomsButton, unkeptNote, onLeave, onRejoin, onAnother } = props
  const { connection } = state
  const roster = useRoster()
  useIdleLoading(connection.phase === 'connected')
  useShortcut('messageBox', () => document.getElementById(MESSAGE_BOX_ID)?.focus())
  // The members are known only while there is a connection.
  const isStale = connection.phase !== 'connected'
  return (
    <RoomContext value={room}>
      <TalkProvider state={state}>
        <div className={isStale ? 'room stale' : 'room'}>
          <RoomHeader state={state} roster={roster} roomsButton={roomsButton} onLeave={onLeave} />
          <aside className="side">
            <div className="panel">
              <Roster state={state} roster={roster} />
            </div>
          </aside>
          <main className="talk">
            <Banner room={room} state={state} />
            <MessageList room={room} state={state} unreadFrom={unreadFrom} />
            <div className="foot">
              {unkeptNote}
              <div className="foot-column">
                {connection.phase === 'closed' ? (
                  <ClosedNotice
                    code={connection.code}
                    advice={connection.advice}
                    onRejoin={onRejoin}
                    onAnother={onAnother}
                  />
                ) : (
                  <>
                    <Composer room={room} state={state} />
                    <TypingLine typing={state.typing} />
                  </>
                )}
              </div>
            </div>
          </main>
        </div>
      </TalkProvider>
    </RoomContext>
  )
}
