import { useState } from 'react'

import type { Join } from '../room/launch'
import type { JoinedRoom, RoomState } from '../room/state'
import { useRoomState } from './hooks'
import { type Stage, stageOf } from './stage'

/** One stay in a room, and what was asked for it: enough to ask again. */
export interface Visit {
  readonly asked: Join
  readonly room: JoinedRoom
}

export interface VisitControl {
  readonly visit: Visit | null
  readonly state: RoomState | null
  readonly stage: Stage
  readonly enter: (asked: Join) => void
  readonly leave: () => void
}

/** The room that this tab is in, how it came there, and how to leave it. */
export function useVisit(launched: Visit | null, join: (asked: Join) => JoinedRoom): VisitControl {
  const [visit, setVisit] = useState(launched)
  const state = useRoomState(visit?.room ?? null)
  const enter = (asked: Join) => {
    visit?.room.end()
    setVisit({ asked, room: join(asked) })
  }
  const leave = () => {
    visit?.room.leave()
    setVisit(null)
  }
  return {
    visit,
    state,
    stage: stageOf(state, visit !== launched),
    enter,
    leave,
  }
}
