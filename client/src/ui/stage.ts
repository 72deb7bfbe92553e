/** Which of the page's faces is shown. Pure. */

import type { ConnectionState, RoomState } from '../room/state'

export type Stage =
  | {
      readonly type: 'form'
      /** The close code that led back to it. */
      readonly refusal: number | null
      /** The state of the connection while the first `welcome` is awaited. */
      readonly waiting: ConnectionState | null
    }
  | { readonly type: 'room' }

const LEFT = 1000
const ROOM: Stage = { type: 'room' }
const PLAIN_FORM = { type: 'form', refusal: null, waiting: null } as const

/**
 * A refusal leads back to the form. Whoever was inside stays with what there
 * is to read, unless a new token is needed, which only the form can take.
 *
 * `startedByForm` is false for a join that a link or a reload began: the room
 * then stands at once, so that a reload does not flash the form.
 */
export function stageOf(state: RoomState | null, startedByForm: boolean): Stage {
  if (state === null) return PLAIN_FORM
  const { connection } = state
  const hasJoined = state.clientId !== null
  if (connection.phase === 'closed') {
    if (connection.code === LEFT) return PLAIN_FORM
    return hasJoined && !needsToken(connection) ? ROOM : { ...PLAIN_FORM, refusal: connection.code }
  }
  return hasJoined || !startedByForm ? ROOM : { ...PLAIN_FORM, waiting: connection }
}

/** The credential was refused or is over: another one has to be typed. */
export function needsToken(connection: ConnectionState): boolean {
  return (
    connection.phase === 'closed' && (connection.advice === 'ask_again' || connection.advice === 'fresh_credential')
  )
}
