import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'

import type { Member } from '../protocol/frames.gen'
import type { RoomState } from '../room/state'
import { useWords } from './language/language'
import { Mark, Name } from './Name'

export const ROSTER_ID = 'roster'
/** From this width on there is room for the list beside the messages. */
const WIDE = '(min-width: 48rem)'
const SWITCH = `[aria-controls=${ROSTER_ID}]`
const PANEL = '.side'

export interface RosterSwitch {
  readonly isOpen: boolean
  readonly toggle: () => void
}

/** Open at first where there is room for it; a phone that is turned has a choice for each way. */
export function useRoster(): RosterSwitch {
  const width = useSyncExternalStore(onWidth, () => (matchMedia(WIDE).matches ? 'wide' : 'narrow'))
  const [isOpen, setIsOpen] = useState({ wide: true, narrow: false })
  const toggle = () => setIsOpen((before) => ({ ...before, [width]: !before[width] }))
  useCloseOverMessages(width === 'narrow' && isOpen.narrow, toggle)
  return { isOpen: isOpen[width], toggle }
}

/** Where the list lies over the messages, it goes when somebody turns to them. */
function useCloseOverMessages(isOver: boolean, close: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    close()
    document.querySelector<HTMLElement>(SWITCH)?.focus()
  })
  const onElsewhere = useEffectEvent((event: Event) => {
    const isInside = event.target instanceof Element && event.target.closest(`${SWITCH}, ${PANEL}`) !== null
    if (!isInside) close()
  })
  useEffect(() => {
    if (!isOver) return
    const stop = new AbortController()
    const { signal } = stop
    document.addEventListener('keydown', (event) => onKey(event), { signal })
    document.addEventListener('pointerdown', (event) => onElsewhere(event), { signal })
    document.addEventListener('input', (event) => onElsewhere(event), { signal })
    return () => stop.abort()
  }, [isOver])
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
        <p className="muted">{state.clientId !== null && room.tooManyToList}</p>
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
