// Generated from shared/schema/ by client/scripts/generate.mjs. Not to be edited.

/** What a client does after a close. */
export type Advice =
  | 'stay_away'
  | 'come_back'
  | 'ask_again'
  | 'fresh_credential'
  | 'reload'

export interface CloseRule {
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
  1000: { advice: 'stay_away' },
  1001: { advice: 'come_back' },
  1003: { advice: 'stay_away' },
  1007: { advice: 'stay_away' },
  1008: { advice: 'ask_again' },
  1009: { advice: 'come_back' },
  1011: { advice: 'come_back' },
  1012: { advice: 'come_back' },
  1013: { advice: 'come_back' },
  4000: { advice: 'come_back' },
  4001: { advice: 'come_back' },
  4003: { advice: 'come_back' },
  4004: { advice: 'come_back' },
  4005: { advice: 'fresh_credential' },
  4006: { advice: 'come_back' },
  4007: { advice: 'come_back' },
  4008: { advice: 'come_back' },
  4009: { advice: 'come_back' },
  4010: { advice: 'come_back' },
  4011: { advice: 'come_back' },
  4012: { advice: 'come_back' },
  4014: { advice: 'come_back' },
  4500: { advice: 'stay_away' },
  4501: { advice: 'stay_away' },
  4502: { advice: 'reload' },
  4503: { advice: 'stay_away' },
  4504: { advice: 'stay_away' },
  4505: { advice: 'stay_away' },
  4506: { advice: 'stay_away' },
}
