import { useState, useSyncExternalStore } from 'react'

import type { RoomState } from '../room/state'
import { useWords } from './language/language'
import { matches, onMatchChange } from './media'
import { Mark, Name } from './Name'
import { type Person, peopleOf } from './people'
import { useShortcut } from './shortcuts'
import { useToldPhase } from './toldPhase'
import { useOverlay } from './useOverlay'

export const ROSTER_ID = 'roster'
/** From this width on there is room for the list beside the messages and the rooms. */
const WIDE = '(min-width: 64rem)'
const SWITCH = `[aria-controls=${ROSTER_ID}]`
const PANEL = '.side'

export interface RosterSwitch {
  readonly isOpen: boolean
  readonly toggle: () => void
}

/** Open at first where there is room for it; a phone that is turned has a choice for each way. */
export function useRoster(): RosterSwitch {
  const width = useSyncExternalStore(onWidth, () => (matches(WIDE) ? 'wide' : 'narrow'))
  const [isOpen, setIsOpen] = useState({ wide: true, narrow: false })
  const toggle = () => setIsOpen((before) => ({ ...before, [width]: !before[width] }))
  useOverlay(width === 'narrow' && isOpen.narrow, toggle, PANEL, SWITCH)
  useShortcut('people', toggle)
  return { isOpen: isOpen[width], toggle }
}

const onWidth = (listener: () => void) => onMatchChange(WIDE, listener)

/** The members now, oneself first; the tabs of one person are together. */
export function Roster({ state, roster }: { readonly state: RoomState; readonly roster: RosterSwitch }) {
  const { room } = useWords()
  return (
    <section id={ROSTER_ID} className="roster" aria-label={room.whoIsHere} hidden={!roster.isOpen}>
      <h2>{room.whoIsHere}</h2>
      {state.members === null ? (
        <Nobody state={state} />
      ) : (
        <ul>
          {peopleOf(state.members, state.clientId).map((person) => (
            <PersonLine key={person.clientIds[0]} person={person} />
          ))}
        </ul>
      )}
    </section>
  )
}

/** Why there is no list: there are too many members, or they are not known yet. */
function Nobody({ state: { clientId, connection } }: { readonly state: RoomState }) {
  const { room, roster } = useWords()
  const phase = useToldPhase(connection.phase)
  const isWaiting = phase !== null && phase !== 'connected' && phase !== 'closed'
  if (clientId !== null) return <p className="muted">{room.tooManyToList}</p>
  return <p className="muted">{isWaiting && roster.notKnown}</p>
}

function PersonLine({ person: { member, clientIds, isSelf } }: { readonly person: Person }) {
  const { room } = useWords()
  // A name that is made of the ID says it already.
  const hasIds = member.name !== null || clientIds.length > 1
  return (
    <li>
      <Mark person={member} />
      <Name person={member} />
      {isSelf && <span className="you">{room.you}</span>}
      {clientIds.length > 1 && <span className="tabs">{room.tabs(clientIds.length)}</span>}
      {hasIds && (
        <span className="id ids" translate="no">
          {clientIds.join(' ')}
        </span>
      )}
    </li>
  )
}
