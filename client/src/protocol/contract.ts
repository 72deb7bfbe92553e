/** What this client speaks; a test holds these beside `server/protocol/entries.py`. */

export const CONTRACT = 1
export const SUBPROTOCOL = 'parley.v1'
export const MAX_ITEM_ID_BYTES = 128
export const MAX_NAME_LENGTH = 64

/** The longest body until `welcome` says the server's own bound. */
export const DEFAULT_BODY_LENGTH = 8_000
