/** What may name an item: the same rule on both sides of the wire (AU5). */

import { MAX_ITEM_ID_BYTES } from './contract'
import { hasHidden } from './visible'

const FORBIDDEN = /[/\p{Cc}\p{Cs}]/u

/**
 * The name in the form under which the server keeps it, or null if no item can
 * be called so.
 *
 * NOTE: a URL's parser removes `.` and `..` from a path, escaped or not, so no
 * browser could reach an item of that name.
 */
export function normalizeItemId(raw: string): string | null {
  const itemId = raw.normalize('NFC')
  if (itemId === '' || itemId === '.' || itemId === '..' || FORBIDDEN.test(itemId)) return null
  if (hasHidden(itemId)) return null
  return new TextEncoder().encode(itemId).length <= MAX_ITEM_ID_BYTES ? itemId : null
}
