/** The token with which the form begins for whoever comes to it from a room. Pure. */

import type { ListedRoom, RoomListState } from '../room/roomList'
import { needsToken } from './stage'

export interface LentToken {
  /** The room that it is from. */
  readonly itemId: string
  readonly token: string
}

/** The room from which a form is opened now: the one on show, unless nobody was let into it yet. */
export function roomOnShow({ rooms, active }: RoomListState): string | null {
  return active !== null && rooms.includes(active) ? active.asked.itemId : null
}

/**
 * The token of that room for as long as the tab is in it and the server takes it.
 *
 * It is looked up each time and kept nowhere: what a room forgets, the form has forgotten too.
 */
export function lentBy(rooms: readonly ListedRoom[], itemId: string | null): LentToken | null {
  const lender = rooms.find(({ asked }) => asked.itemId === itemId)
  if (lender === undefined || needsToken(lender.room.getState().connection)) return null
  const { asked } = lender
  return asked.token === '' ? null : { itemId: asked.itemId, token: asked.token }
}
