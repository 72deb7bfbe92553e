import { useState } from 'react'

import type { Member } from '../protocol/frames.gen'
import type { RoomState } from '../room/state'
import { useWords } from './language/language'
import { Mark, Name } from './Name'

export const ROSTER_ID = 'roster'
/** From this width on there is room for the list beside the messages. */
const WIDE = '(min-width: 48rem)'

export interface RosterSwitch {
  readonly isOpen: boolean
  readonly toggle: () => void
}

export function useRoster(): RosterSwitch {
  const [isOpen, setIsOpen] = useState(() => matchMedia(WIDE).matches)
  return { isOpen, toggle: () => setIsOpen((before) => !before) }
}

/** Who is here now, oneself first. */
export function Roster({ state, roster }: { readonly state: RoomState; readonly roster: RosterSwitch }) {
  const { room } = useWords()
  return (
    <section id={ROSTER_ID} className="roster" aria-label={room.whoIsHere} hidden={!roster.isOpen}>
      <h2>{room.whoIsHere}</h2>
      {state.members === null ? (
        <p className="muted">{room.tooManyToList}</p>
      ) : (
        <ul>
          {selfFirst(state.members, state.clientId).map((member) => (
            <li key={member.client_id}>
              <Mark person={member} />
              <Name person={member} />
              {member.client_id === state.clientId && <span className="you">{room.you}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function selfFirst(members: readonly Member[], clientId: number | null): readonly Member[] {
  const isSelf = (member: Member) => member.client_id === clientId
  return [...members.filter(isSelf), ...members.filter((member) => !isSelf(member))]
}
