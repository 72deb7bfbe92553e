/** What a room shows: the whole state that the page draws, as plain data. */

import type { ConnectionState } from '../connection/connectionState'
import type { Unsubscribe } from '../connection/environment'
import type { Entry, Member, StoreStatus } from '../protocol/frames.gen'

export type { ConnectionState } from '../connection/connectionState'
export type { Unsubscribe } from '../connection/environment'

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
  /** When the room was seen as `items` show it, where nothing newer can be had; null where they come from the server. */
  readonly seenAt: number | null
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
  /** Sends a failed message again: under the same key, or as a new message once the log may have forgotten that. */
  retry(key: string): void
  /** Forgets a message that was not acked. */
  discard(key: string): void
  loadOlder(): void
  setTyping(active: boolean): void
  tryNow(): void
  /** Goes by this name from now on, if the credential has none: says hello again, as the same client. */
  rename(name: string | null): void
  /** Says goodbye, stops for good and forgets what this browser kept of the room. */
  leave(): void
  /** Stops for good without a goodbye and forgets nothing: another room takes the place of this one in its tab. */
  end(): void
}

/** The unfinished message in the composer, kept by this tab for this room and author. */
export interface Drafts {
  /** Empty until the first `welcome` has said whose draft it may be; then what was kept, if nothing was typed since. */
  getDraft(): string
  setDraft(body: string): void
}

/** What `joinRoom` returns. */
export type JoinedRoom = Room & Drafts
