/** Precedent for both: centrifuge-js and phoenix wait about half a second first, and never longer than about 20 s. */
const MIN_DELAY_MS = 500
export const MAX_DELAY_MS = 20_000

/**
 * How long to wait before attempt `attempt` (0 is the first retry).
 *
 * CL1: full jitter. Every delay up to the doubled ceiling is equally likely, so
 * clients that lost the server together do not come back together.
 */
export function reconnectDelay(attempt: number, random: () => number): number {
  const ceiling = Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** attempt)
  return random() * ceiling
}
