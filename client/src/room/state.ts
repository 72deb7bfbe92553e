/** What a room shows: the whole state that the page draws, as plain data. */

import type { Entry, Member, StoreStatus } from '../protocol/frames.gen'
import type { Advice } from '../protocol/closeCodes.gen'

export type Unsubscribe = () => void

/** Where the connection stands. */
export type ConnectionState =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'connected' }
  /** Lost; the next try is at `retryAt` (milliseconds since 1970). */
  | { readonly phase: 'reconnecting'; readonly attempt: number; readonly retryAt: number; readonly since: number }
  /** The browser says that there is no network; it is tried at once when it is back. */
  | { readonly phase: 'offline'; readonly since: number }
  /** The server will close soon; it comes back by itself. */
  | { readonly phase: 'going_away' }
  /** Over: no retry will happen. `code` is the close code, 1000 after leaving. */
  | { readonly phase: 'closed'; readonly code: number; readonly advice: Advice }

/** One line of the message list, in the order in which it is shown. */
export type TimelineItem =
  | { readonly type: 'entry'; readonly id: string; readonly entry: Entry; readonly own: boolean }
  | {
      readonly type: 'pending'
      readonly id: string
      readonly key: string
      readonly body: string
      readonly status: 'sending' | 'failed'
      /** The error code of the refusal, for a failed one. */
      readonly error: string | null
      readonly writtenAt: number
    }
  | { readonly type: 'joined' | 'left'; readonly id: string; readonly member: Member; readonly at: number }
  /** What stands above and below is not known to be without a gap. */
  | { readonly type: 'break'; readonly id: string; readonly at: number }

export interface RoomState {
  readonly itemId: string
  readonly connection: ConnectionState
  /** Null until the first `welcome`. */
  readonly clientId: number | null
  readonly name: string | null
  readonly store: StoreStatus
  readonly items: readonly TimelineItem[]
  /** Null where the room is too large for a list. */
  readonly members: readonly Member[] | null
  readonly memberCount: number
  /** Those who write now, without oneself. */
  readonly typing: readonly Member[]
  readonly older: 'loading' | 'more' | 'start' | 'trimmed'
  readonly bodyLengthLimit: number
}

/** A room that was joined. Every method may be called in every state. */
export interface Room {
  getState(): RoomState
  /** Calls `listener` after each change; the state object is replaced, never mutated. */
  subscribe(listener: () => void): Unsubscribe
  /** Shows the message at once and sends it when it can. Blank text does nothing. */
  send(body: string): void
  /** Sends a failed message again, under the same key. */
  retry(key: string): void
  /** Forgets a message that was not acked. */
  discard(key: string): void
  loadOlder(): void
  setTyping(active: boolean): void
  tryNow(): void
  /** Says goodbye, stops for good and forgets what this browser kept of the room. */
  leave(): void
}
