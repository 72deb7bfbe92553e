import { type Dispatch, type SetStateAction, useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'

import type { AddressBar } from '../room/addressBar'
import type { Join, Launch } from '../room/launch'
import type { ListedRoom, RoomList, RoomListState } from '../room/roomList'
import type { KeptSettings } from '../room/settings'
import type { Prefilled } from './JoinForm'
import { type LentToken, lentBy, roomOnShow } from './lentToken'
import { useShortcut } from './shortcuts'

export interface RoomsControl {
  readonly list: RoomListState
  /** The contents of the form. */
  readonly asked: Prefilled
  /** The token of the room from which the form was opened; it may be good for another item. */
  readonly lent: LentToken | null
  /** Grows when a step through the history, or somebody who wants another item, brings a fresh form. */
  readonly arrivals: number
  readonly ask: (asked: Join) => void
  readonly show: (itemId: string | null) => void
  readonly leave: (itemId: string) => void
  /** Leaves for another item: the form comes next, also where there are other rooms. */
  readonly leaveForForm: (itemId: string) => void
}

interface Wanted {
  readonly rooms: RoomList
  readonly settings: KeptSettings
  readonly address: AddressBar
  /** The first contents of the form. */
  readonly prefilled: Prefilled
}

/** Follows the rooms of this tab, and has the address bar follow what is shown. */
export function useRooms({ rooms, settings, address, prefilled }: Wanted): RoomsControl {
  const list = useSyncExternalStore(
    (listener) => rooms.subscribe(listener),
    () => rooms.getState(),
  )
  const [asked, setAsked] = useState<Prefilled>(list.active?.asked ?? prefilled)
  const [arrivals, setArrivals] = useState(0)
  const [lender, setLender] = useState<string | null>(null)
  const arrived = () => {
    setArrivals((before) => before + 1)
    // Looked at now: the next step shows another one, or none.
    const left = roomOnShow(rooms.getState())
    if (left !== null) setLender(left)
  }
  const show = (itemId: string | null) => {
    arrived()
    setAsked((before) => ({ itemId: itemId ?? '', name: settings.getState().name ?? before.name }))
    rooms.show(itemId)
    address.show(itemId, 'new')
  }
  const leaveForForm = (itemId: string) => {
    rooms.leave(itemId)
    rooms.show(null)
    address.show(null, 'new')
  }
  const leave = (itemId: string) => {
    const wasShown = rooms.getState().active?.asked.itemId === itemId
    rooms.leave(itemId)
    const next = rooms.getState().active
    if (wasShown) address.show(next?.asked.itemId ?? null, next === null ? 'new' : 'same')
  }
  const open = (request: Join, startedByForm: boolean) => {
    setAsked(request)
    rooms.open(request, startedByForm)
  }
  const follow = (request: Join) => {
    setLender(null)
    open(request, false)
  }
  useArrivals({ rooms, address, setAsked, arrived, follow })
  useNeighbours(rooms, show)
  const lent = lentBy(list.rooms, lender)
  return { list, asked, lent, arrivals, ask: (request) => open(request, true), show, leave, leaveForForm }
}

/** The address names the room: from the form that is a step, so that the way back leads to the form. */
export function useShownAddress(address: AddressBar, shown: ListedRoom | null): void {
  const itemId = shown?.asked.itemId ?? null
  const startedByForm = shown?.startedByForm === true
  useEffect(() => {
    if (itemId !== null) address.show(itemId, startedByForm ? 'new' : 'same')
  }, [address, itemId, startedByForm])
}

interface Arrivals extends Pick<Wanted, 'rooms' | 'address'> {
  readonly setAsked: Dispatch<SetStateAction<Prefilled>>
  readonly arrived: () => void
  readonly follow: (request: Join) => void
}

/** Follows links and steps through the history. */
function useArrivals({ rooms, address, setAsked, arrived, follow }: Arrivals): void {
  const onLink = useEffectEvent(follow)
  const onTravel = useEffectEvent(({ join, itemId }: Launch) => {
    const { rooms: listed, active } = rooms.getState()
    const known = listed.find(({ asked }) => asked.itemId === (join?.itemId ?? itemId))
    if (known !== undefined && known === active) return
    arrived()
    if (known !== undefined) return rooms.show(known.asked.itemId)
    if (join !== null) return onLink(join)
    rooms.show(null)
    if (itemId !== '') setAsked(({ name }) => ({ itemId, name }))
  })
  useEffect(() => address.onLink((request) => onLink(request)), [address])
  useEffect(() => address.onTravel((launch) => onTravel(launch)), [address])
}

function useNeighbours(rooms: RoomList, show: (itemId: string) => void): void {
  const go = (places: number) => {
    const itemId = rooms.neighbour(places)
    if (itemId !== null) show(itemId)
  }
  useShortcut('nextRoom', () => go(1))
  useShortcut('previousRoom', () => go(-1))
}
