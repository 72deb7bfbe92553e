import type { JoinedRoom, RoomState } from '../room/state'
import { Banner } from './Banner'
import { ClosedNotice } from './ClosedNotice'
import { Composer } from './Composer'
import { LanguageSwitch } from './language/language'
import { MessageList } from './MessageList'
import { RoomHeader } from './RoomHeader'
import { Roster, useRoster } from './Roster'
import { RoomContext } from './roomContext'
import { TypingLine } from './TypingLine'
import { YourId } from './YourId'

interface Props {
  readonly room: JoinedRoom
  readonly state: RoomState
  readonly onLeave: () => void
  readonly onRejoin: () => void
}

/** A room: who is here, what was said, and the box to say something. */
export function RoomView({ room, state, onLeave, onRejoin }: Props) {
  const { connection } = state
  const roster = useRoster()
  // Who is here is known only while the connection stands.
  const isStale = connection.phase !== 'connected'
  return (
    <div className={isStale ? 'room stale' : 'room'}>
      <RoomHeader state={state} roster={roster} onLeave={onLeave} />
      <aside className="side">
        <YourId id={state.clientId} />
        <div className="panel">
          <Roster state={state} roster={roster} />
          <LanguageSwitch />
        </div>
      </aside>
      <main className="talk">
        <Banner room={room} state={state} />
        <RoomContext value={room}>
          <MessageList room={room} state={state} />
        </RoomContext>
        <div className="foot">
          <div className="foot-column">
            {connection.phase === 'closed' ? (
              <ClosedNotice code={connection.code} advice={connection.advice} onRejoin={onRejoin} onLeave={onLeave} />
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
  )
}
