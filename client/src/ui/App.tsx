import { useEffect, useState } from 'react'

import type { Room } from '../room/state'
import { useRoomState } from './hooks'
import { JoinForm } from './JoinForm'
import type { JoinRequest } from './joining'
import { RoomView } from './RoomView'
import { stageOf } from './stage'

/** One stay in a room, and what was asked for it: enough to ask again. */
export interface Visit {
  readonly request: JoinRequest
  readonly room: Room
}

interface Props {
  readonly join: (request: JoinRequest) => Room
  /** The visit that a link or a reload began, if one did. */
  readonly launched: Visit | null
  /** Items joined before in this browser, the newest first. */
  readonly recentItems: () => readonly string[]
}

/** The whole page: the form, or the room that it led to. */
export function App({ join, launched, recentItems }: Props) {
  const [visit, setVisit] = useState(launched)
  // Kept here, so that no refusal on the way costs what was half written.
  const [draft, setDraft] = useState('')
  const state = useRoomState(visit?.room ?? null)
  const stage = stageOf(state, visit !== launched)
  useDocumentTitle(stage.type === 'room' ? state?.itemId : undefined)

  const enter = (request: JoinRequest) => {
    if (request.itemId !== visit?.request.itemId) setDraft('')
    visit?.room.leave()
    setVisit({ request, room: join(request) })
  }
  const leave = () => {
    visit?.room.leave()
    setDraft('')
  }

  if (stage.type === 'room' && visit !== null && state !== null) {
    return (
      <RoomView
        room={visit.room}
        state={state}
        draft={draft}
        onDraft={setDraft}
        onLeave={leave}
        onRejoin={() => enter(visit.request)}
      />
    )
  }
  return (
    <JoinForm
      asked={visit?.request ?? null}
      recentItems={recentItems()}
      refusal={stage.type === 'form' ? stage.refusal : null}
      waiting={stage.type === 'joining' ? (state?.connection ?? null) : null}
      onJoin={enter}
      onTryNow={() => visit?.room.tryNow()}
      onCancel={leave}
    />
  )
}

function useDocumentTitle(item: string | undefined): void {
  useEffect(() => {
    document.title = item === undefined ? 'Parley' : `${item} · Parley`
  }, [item])
}
