import { memo } from 'react'

import { isDeleted } from '../room/changes'
import { Body } from './Body'
import { EditedMark } from './ChangeNotes'
import { Delivery } from './Delivery'
import { useNow } from './hooks'
import { useWords } from './language/language'
import { fullTime, relativeTime, timeOfDay } from './language/times'
import { MessageExtras } from './MessageExtras'
import { Mark, Name, NamesakeId } from './Name'
import { displayName } from './person'
import { Quote } from './Quote'
import { useRoom } from './roomContext'
import type { MessageRowOf, Written } from './rows'
import { toldInFull } from './toldInFull'
import { useAtHand } from './useAtHand'

const MINUTE_MS = 60_000

interface Props {
  readonly row: MessageRowOf
}

/** One message. The first of a group carries the name, the others a time on hover. */
export const MessageRow = memo(function MessageRow({ row }: Props) {
  const words = useWords()
  const room = useRoom()
  const { isAtHand, watched } = useAtHand()
  const classes = ['message', row.own ? 'own' : '', row.opensGroup ? 'opens-group' : '', row.item.type]
  const [headId, textId] = [`head-${row.id}`, `text-${row.id}`]
  return (
    <div
      className={classes.join(' ')}
      data-row={row.id}
      role="article"
      aria-labelledby={row.opensGroup ? `${headId} ${textId}` : textId}
      tabIndex={-1}
      {...watched}
    >
      {row.opensGroup ? <Head row={row} id={headId} /> : <Time at={row.at} />}
      <div className="text" id={textId}>
        {!row.opensGroup && (
          <span className="sr-only" translate="no">
            <span>{row.own ? words.room.you : displayName(words, row.person)}</span>
            {!row.own && <NamesakeId person={row.person} />}
            {': '}
          </span>
        )}
        <QuoteOf item={row.item} />
        <div className="said">
          <WrittenText row={row} />
          {row.own && !isGone(row.item) && (
            <Delivery item={row.item} onRetry={(key) => room.retry(key)} onDiscard={(key) => room.discard(key)} />
          )}
        </div>
      </div>
      <MessageExtras item={row.item} isAtHand={isAtHand} />
    </div>
  )
}, isSameRow)

// A row that shows the same is mostly the same object, but not always: a list may be made anew.
function isSameRow(before: Props, after: Props): boolean {
  return (
    before.row.item === after.row.item &&
    before.row.opensGroup === after.row.opensGroup &&
    before.row.own === after.row.own &&
    before.row.person === after.row.person
  )
}

function Head({ row, id }: { readonly row: MessageRowOf; readonly id: string }) {
  const words = useWords()
  const isNamed = row.person.name !== null
  return (
    <>
      <Mark person={row.person} />
      <div className="head" id={id}>
        {(isNamed || !row.own) && (
          <strong>
            <Name person={row.person} />
          </strong>
        )}
        {row.own && <span className="you">{words.room.you}</span>}
        <RecentTime at={row.at} />
      </div>
    </>
  )
}

/** How long ago it was while that says more than the clock. */
function RecentTime({ at }: { readonly at: number }) {
  const words = useWords()
  const now = useNow(MINUTE_MS)
  return <Time at={at} text={relativeTime(words, at, now)} />
}

function Time({ at, text = null }: { readonly at: number; readonly text?: string | null }) {
  const words = useWords()
  return (
    <time dateTime={new Date(at).toISOString()} {...toldInFull(() => fullTime(words, at))}>
      {text ?? timeOfDay(words, at)}
    </time>
  )
}

function WrittenText({ row }: { readonly row: MessageRowOf }) {
  const words = useWords()
  const { item } = row
  if (item.type === 'pending') return <Body text={item.body} messageKey={item.key} />
  // FO5: an entry of an unknown kind has its place, and says that it is there.
  if (item.entry.kind !== 'message') return <em className="unknown">{words.list.unknownKind}</em>
  if (isGone(item)) return <em className="unknown">{words.change.deleted}</em>
  return (
    <>
      <Body text={item.entry.body} messageKey={item.entry.key} />
      <EditedMark entry={item.entry} />
    </>
  )
}

function QuoteOf({ item }: { readonly item: Written }) {
  const { target } = item.type === 'pending' ? item : item.entry
  const isMessage = item.type === 'pending' || item.entry.kind === 'message'
  return target === null || !isMessage || isGone(item) ? null : <Quote target={target} />
}

function isGone(item: Written): boolean {
  return item.type === 'entry' && isDeleted(item.entry)
}
