import type { Advice } from '../protocol/closeCodes.gen'

/** The state of the connection. */
export type ConnectionState =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'connected' }
  /** Lost; the next try is at `retryAt` (by the clock that is never set), or under way if that has passed. */
  | {
      readonly phase: 'reconnecting'
      readonly attempt: number
      readonly retryAt: number
      readonly since: number
      /** The close code of the last connection, 1006 where there was no close; null before there was one. */
      readonly code: number | null
      /** The status that something answers by plain HTTP in the server's place; null where nothing does. */
      readonly stranger: number | null
    }
  /** The browser says that there is no network; it is tried at once when it is back. */
  | { readonly phase: 'offline'; readonly since: number }
  /** The server will close soon; the client reconnects automatically. */
  | { readonly phase: 'going_away' }
  /** Over: there is no automatic retry. `code` is the close code, 1000 after leaving, or a `Refusal` of plain HTTP. */
  | { readonly phase: 'closed'; readonly code: number; readonly advice: Advice }
