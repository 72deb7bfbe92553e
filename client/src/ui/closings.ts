/** The remedy that a person has after each close that the page does not mend automatically. */

import type { Advice } from '../protocol/closeCodes.gen'
import { CloseCode } from '../protocol/closeCodes.gen'
import { Refusal } from '../room/state'

export type Remedy = 'use_here' | 'reload' | 'join_again'

/** Those that come from the page's own version or fault. */
const MENDED_BY_RELOAD: ReadonlySet<number> = new Set([
  CloseCode.UNSUPPORTED_DATA,
  CloseCode.INVALID_TEXT,
  CloseCode.UNKNOWN_SUBPROTOCOL,
  CloseCode.TOO_MANY_BAD_FRAMES,
  Refusal.LOGIN,
])

export function remedyFor(code: number, advice: Advice): Remedy {
  if (code === CloseCode.SESSION_REPLACED) return 'use_here'
  return advice === 'reload' || MENDED_BY_RELOAD.has(code) ? 'reload' : 'join_again'
}

/** Why the server admits nobody now: the page retries automatically, and says why. */
export type Hindrance = 'notYet' | 'addressFull' | 'personFull' | 'roomFull' | 'nodeFull'

const HINDRANCES: ReadonlyMap<number, Hindrance> = new Map([
  [CloseCode.NOT_YET, 'notYet'],
  [CloseCode.ADDRESS_FULL, 'addressFull'],
  [CloseCode.PERSON_FULL, 'personFull'],
  [CloseCode.ROOM_FULL, 'roomFull'],
  [CloseCode.NODE_FULL, 'nodeFull'],
])

export function hindranceOf(code: number | null): Hindrance | null {
  return (code !== null && HINDRANCES.get(code)) || null
}
