/** Who is one person among the members. Pure. */

import type { Member } from '../protocol/frames.gen'

/** The same for each tab of one author; a client without an author is a person of its own. */
export function personKey({ client_id, author }: Member): string {
  return author === null ? `client ${client_id}` : `author ${author}`
}
