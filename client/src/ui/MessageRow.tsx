import { memo } from 'react'

import { isDeleted } from '../room/changes'
import { Body } from './Body'
import { EditedMark } from './ChangeNotes'
import { Delivery } from './Delivery'
import { useWords } from './language/language'
import { fullTime, timeOfDay } from './language/times'
import { MessageExtras } from './MessageExtras'
import { Mark, Name } from './Name'
import { displayName } from './person'
import { Quote } from './Quote'
import { useRoom } from './roomContext'
import type { Row, Written } from './rows'

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
    <div className={classes.join(' ')} data-row={row.id} tabIndex={-1}>
      {row.opensGroup ? <Head row={row} /> : <Time at={row.at} />}
      <div className="text">
        {!row.opensGroup && (
          <span className="sr-only">{row.own ? words.room.you : displayName(words, row.person)}: </span>
        )}
        <WrittenText row={row} />
        {row.own && !isGone(row.item) && (
          <Delivery item={row.item} onRetry={(key) => room.retry(key)} onDiscard={(key) => room.discard(key)} />
        )}
        <MessageExtras item={row.item} />
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
  const { item } = row
  const { target, body } = item.type === 'pending' ? item : item.entry
  // FO5: an entry of an unknown kind has its place, and says that it is there.
  if (item.type === 'entry' && item.entry.kind !== 'message')
    return <em className="unknown">{words.list.unknownKind}</em>
  if (isGone(item)) return <em className="unknown">{words.change.deleted}</em>
  return (
    <>
      {target !== null && <Quote target={target} />}
      <Body text={body} />
      {item.type === 'entry' && <EditedMark entry={item.entry} />}
    </>
  )
}

function isGone(item: Written): boolean {
  return item.type === 'entry' && isDeleted(item.entry)
}
