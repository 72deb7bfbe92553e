import { memo } from 'react'

import { Body } from './Body'
import { Delivery } from './Delivery'
import { useWords } from './language/language'
import { fullTime, timeOfDay } from './language/times'
import { Mark, Name } from './Name'
import { displayName } from './person'
import { useRoom } from './roomContext'
import type { Row } from './rows'

type MessageRowOf = Extract<Row, { type: 'message' }>

interface Props {
  readonly row: MessageRowOf
}

/** One message. The first of a group carries the name, the others a time on hover. */
export const MessageRow = memo(function MessageRow({ row }: Props) {
  const words = useWords()
  const room = useRoom()
  const classes = ['message', row.own ? 'own' : '', row.opensGroup ? 'opens-group' : '', row.item.type]
  return (
    <div className={classes.join(' ')} data-row={row.id}>
      {row.opensGroup ? <Head row={row} /> : <Time at={row.at} />}
      <div className="text">
        {!row.opensGroup && (
          <span className="sr-only">{row.own ? words.room.you : displayName(words, row.person)}: </span>
        )}
        <WrittenText row={row} />
        {row.own && (
          <Delivery item={row.item} onRetry={(key) => room.retry(key)} onDiscard={(key) => room.discard(key)} />
        )}
      </div>
    </div>
  )
}, isSameRow)

// `rowsOf` makes new row objects on every change; what they show is the same
// as long as these are.
function isSameRow(before: Props, after: Props): boolean {
  return (
    before.row.item === after.row.item &&
    before.row.opensGroup === after.row.opensGroup &&
    before.row.own === after.row.own &&
    before.row.person === after.row.person
  )
}

function Head({ row }: { readonly row: MessageRowOf }) {
  const words = useWords()
  const isNamed = row.person.name !== null
  return (
    <>
      <Mark person={row.person} />
      <div className="head">
        {(isNamed || !row.own) && (
          <strong>
            <Name person={row.person} />
          </strong>
        )}
        {row.own && <span className="you">{words.room.you}</span>}
        <Time at={row.at} />
      </div>
    </>
  )
}

function Time({ at }: { readonly at: number }) {
  const words = useWords()
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(words, at)}>
      {timeOfDay(words, at)}
    </time>
  )
}

function WrittenText({ row }: { readonly row: MessageRowOf }) {
  const words = useWords()
  if (row.item.type === 'pending') return <Body text={row.item.body} />
  // FO5: an entry of an unknown kind has its place, and says that it is there.
  if (row.item.entry.kind !== 'message') return <em className="unknown">{words.list.unknownKind}</em>
  return <Body text={row.item.entry.body} />
}
