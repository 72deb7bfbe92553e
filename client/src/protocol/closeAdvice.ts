/** What to do after a close, for every code that can come. */

import { type Advice, CLOSE_RULES } from './closeCodes.gen'

/**
 * The table's advice, or the range's for a code that only a newer server
 * knows: 4500 to 4999 mean stay away.
 *
 * Every other code comes from between (1006 is what a browser shows for a
 * broken network, and for a refusal before accept), and is worth another try.
 */
export function adviceFor(code: number): Advice {
  const rule = CLOSE_RULES[code]
  if (rule !== undefined) return rule.advice
  return code >= 4500 && code <= 4999 ? 'stay_away' : 'come_back'
}
