import { useEffect, useEffectEvent, useState } from 'react'

import type { Join } from '../room/launch'
import type { JoinedRoom, Unsubscribe } from '../room/state'
import { JoinForm, type Prefilled } from './JoinForm'
import { RoomView } from './RoomView'
import { useTitle } from './useTitle'
import { useVisit, type Visit } from './useVisit'

interface Props {
  readonly join: (asked: Join) => JoinedRoom
  /** The visit that a link or a reload began, if one did. */
  readonly launched: Visit | null
  /** Calls back for each link that is opened in this tab from now on. */
  readonly onLink: (follow: (asked: Join) => void) => Unsubscribe
  /** What stands in the form at first. */
  readonly prefilled: Prefilled
  /** Items joined before in this browser, the newest first. */
  readonly recentItems: () => readonly string[]
}

/** The whole page: the form, or the room that it led to. */
export function App({ join, launched, onLink, prefilled, recentItems }: Props) {
  const { visit, state, stage, enter, follow, leave } = useVisit(launched, join)
  const [asked, setAsked] = useState(launched?.asked ?? prefilled)
  const isInRoom = stage.type === 'room'
  useTitle(isInRoom ? state : null)

  const ask = (request: Join) => {
    setAsked(request)
    enter(request)
  }
  const followLink = useEffectEvent((request: Join) => {
    setAsked(request)
    follow(request)
  })
  useEffect(() => onLink((request) => followLink(request)), [onLink])

  if (stage.type === 'form' || visit === null || state === null) {
    return (
      <JoinForm
        prefilled={asked}
        recentItems={recentItems()}
        refusal={isInRoom ? null : stage.refusal}
        waiting={isInRoom ? null : stage.waiting}
        onJoin={ask}
        onTryNow={() => visit?.room.tryNow()}
        onCancel={leave}
      />
    )
  }
  return (
    <RoomView key={state.itemId} room={visit.room} state={state} onLeave={leave} onRejoin={() => enter(visit.asked)} />
  )
}
