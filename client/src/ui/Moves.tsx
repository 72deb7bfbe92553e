import { memo } from 'react'

import { useWords } from './language/language'
import { NoticeText } from './NoticeLine'
import type { Move, Row } from './rows'

interface Props {
  readonly row: Extract<Row, { type: 'moves' }>
}

/** Many who came or went with nothing between: how many, and who they are when it is opened. */
export const Moves = memo(
  function Moves({ row }: Props) {
    const { reading } = useWords()
    return (
      <details className="notice moves" data-row={row.id}>
        <summary>{reading.moves(peopleWho('joined', row.items), peopleWho('left', row.items))}</summary>
        {row.items.map((item) => (
          <p key={item.id}>
            <NoticeText item={item} />
          </p>
        ))}
      </details>
    )
  },
  (before, after) => before.row.items.length === after.row.items.length && before.row.id === after.row.id,
)

/** Whoever came three times is one of those who came. */
function peopleWho(type: Move['type'], moves: readonly Move[]): number {
  return new Set(moves.filter((move) => move.type === type).map(({ member }) => member.client_id)).size
}
