/** Who came and went since somebody listened last. Pure. */

import { personKey } from '../room/people'
import { isMove, type MessageRowOf, type Move, type RowList } from './rows'

/** How far a list was listened to: its newest message of another, and its newest move. */
export interface Heard {
  readonly messageId: string | null
  readonly moveId: string | null
}

export const NOTHING_HEARD: Heard = { messageId: null, moveId: null }

/**
 * The moves below what was heard, and what is heard with them.
 *
 * Looked for from the end. Messages of others and moves stand in the order in
 * which they came, so above one that was heard nothing is new.
 */
export function movesSince(rows: RowList, heard: Heard): { readonly moves: readonly Move[]; readonly heard: Heard } {
  const moves: Move[] = []
  let messageId: string | null = null
  for (const one of newestFirst(rows)) {
    if (one.id === heard.messageId || one.id === heard.moveId) break
    if (one.type === 'message') messageId ??= one.id
    else moves.push(one)
  }
  const moveId = moves[0]?.id ?? heard.moveId
  return { moves: moves.toReversed(), heard: { messageId: messageId ?? heard.messageId, moveId } }
}

/** One for each person, as it ended; of who came and went again nothing is to be said. */
export function settled(moves: readonly Move[]): readonly Move[] {
  const [first, last] = [new Map<string, Move>(), new Map<string, Move>()]
  for (const move of moves) {
    const person = personKey(move.member)
    if (!first.has(person)) first.set(person, move)
    last.set(person, move)
  }
  return [...last].filter(([person, { type }]) => first.get(person)?.type === type).map(([, move]) => move)
}

function* newestFirst(rows: RowList): Iterable<MessageRowOf | Move> {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows.at(index)
    if (row?.type === 'message' && !row.own) yield row
    else if (row?.type === 'moves') yield* row.items.toReversed()
    else if (row?.type === 'line' && isMove(row.item)) yield row.item
  }
}
