// Generated from shared/schema/ by client/scripts/generate.mjs. Not to be edited.

export type ClientFrame = Hello | Send | Read | Typing | Ping | Leave

/**
 * Asks to join the room; the first frame of every connection.
 *
 * Unknown fields are ignored, and the frame never changes within
 * ``parley.v1``: it is how two contracts find out about each other.
 */
export interface Hello {
  readonly type: 'hello'
  readonly contract: number
  readonly name?: string | null
  readonly resume_token?: string | null
  readonly position?: Position | null
}
/**
 * How far a reader has come: an offset, and proof of what stood there.
 *
 * An offset means nothing under another epoch, and an epoch can be rolled
 * back under its readers; the key of the entry at the offset shows both.
 * Part of ``hello``, so unknown fields are ignored here too.
 */
export interface Position {
  /**
   * Names one life of the store.
   */
  readonly epoch: string
  /**
   * An entry's number in its room.
   */
  readonly offset: number
  /**
   * Makes an append happen once.
   */
  readonly key: string
}
/**
 * Asks for a message to be appended, once for each ``key``.
 */
export interface Send {
  readonly type: 'send'
  /**
   * The client's own number for a frame.
   */
  readonly ref: number
  /**
   * Makes an append happen once.
   */
  readonly key: string
  /**
   * What an entry is.
   */
  readonly kind: string
  readonly target?: number | null
  readonly body: string
}
/**
 * Asks for a page: before or after an offset, or the newest one.
 */
export interface Read {
  readonly type: 'read'
  /**
   * The client's own number for a frame.
   */
  readonly ref: number
  readonly before?: number | null
  readonly after?: number | null
  readonly limit?: number
}
/**
 * Says that somebody began or stopped to write.
 */
export interface Typing {
  readonly type: 'typing'
  readonly active: boolean
}
/**
 * Asks whether the server is still there.
 */
export interface Ping {
  readonly type: 'ping'
  /**
   * The client's own number for a frame.
   */
  readonly ref: number
}
/**
 * Says goodbye: the server announces it at once and closes.
 */
export interface Leave {
  readonly type: 'leave'
}

export type ServerFrame =
  Welcome | EntryFrame | Page | Ack | Presence | TypingFrame | Status | ErrorFrame | Pong | Goaway

/**
 * Answers ``hello``: who you are, where the log stands, who is here.
 *
 * ``recovered`` is true when the missed entries follow as ``entry`` frames,
 * false when they cannot be shown to be complete and ``page`` replaces what
 * the client had, null when the client gave no position. In a room of more
 * members than ``limits.listed_members``, ``members`` has one of each person;
 * of more persons than that it is null.
 */
export interface Welcome {
  readonly type: 'welcome'
  readonly contract: number
  /**
   * Names a browser tab.
   */
  readonly client_id: number
  readonly author: string | null
  readonly name: string | null
  readonly item_id: string
  readonly resume_token: string
  /**
   * Names one life of the store.
   */
  readonly epoch: string
  readonly head: number
  /**
   * An entry's number in its room.
   */
  readonly oldest: number
  readonly recovered: boolean | null
  readonly page: readonly Entry[] | null
  readonly store: 'ok' | 'degraded'
  readonly members: readonly Member[] | null
  readonly member_count: number
  readonly limits: Limits
  readonly heartbeat_seconds: number
  readonly now?: string | null
  readonly person_count?: number | null
}
/**
 * A message in its place in a room's log.
 *
 * Entries read from a store are not validated again on their way out, so an
 * entry written by a newer server passes through an older one unharmed.
 */
export interface Entry {
  /**
   * An entry's number in its room.
   */
  readonly offset: number
  /**
   * Makes an append happen once.
   */
  readonly key: string
  /**
   * What an entry is.
   */
  readonly kind: string
  /**
   * Names a browser tab.
   */
  readonly client_id: number
  readonly author: string | null
  readonly name: string | null
  readonly target: number | null
  readonly body: string
  readonly at: string
  readonly changes?: Changes | null
}
/**
 * What later entries made of a message: its stored form is its text and this.
 *
 * ``offset`` is that of the newest entry among them; ``edit`` is the newest
 * edit, the only one that still has its text. A message that was deleted has
 * neither a text nor reactions.
 */
export interface Changes {
  /**
   * An entry's number in its room.
   */
  readonly offset: number
  readonly edit: number | null
  readonly edited_at: string | null
  readonly deleted_at: string | null
  readonly reactions: readonly Reaction[]
}
/**
 * An emoji that somebody set under a message.
 */
export interface Reaction {
  readonly emoji: string
  /**
   * Names a browser tab.
   */
  readonly client_id: number
  readonly author: string | null
  readonly name: string | null
}
/**
 * A session that is present in a room.
 */
export interface Member {
  /**
   * Names a browser tab.
   */
  readonly client_id: number
  readonly author: string | null
  readonly name: string | null
}
/**
 * The bounds of this server; a client reads them rather than assumes them.
 */
export interface Limits {
  readonly frame_bytes: number
  readonly body_length: number
  readonly page_entries: number
  readonly replay_entries: number
  readonly pending_sends: number
  readonly listed_members: number
  readonly messages_per_second: number
  readonly message_burst: number
}
/**
 * An entry on its way to a member: the next offset, always.
 */
export interface EntryFrame {
  /**
   * An entry's number in its room.
   */
  readonly offset: number
  /**
   * Makes an append happen once.
   */
  readonly key: string
  /**
   * What an entry is.
   */
  readonly kind: string
  /**
   * Names a browser tab.
   */
  readonly client_id: number
  readonly author: string | null
  readonly name: string | null
  readonly target: number | null
  readonly body: string
  readonly at: string
  readonly changes?: Changes | null
  readonly type: 'entry'
}
/**
 * Answers ``read``: a run of entries in ascending order.
 */
export interface Page {
  readonly type: 'page'
  /**
   * The client's own number for a frame.
   */
  readonly ref: number
  /**
   * Names one life of the store.
   */
  readonly epoch: string
  readonly entries: readonly Entry[]
  /**
   * An entry's number in its room.
   */
  readonly oldest: number
  readonly head: number
}
/**
 * Answers ``send``: the message is in the log, at this offset.
 */
export interface Ack {
  readonly type: 'ack'
  /**
   * The client's own number for a frame.
   */
  readonly ref: number
  /**
   * An entry's number in its room.
   */
  readonly offset: number
  readonly at: string
}
/**
 * The joins and leaves since the last one; with ``full``, all members.
 *
 * In a full frame ``joined`` replaces the list. In a room of more members than
 * ``limits.listed_members`` only one of each person is listed; in one of more
 * persons than that both lists are empty and only the counts are sent.
 */
export interface Presence {
  readonly type: 'presence'
  readonly full: boolean
  readonly joined: readonly Member[]
  readonly left: readonly Member[]
  readonly member_count: number
  readonly person_count?: number | null
}
/**
 * Everybody else who is writing now, one client of each person; replaces the last one.
 */
export interface TypingFrame {
  readonly type: 'typing'
  /**
   * Items: Names a browser tab.
   */
  readonly client_ids: readonly number[]
}
/**
 * Tells that the store went away or came back.
 */
export interface Status {
  readonly type: 'status'
  readonly store: 'ok' | 'degraded'
}
/**
 * Refuses one frame and leaves the connection open.
 *
 * ``temporary`` says what is certain: false, surely not stored; true, not
 * now or unknown, so send it again under the same key.
 */
export interface ErrorFrame {
  readonly type: 'error'
  readonly ref: number | null
  readonly code: string
  readonly message: string
  readonly location: readonly (string | number)[] | null
  readonly temporary: boolean
  readonly retry_after_ms: number | null
}
/**
 * Answers ``ping``.
 */
export interface Pong {
  readonly type: 'pong'
  /**
   * The client's own number for a frame.
   */
  readonly ref: number
}
/**
 * Says that this node will close soon, and how soon after that to come back.
 */
export interface Goaway {
  readonly type: 'goaway'
  readonly reason: string
  readonly reconnect_within_ms: number
}

export type StoreStatus = Status['store']

/** The tag of every server frame that this client knows. */
export const SERVER_FRAME_TYPES: readonly ServerFrame['type'][] = ['welcome', 'entry', 'page', 'ack', 'presence', 'typing', 'status', 'error', 'pong', 'goaway']
