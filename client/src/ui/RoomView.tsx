import type { Room, RoomState } from '../room/state'
import { Banner } from './Banner'
import { ClosedNotice } from './ClosedNotice'
import { Composer } from './Composer'
import { MessageList } from './MessageList'
import { RoomHeader } from './RoomHeader'
import { Roster, useRoster } from './Roster'
import { TypingLine } from './TypingLine'
import { YourId } from './YourId'

interface Props {
  readonly room: Room
  readonly state: RoomState
  readonly draft: string
  readonly onDraft: (draft: string) => void
  readonly onLeave: () => void
  readonly onRejoin: () => void
}

/** A room: who is here, what was said, and the box to say something. */
export function RoomView({ room, state, draft, onDraft, onLeave, onRejoin }: Props) {
  const { connection } = state
  const roster = useRoster()
  return (
    <div className="room">
      <RoomHeader state={state} roster={roster} onLeave={onLeave} />
      <aside className="side">
        <Roster state={state} roster={roster} />
        <YourId id={state.clientId} />
      </aside>
      <main className="talk">
        <Banner room={room} state={state} />
        <MessageList room={room} state={state} />
        <div className="foot">
          {connection.phase === 'closed' ? (
            <ClosedNotice code={connection.code} advice={connection.advice} onRejoin={onRejoin} onLeave={onLeave} />
          ) : (
            <>
              <Composer room={room} state={state} draft={draft} onDraft={onDraft} />
              <TypingLine typing={state.typing} />
            </>
          )}
        </div>
      </main>
    </div>
  )
}
