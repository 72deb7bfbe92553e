/** The room on show, for the parts of its rows that act on it. */

import { createContext, useContext } from 'react'

import type { JoinedRoom } from '../room/state'

export const RoomContext = createContext<JoinedRoom | null>(null)

/** The room around a component. */
export function useRoom(): JoinedRoom {
  const room = useContext(RoomContext)
  if (room === null) throw new Error('Expected a room around this component, found none.')
  return room
}
