import type { ReactNode } from 'react'

import type { RoomState } from '../room/state'
import { useWords } from './language/language'
import { countPeople } from './people'
import { ROSTER_ID, type RosterSwitch } from './Roster'
import { SearchButton } from './SearchButton'
import { useToldPhase } from './toldPhase'

interface Props {
  readonly state: RoomState
  readonly roster: RosterSwitch
  /** Brings up the other rooms, where they do not stand beside this one. */
  readonly roomsButton: ReactNode
  readonly onLeave: () => void
}

/** The item, the state of the connection, the number of members, and the way out. */
export function RoomHeader({ state, roster, roomsButton, onLeave }: Props) {
  const words = useWords()
  const phase = useToldPhase(state.connection.phase)
  return (
    <header className="room-header">
      {roomsButton}
      <h1 dir="auto" translate="no" title={state.itemId}>
        {state.itemId}
      </h1>
      <span className={`connection ${phase ?? ''}`} role="status" title={phase === null ? '' : words.connection[phase]}>
        {phase !== null && words.connection[phase]}
      </span>
      <SearchButton />
      <button
        type="button"
        className="quiet here"
        aria-expanded={roster.isOpen}
        aria-controls={ROSTER_ID}
        onClick={roster.toggle}
        // The members are not known yet.
        hidden={state.clientId === null}
      >
        {words.room.here(countPeople(state.members, state.personCount))}
      </button>
      <button type="button" className="quiet" onClick={onLeave}>
        {words.room.leave}
      </button>
    </header>
  )
}
