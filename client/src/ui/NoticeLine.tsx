import { memo } from 'react'

import { FailedChange } from './ChangeNotes'
import { Filled } from './language/Filled'
import { useWords } from './language/language'
import { fullTime } from './language/times'
import { NamesakeId } from './Name'
import { displayName } from './person'
import type { Move, Row } from './rows'
import { toldInFull } from './toldInFull'

interface Props {
  readonly row: Extract<Row, { type: 'line' }>
}

/** A line that is no message: somebody came or went, something may be missing, or a change of what is not here failed. */
export const NoticeLine = memo(
  function NoticeLine({ row }: Props) {
    const words = useWords()
    const { item } = row
    if (item.type === 'break') {
      return (
        <p className="notice break" data-row={row.id}>
          {words.list.missing}
        </p>
      )
    }
    if (item.type === 'change') {
      return (
        <div className="notice undone" data-row={row.id}>
          <FailedChange change={item.change} entry={null} />
        </div>
      )
    }
    return (
      <p className="notice" data-row={row.id}>
        <NoticeText item={item} />
      </p>
    )
  },
  (before, after) => before.row.item === after.row.item,
)

/** Who came or went, and when on hover. */
export function NoticeText({ item }: { readonly item: Move }) {
  const words = useWords()
  const text = item.type === 'joined' ? words.list.joined : words.list.left
  const name = (
    <>
      <span>{displayName(words, item.member)}</span>
      <NamesakeId person={item.member} />
    </>
  )
  return (
    <span {...toldInFull(() => fullTime(words, item.at))}>
      <Filled text={text} fillings={{ name }} />
    </span>
  )
}
