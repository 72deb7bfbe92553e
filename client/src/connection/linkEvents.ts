/** What a link is given, and what it tells. */

import type { Hello, Welcome } from '../protocol/frames.gen'
import type { RoomFrame } from './connection'
import type { ConnectionState } from './connectionState'

export interface LinkOptions {
  readonly path: string
  /** Empty where a cookie is the credential. */
  readonly token: string
}

export interface LinkEvents {
  /** Called before the first connection and after the page was away; nothing is opened until `ready` is called. */
  prepare(ready: () => void): void
  hello(): Hello
  joined(welcome: Welcome): void
  received(frame: RoomFrame): void
  /** What was sent on this connection and not answered may or may not have arrived. */
  lost(code: number): void
  /** The page is put away, after `lost`. */
  putAway(): void
  changed(state: ConnectionState): void
}
