/** The whole state of a room that the page draws, as plain data. */

import type { ConnectionState } from '../connection/connectionState'
import type { Unsubscribe } from '../connection/environment'
import type { Entry, Member, StoreStatus } from '../protocol/frames.gen'
import type { ChangeKind } from './changes'
import type { SidePages, SideReader } from './sidePages'

export type { ConnectionState } from '../connection/connectionState'
export type { Keeping, TextStore, Unsubscribe } from '../connection/environment'
export { Refusal } from '../connection/inquiry'

/** A change of a message that this tab asked for and the log has not acked. */
export interface ChangeUnderWay {
  readonly key: string
  readonly kind: ChangeKind
  readonly body: string
  /** One that failed was undone. */
  readonly status: 'sending' | 'failed'
  /** The error code of the refusal, for a failed one. */
  readonly error: string | null
}

/** One line of the message list, in the order in which it is shown. */
export type TimelineItem =
  | {
      readonly type: 'entry'
      readonly id: string
      /** With every change folded in, also those that are under way. */
      readonly entry: Entry
      readonly own: boolean
      readonly underWay?: readonly ChangeUnderWay[]
    }
  | {
      readonly type: 'pending'
      readonly id: string
      readonly key: string
      /** The offset of the message that this one answers. */
      readonly target: number | null
      readonly body: string
      readonly status: 'sending' | 'failed'
      /** The error code of the refusal, for a failed one. */
      readonly error: string | null
      readonly writtenAt: number
    }
  /** One that failed and has no message to stand under: that is not loaded, or was in a log that was replaced. */
  | { readonly type: 'change'; readonly id: string; readonly at: number; readonly change: ChangeUnderWay }
  | { readonly type: 'joined' | 'left'; readonly id: string; readonly member: Member; readonly at: number }
  /** Between the lines above and below there may be a gap. */
  | { readonly type: 'break'; readonly id: string; readonly at: number }

export interface RoomState {
  readonly itemId: string
  readonly connection: ConnectionState
  /** Null until the first `welcome`. */
  readonly clientId: number | null
  readonly author: string | null
  readonly name: string | null
  readonly store: StoreStatus
  /** Whether messages wait because the store has no room for them; reading continues. */
  readonly isStoreFull: boolean
  /** In which the items have their offsets; null while nothing was seen. */
  readonly epoch: string | null
  readonly items: readonly TimelineItem[]
  /** Grows whenever a message among the items was changed by an entry of the log. */
  readonly revision: number
  /** When the room was seen as `items` show it, where nothing newer can be had; null where they come from the server. */
  readonly seenAt: number | null
  /** Null where the room is too large for a list. */
  readonly members: readonly Member[] | null
  readonly personCount: number
  /** By how many milliseconds the server's clock, whose times the items have, is ahead of the device's. */
  readonly serverLead: number
  /** Those who write now, without oneself. */
  readonly typing: readonly Member[]
  /** Whether there are older messages to load, and if not, why: `full` where the list holds as many as it can. */
  readonly older: 'loading' | 'more' | 'full' | 'start' | 'trimmed'
  /** The offset that older pages are being loaded for, until it is there or cannot be had. */
  readonly reaching: number | null
  readonly bodyLengthLimit: number
}

/** A room that was joined. Every method may be called in every state. */
export interface Room {
  getState(): RoomState
  /** Calls `listener` after each change; the state object is replaced, never mutated. */
  subscribe(listener: () => void): Unsubscribe
  /**
   * Shows the message at once and sends it when it can. Blank text does nothing.
   *
   * @param replyTo the offset of the message that it answers.
   */
  send(body: string, replyTo?: number): void
  /**
   * Shows another text at once. False where nothing was done with it: for blank text, and for a message that is not
   * loaded, not this person's or deleted.
   */
  edit(offset: number, body: string): boolean
  /** Shows the message as deleted at once; does nothing for one of somebody else. */
  remove(offset: number): void
  /** Sets an emoji under a message, once for each person. */
  react(offset: number, emoji: string): void
  unreact(offset: number, emoji: string): void
  /** Sends what failed again: under the same key, or as something new once the log may have forgotten that. */
  retry(key: string): void
  /** Forgets a message or a change that was not acked. */
  discard(key: string): void
  loadOlder(): void
  /** Drops the lines above this entry in the list; older pages begin there again. */
  dropOlder(offset: number): void
  /** Loads older pages until this entry is there, or there are no more; another call takes the place of this one. */
  reach(offset: number): void
  /** Reads pages that do not come into the list, until they are closed. */
  openPages(reader: SideReader): SidePages
  setTyping(active: boolean): void
  tryNow(): void
  /** Goes by this name from now on, if the credential has none: says hello again, as the same client. */
  rename(name: string | null): void
  /**
   * Says goodbye, stops for good and forgets what this tab kept of the room, whoever wrote it.
   *
   * Where the server has asked for another credential, what was written stays for its author, who comes back with one.
   */
  leave(): void
  /** Stops for good without a goodbye and forgets nothing: another room takes the place of this one in its tab. */
  end(): void
}

/** The text in the message box. */
export interface Draft {
  /** The text of a new message; it waits while another one is edited. */
  readonly body: string
  /** The offset of the message that it answers. */
  readonly replyTo: number | null
  readonly edit: UnfinishedEdit | null
}

export interface UnfinishedEdit {
  readonly offset: number
  /** Null until something was typed: then it says what the message says. */
  readonly text: string | null
}

/** The unfinished message in the composer, kept by this tab for this room and author. */
export interface Drafts {
  /** Empty until the first `welcome` has said whose draft it may be; then what was kept, if nothing was typed since. */
  getDraft(): Draft
  setDraft(change: Partial<Draft>): void
  /** Calls `listener` after each change; the draft is replaced, never mutated. */
  onDraft(listener: () => void): Unsubscribe
}

/** What `joinRoom` returns. */
export type JoinedRoom = Room & Drafts
