import { memo, useState } from 'react'

import { useWords } from './language/language'
import { NoticeText } from './NoticeLine'
import type { Move, Row } from './rows'

/** Nobody reads through more; a page that stays open in a busy room gathers thousands in one line. */
const MOST_LISTED = 200

interface Props {
  readonly row: Extract<Row, { type: 'moves' }>
}

/** Many who came or went with nothing between: how many, and who the last of them are when it is opened. */
export const Moves = memo(
  function Moves({ row }: Props) {
    const { reading } = useWords()
    const [isOpen, setIsOpen] = useState(false)
    return (
      <details className="notice moves" data-row={row.id} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>{reading.moves(peopleWho('joined', row.items), peopleWho('left', row.items))}</summary>
        {isOpen &&
          row.items.slice(-MOST_LISTED).map((item) => (
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
