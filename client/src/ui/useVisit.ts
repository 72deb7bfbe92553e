import { useState } from 'react'

import type { Join } from '../room/launch'
import type { JoinedRoom, RoomState } from '../room/state'
import { useRoomState } from './hooks'
import { type Stage, stageOf } from './stage'

/** One stay in a room, and what was asked for it: enough to ask again. */
export interface Visit {
  readonly asked: Join
  readonly room: JoinedRoom
  /** False where a link or a reload began it. */
  readonly startedByForm: boolean
}

export interface VisitControl {
  readonly visit: Visit | null
  readonly state: RoomState | null
  readonly stage: Stage
  readonly enter: (asked: Join) => void
  /** Enters what a link asks for, which the form knows nothing of. */
  readonly follow: (asked: Join) => void
  readonly leave: () => void
  /** Goes without a goodbye, as from one page to another: what is kept waits for the way back. */
  readonly depart: () => void
}

/** The room that this tab is in, how it came there, and how to leave it. */
export function useVisit(launched: Visit | null, join: (asked: Join) => JoinedRoom): VisitControl {
  const [visit, setVisit] = useState(launched)
  const state = useRoomState(visit?.room ?? null)
  const begin = (asked: Join, startedByForm: boolean) => {
    visit?.room.end()
    setVisit({ asked, room: join(asked), startedByForm })
  }
  const leave = () => {
    visit?.room.leave()
    setVisit(null)
  }
  const depart = () => {
    visit?.room.end()
    setVisit(null)
  }
  return {
    visit,
    state,
    stage: stageOf(state, visit?.startedByForm ?? true),
    enter: (asked) => begin(asked, true),
    follow: (asked) => begin(asked, false),
    leave,
    depart,
  }
}
