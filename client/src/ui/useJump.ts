import { useEffect, useRef } from 'react'
import { entryAt } from '../room/placeOf'
import type { RoomState } from '../room/state'
import { useRoom } from './roomContext'
import { useTalk } from './talk'

/**
 * Brings the reader to the message that a quote or a search leads to.
 *
 * Pages are loaded until it is there. Where it cannot be had, nothing moves.
 *
 * @param toRow shows the row with this id, which may be out of sight.
 */
export function useJump(state: RoomState, toRow: (rowId: string) => void): void {
  const room = useRoom()
  const { jumpingTo, jump } = useTalk()
  const asked = useRef<number | null>(null)
  const rowId = jumpingTo === null ? null : (entryAt(state.items, jumpingTo)?.id ?? null)
  useEffect(() => {
    if (jumpingTo === null) asked.current = null
    else if (rowId !== null) {
      toRow(rowId)
      jump(null)
    } else if (asked.current !== jumpingTo) {
      asked.current = jumpingTo
      room.reach(jumpingTo)
    } else if (!isComing(room.getState(), jumpingTo)) jump(null)
  })
}

/** By the room itself: in a busy one what is drawn is older than what was asked a moment ago. */
function isComing({ reaching, items }: RoomState, offset: number): boolean {
  return reaching === offset || entryAt(items, offset) !== null
}
