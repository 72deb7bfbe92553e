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
