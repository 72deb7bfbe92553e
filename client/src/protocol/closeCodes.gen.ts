// Generated from shared/schema/ by client/scripts/generate.mjs. Not to be edited.

/** What a client does after a close. */
export type Advice =
  | 'stay_away'
  | 'come_back'
  | 'ask_again'
  | 'fresh_credential'
  | 'reload'

export type CloseCodeName =
  | 'normal'
  | 'going_away'
  | 'unsupported_data'
  | 'invalid_text'
  | 'policy_violation'
  | 'too_big'
  | 'internal_error'
  | 'service_restart'
  | 'try_again_later'
  | 'page_hidden'
  | 'hello_timeout'
  | 'trimmed_past'
  | 'contract_too_new'
  | 'credential_expired'
  | 'heartbeat_lost'
  | 'out_of_step'
  | 'too_fast'
  | 'address_full'
  | 'person_full'
  | 'room_full'
  | 'node_full'
  | 'not_yet'
  | 'session_replaced'
  | 'unknown_subprotocol'
  | 'out_of_date'
  | 'item_not_allowed'
  | 'bad_item_name'
  | 'too_many_bad_frames'
  | 'origin_not_allowed'

export interface CloseRule {
  readonly name: CloseCodeName
  readonly reason: string
  readonly advice: Advice
}

export const CloseCode = {
  NORMAL: 1000,
  GOING_AWAY: 1001,
  UNSUPPORTED_DATA: 1003,
  INVALID_TEXT: 1007,
  POLICY_VIOLATION: 1008,
  TOO_BIG: 1009,
  INTERNAL_ERROR: 1011,
  SERVICE_RESTART: 1012,
  TRY_AGAIN_LATER: 1013,
  PAGE_HIDDEN: 4000,
  HELLO_TIMEOUT: 4001,
  TRIMMED_PAST: 4003,
  CONTRACT_TOO_NEW: 4004,
  CREDENTIAL_EXPIRED: 4005,
  HEARTBEAT_LOST: 4006,
  OUT_OF_STEP: 4007,
  TOO_FAST: 4008,
  ADDRESS_FULL: 4009,
  PERSON_FULL: 4010,
  ROOM_FULL: 4011,
  NODE_FULL: 4012,
  NOT_YET: 4014,
  SESSION_REPLACED: 4500,
  UNKNOWN_SUBPROTOCOL: 4501,
  OUT_OF_DATE: 4502,
  ITEM_NOT_ALLOWED: 4503,
  BAD_ITEM_NAME: 4504,
  TOO_MANY_BAD_FRAMES: 4505,
  ORIGIN_NOT_ALLOWED: 4506,
} as const

export const CLOSE_RULES: Readonly<Record<number, CloseRule>> = {
  1000: { name: 'normal', reason: 'goodbye', advice: 'stay_away' },
  1001: { name: 'going_away', reason: 'the page or the server goes away', advice: 'come_back' },
  1003: { name: 'unsupported_data', reason: 'a frame is text, this was binary', advice: 'stay_away' },
  1007: { name: 'invalid_text', reason: 'a text frame was not UTF-8', advice: 'stay_away' },
  1008: { name: 'policy_violation', reason: 'no credential, or a bad one', advice: 'ask_again' },
  1009: { name: 'too_big', reason: 'a frame was too big', advice: 'come_back' },
  1011: { name: 'internal_error', reason: 'the server failed', advice: 'come_back' },
  1012: { name: 'service_restart', reason: 'the server restarts', advice: 'come_back' },
  1013: { name: 'try_again_later', reason: 'the store is away, try again later', advice: 'come_back' },
  4000: { name: 'page_hidden', reason: 'the page was put away', advice: 'come_back' },
  4001: { name: 'hello_timeout', reason: 'no hello in time', advice: 'come_back' },
  4003: { name: 'trimmed_past', reason: 'what was to be read next is no longer kept', advice: 'come_back' },
  4004: { name: 'contract_too_new', reason: 'the client is newer than this server', advice: 'come_back' },
  4005: { name: 'credential_expired', reason: 'the credential has expired', advice: 'fresh_credential' },
  4006: { name: 'heartbeat_lost', reason: 'no answer to a ping', advice: 'come_back' },
  4007: { name: 'out_of_step', reason: 'an offset was skipped', advice: 'come_back' },
  4008: { name: 'too_fast', reason: 'too many frames or connections in a short time', advice: 'come_back' },
  4009: { name: 'address_full', reason: 'too many connections from this address', advice: 'come_back' },
  4010: { name: 'person_full', reason: 'too many connections of this person', advice: 'come_back' },
  4011: { name: 'room_full', reason: 'the room is full', advice: 'come_back' },
  4012: { name: 'node_full', reason: 'the server is full', advice: 'come_back' },
  4014: { name: 'not_yet', reason: 'the credential is not valid yet', advice: 'come_back' },
  4500: { name: 'session_replaced', reason: 'session replaced by a newer connection', advice: 'stay_away' },
  4501: { name: 'unknown_subprotocol', reason: 'unknown subprotocol', advice: 'stay_away' },
  4502: { name: 'out_of_date', reason: 'the client is too old, reload the page', advice: 'reload' },
  4503: { name: 'item_not_allowed', reason: 'the credential does not cover this item', advice: 'stay_away' },
  4504: { name: 'bad_item_name', reason: 'not a name for an item', advice: 'stay_away' },
  4505: { name: 'too_many_bad_frames', reason: 'too many bad frames', advice: 'stay_away' },
  4506: { name: 'origin_not_allowed', reason: 'this origin is not allowed', advice: 'stay_away' },
}
