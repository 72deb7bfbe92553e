// Generated from shared/schema/ by client/scripts/generate.mjs. Not to be edited.

export type ErrorCode =
  | 'not_json'
  | 'not_an_object'
  | 'unknown_type'
  | 'missing_field'
  | 'extra_field'
  | 'wrong_field'
  | 'not_joined'
  | 'already_joined'
  | 'unknown_kind'
  | 'bad_target'
  | 'not_yours'
  | 'no_change'
  | 'too_many_reactions'
  | 'empty_body'
  | 'key_reused'
  | 'too_many_pending'
  | 'store_unavailable'
  | 'store_full'
  | 'too_fast'

export interface ErrorRule {
  readonly message: string
  readonly temporary: boolean
}

export const ERROR_RULES: Readonly<Record<ErrorCode, ErrorRule>> = {
  not_json: { message: 'a frame is JSON, this was not', temporary: false },
  not_an_object: { message: 'a frame is a JSON object, this was another value', temporary: false },
  unknown_type: { message: 'no client frame has this type', temporary: false },
  missing_field: { message: 'a required field is missing', temporary: false },
  extra_field: { message: 'the frame has no such field', temporary: false },
  wrong_field: { message: 'a field has a wrong value', temporary: false },
  not_joined: { message: 'the first frame is hello', temporary: false },
  already_joined: { message: 'hello is said once for each connection', temporary: false },
  unknown_kind: { message: 'this server appends no such kind', temporary: false },
  bad_target: { message: 'there is no such message', temporary: false },
  not_yours: { message: 'only its author may edit or delete a message', temporary: false },
  no_change: { message: 'the change would change nothing', temporary: false },
  too_many_reactions: { message: 'the message has as many reactions as it can hold, or of one person', temporary: false },
  empty_body: { message: 'the message is empty', temporary: false },
  key_reused: { message: 'the key belongs to another message', temporary: false },
  too_many_pending: { message: 'too many frames wait for an answer', temporary: true },
  store_unavailable: { message: 'the store is away, send it again later', temporary: true },
  store_full: { message: 'the store has no room for more, send it again later', temporary: true },
  too_fast: { message: 'too many frames in a short time', temporary: true },
}
