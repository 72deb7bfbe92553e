import { useNow } from './hooks'
import { useWords } from './language/language'
import { dayName, fullDay } from './language/times'
import { MessageRow } from './MessageRow'
import { Moves } from './Moves'
import { NoticeLine } from './NoticeLine'
import type { Row } from './rows'
import { toldInFull } from './toldInFull'
import { UnreadLine } from './UnreadLine'

const MINUTE_MS = 60_000

interface Props {
  readonly row: Row
  /** For the first message that is new to the reader. */
  readonly unread: { readonly isRead: boolean; readonly onView: (isInView: boolean) => void } | null
}

/** Whatever stands in one line of the list. */
export function AnyRow({ row, unread }: Props) {
  switch (row.type) {
    case 'day':
      return <Day at={row.at} />
    case 'message':
      return (
        <>
          {unread !== null && <UnreadLine isRead={unread.isRead} onView={unread.onView} />}
          <MessageRow row={row} />
        </>
      )
    case 'line':
      return <NoticeLine row={row} />
    case 'moves':
      return <Moves row={row} />
  }
}

function Day({ at }: { readonly at: number }) {
  const words = useWords()
  const now = useNow(MINUTE_MS)
  return (
    <h2 className="day">
      <time dateTime={new Date(at).toISOString()} {...toldInFull(() => fullDay(words, at))}>
        {dayName(words, at, now)}
      </time>
    </h2>
  )
}
