/** What a person can do after each close that the page does not mend by itself. */

import type { Advice } from '../protocol/closeCodes.gen'
import { CloseCode } from '../protocol/closeCodes.gen'

export type Remedy = 'use_here' | 'reload' | 'join_again'

/** Those that come from the page's own version or fault. */
const MENDED_BY_RELOAD: ReadonlySet<number> = new Set([
  CloseCode.UNSUPPORTED_DATA,
  CloseCode.INVALID_TEXT,
  CloseCode.UNKNOWN_SUBPROTOCOL,
  CloseCode.TOO_MANY_BAD_FRAMES,
])

export function remedyFor(code: number, advice: Advice): Remedy {
  if (code === CloseCode.SESSION_REPLACED) return 'use_here'
  return advice === 'reload' || MENDED_BY_RELOAD.has(code) ? 'reload' : 'join_again'
}

/** What is full where a connection was one too many: the page tries again by itself, and says why it has to. */
export type Fullness = 'addressFull' | 'personFull' | 'roomFull' | 'nodeFull'

const FULL: ReadonlyMap<number, Fullness> = new Map([
  [CloseCode.ADDRESS_FULL, 'addressFull'],
  [CloseCode.PERSON_FULL, 'personFull'],
  [CloseCode.ROOM_FULL, 'roomFull'],
  [CloseCode.NODE_FULL, 'nodeFull'],
])

export function fullnessOf(code: number | null): Fullness | null {
  return (code !== null && FULL.get(code)) || null
}
