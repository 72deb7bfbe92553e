/** The state of the connection that is announced: one that lasts, so that none flashes by. */

import { useState } from 'react'

import type { ConnectionState } from '../room/state'
import { useLingering } from './hooks'

type Phase = ConnectionState['phase']

/** A loss shorter than this is not announced. */
export const GRACE_MS = 1_000

/** The phase, once it is certain to be worth a word; until then the last one that was, null at first. */
export function useToldPhase(phase: Phase): Phase | null {
  const isSettled = phase === 'connected' || phase === 'closed'
  const lingers = useLingering(!isSettled, GRACE_MS)
  const isTold = isSettled || lingers
  const [told, setTold] = useState(isTold ? phase : null)
  if (isTold && told !== phase) setTold(phase)
  return isTold ? phase : told
}
