import { type Dispatch, type SetStateAction, useEffect, useEffectEvent, useState } from 'react'

import type { AddressBar } from '../room/addressBar'
import type { Join, Launch } from '../room/launch'
import type { JoinedRoom } from '../room/state'
import { JoinForm, type Prefilled } from './JoinForm'
import { RoomView } from './RoomView'
import { useDialog } from './useDialog'
import { useTitle } from './useTitle'
import { useVisit, type Visit, type VisitControl } from './useVisit'

interface Props {
  readonly join: (asked: Join) => JoinedRoom
  /** The visit that a link or a reload began, if one did. */
  readonly launched: Visit | null
  readonly address: AddressBar
  /** What stands in the form at first. */
  readonly prefilled: Prefilled
  /** Items joined before in this browser, the newest first. */
  readonly recentItems: () => readonly string[]
}

/** The whole page: the form, or the room that it led to. */
export function App({ join, launched, address, prefilled, recentItems }: Props) {
  const control = useVisit(launched, join)
  const { dialog } = useDialog()
  const { visit, state, stage, enter, leave } = control
  const [asked, setAsked] = useState<Prefilled>(launched?.asked ?? prefilled)
  const isInRoom = stage.type === 'room'
  useTitle(isInRoom ? state : null)
  useShownAddress(address, isInRoom ? visit : null)
  const arrivals = useArrivals(address, control, setAsked)

  const ask = (request: Join) => {
    setAsked(request)
    enter(request)
  }
  const goToForm = () => {
    leave()
    address.show(null, 'new')
  }

  if (stage.type === 'form' || visit === null || state === null) {
    return (
      <>
        <JoinForm
          key={arrivals}
          prefilled={asked}
          recentItems={recentItems()}
          refusal={isInRoom ? null : stage.refusal}
          waiting={isInRoom ? null : stage.waiting}
          onJoin={ask}
          onTryNow={() => visit?.room.tryNow()}
          onCancel={leave}
        />
        {dialog}
      </>
    )
  }
  return (
    <>
      <RoomView
        key={state.itemId}
        room={visit.room}
        state={state}
        onLeave={goToForm}
        onRejoin={() => enter(visit.asked)}
      />
      {dialog}
    </>
  )
}

/** The address names the room: from the form that is a step, so that the way back leads to the form. */
function useShownAddress(address: AddressBar, visit: Visit | null): void {
  useEffect(() => {
    if (visit !== null) address.show(visit.asked.itemId, visit.startedByForm ? 'new' : 'same')
  }, [address, visit])
}

/** Follows links and steps through the history; returns how many steps, for each brings a fresh form. */
function useArrivals(
  address: AddressBar,
  control: VisitControl,
  setAsked: Dispatch<SetStateAction<Prefilled>>,
): number {
  const { visit, follow, depart } = control
  const [arrivals, setArrivals] = useState(0)
  const onLink = useEffectEvent((request: Join) => {
    setAsked(request)
    follow(request)
  })
  const onTravel = useEffectEvent(({ join, itemId }: Launch) => {
    if (join !== null && join.itemId === visit?.asked.itemId) return
    setArrivals((before) => before + 1)
    if (join !== null) return onLink(join)
    depart()
    if (itemId !== '') setAsked(({ name }) => ({ itemId, name }))
  })
  useEffect(() => address.onLink((request) => onLink(request)), [address])
  useEffect(() => address.onTravel((launch) => onTravel(launch)), [address])
  return arrivals
}
