import { useState, useSyncExternalStore } from 'react'

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

/** Open at first where there is room for it; a phone that is turned has a choice for each way. */
export function useRoster(): RosterSwitch {
  const width = useSyncExternalStore(onWidth, () => (matchMedia(WIDE).matches ? 'wide' : 'narrow'))
  const [isOpen, setIsOpen] = useState({ wide: true, narrow: false })
  const toggle = () => setIsOpen((before) => ({ ...before, [width]: !before[width] }))
  return { isOpen: isOpen[width], toggle }
}

function onWidth(listener: () => void): () => void {
  const wide = matchMedia(WIDE)
  wide.addEventListener('change', listener)
  return () => wide.removeEventListener('change', listener)
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
