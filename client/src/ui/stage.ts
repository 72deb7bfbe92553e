/** Which of the page's faces is shown. Pure. */

import type { RoomState } from '../room/state'

export type Stage =
  /** The form, with the close code that led back to it, if one did. */
  | { readonly type: 'form'; readonly refusal: number | null }
  /** The form while the first `welcome` is awaited. */
  | { readonly type: 'joining' }
  | { readonly type: 'room' }

const LEFT = 1000

/**
 * A refusal leads back to the form. Whoever was inside stays with what there
 * is to read, unless a new token is needed, which only the form can take.
 *
 * `startedByForm` is false for a join that a link or a reload began: the room
 * then stands at once, so that a reload does not flash the form.
 */
export function stageOf(state: RoomState | null, startedByForm: boolean): Stage {
  if (state === null) return { type: 'form', refusal: null }
  const { connection } = state
  const hasJoined = state.clientId !== null
  if (connection.phase === 'closed') {
    if (connection.code === LEFT) return { type: 'form', refusal: null }
    const needsToken = connection.advice === 'ask_again' || connection.advice === 'fresh_credential'
    return hasJoined && !needsToken ? { type: 'room' } : { type: 'form', refusal: connection.code }
  }
  return hasJoined || !startedByForm ? { type: 'room' } : { type: 'joining' }
}
