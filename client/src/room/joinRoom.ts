import type { Environment } from '../connection/environment'
import { CloseCode } from '../protocol/closeCodes.gen'
import { normalizeItemId } from '../protocol/itemId'
import type { JoinOptions } from './joinOptions'
import { LiveRoom } from './liveRoom'
import type { JoinedRoom } from './state'

export type { JoinOptions } from './joinOptions'

/**
 * Joins a room and stays in it until `leave`.
 *
 * A name that no item can have is refused here as the server would refuse it,
 * in words that stand in the same table.
 */
export function joinRoom(options: JoinOptions, environment: Environment): JoinedRoom {
  const itemId = normalizeItemId(options.itemId)
  const room = new LiveRoom({ ...options, itemId: itemId ?? options.itemId }, environment)
  if (itemId === null) room.refuse(CloseCode.BAD_ITEM_NAME)
  else room.start()
  return room
}
