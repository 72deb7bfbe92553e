import { useEffect, useRef } from 'react'

import { isDeleted } from '../room/changes'
import { drawable } from '../room/clusters'
import type { Place } from '../room/unread'
import { useGathering } from './gathering'
import type { Catalogue } from './language/catalogue'
import { useWords } from './language/language'
import { MovesAnnouncer } from './MovesAnnouncer'
import { displayName } from './person'
import { indexNear } from './rowSearch'
import type { MessageRowOf, RowList } from './rows'
import { useSaid } from './useSaid'

/** More at once are counted: nobody listens to a page that is read out. */
const MOST_READ_OUT = 3
/** So long it waits for others: a burst is one sentence. */
const GATHER_MS = 250

interface Props {
  readonly rows: RowList
  /** In which the rows have their offsets. */
  readonly epoch: string | null
  readonly isJoined: boolean
}

/** A message that was not heard, and whether others may be missing from the list before it. */
interface Unheard {
  readonly row: MessageRowOf
  readonly isAfterGap: boolean
}

/**
 * Says to a screen reader what others write, once, and who comes and goes.
 *
 * The list itself is not live: there, history that is loaded or scrolled into
 * view would be read out as if it were new.
 */
export function Announcer({ rows, epoch, isJoined }: Props) {
  const words = useWords()
  const heard = useRef<Place | null>(null)
  const [said, setSaid] = useSaid<Unheard>()
  const fresh = useGathering(setSaid)
  useEffect(() => {
    if (!isJoined || epoch === null) return
    const before = heard.current
    if (before !== null) fresh.add(newerThan(rows, offsetIn(epoch, before, rows)), GATHER_MS)
    const isFirst = before === null
    heard.current = newestOf(rows, epoch, (row) => isFirst || !row.own) ?? before ?? { epoch, offset: 0, at: 0 }
  }, [rows, epoch, isJoined, fresh])
  return (
    <>
      <div className="sr-only" aria-live="polite" aria-relevant="additions">
        {said.length > MOST_READ_OUT ? (
          <p key={said.at(-1)?.row.id}>{countOf(words, said)}</p>
        ) : (
          asTheyStand(said, rows).map((row) => (
            <p key={row.id}>{spoken(row, displayName(words, row.person), words.list.unknownKind)}</p>
          ))
        )}
      </div>
      <MovesAnnouncer rows={rows} isJoined={isJoined} />
    </>
  )
}

/** After a gap nobody knows how many were missed: the first page holds only the newest of them. */
function countOf({ list }: Catalogue, said: readonly Unheard[]): string {
  return said.some(({ isAfterGap }) => isAfterGap) ? list.atLeastNew(said.length) : list.newMessages(said.length)
}

/** What was said of messages that were edited or deleted meanwhile follows them; near the end, where they came in. */
function asTheyStand(said: readonly Unheard[], rows: RowList): readonly MessageRowOf[] {
  return said.flatMap(({ row }) => {
    const now = rows.at(indexNear(rows, row.id, rows.length - 1))
    return now?.type === 'message' && now.id === row.id && !isGone(now) ? [now] : []
  })
}

function isGone({ item }: MessageRowOf): boolean {
  return item.type === 'entry' && isDeleted(item.entry)
}

function spoken({ item }: MessageRowOf, name: string, unknown: string): string {
  const isKnown = item.type === 'pending' || item.entry.kind === 'message'
  return `${name}: ${isKnown ? drawable(bodyOf(item)) : unknown}`
}

function bodyOf(item: MessageRowOf['item']): string {
  return item.type === 'pending' ? item.body : item.entry.body
}

/** The messages of others after an offset. The end of the list is enough, since entries are in order. */
function newerThan(rows: RowList, heard: number): readonly Unheard[] {
  const fresh: MessageRowOf[] = []
  let first = Number.POSITIVE_INFINITY
  for (let index = rows.length - 1; index >= 0 && first > heard; index -= 1) {
    const row = rows.at(index)
    if (row?.type !== 'message' || row.item.type === 'pending') continue
    first = row.item.entry.offset
    if (first > heard && !row.own && !isGone(row)) fresh.push(row)
  }
  const isAfterGap = first > heard + 1
  return fresh.toReversed().map((row) => ({ row, isAfterGap }))
}

/** How far it was heard, as an offset of this epoch: in another one, to what is no newer. */
function offsetIn(epoch: string, heard: Place, rows: RowList): number {
  if (heard.epoch === epoch) return heard.offset
  return newestOf(rows, epoch, ({ at }) => at <= heard.at)?.offset ?? 0
}

function newestOf(rows: RowList, epoch: string, isMeant: (row: MessageRowOf) => boolean): Place | null {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows.at(index)
    if (row?.type !== 'message' || row.item.type === 'pending' || !isMeant(row)) continue
    return { epoch, offset: row.item.entry.offset, at: row.at }
  }
  return null
}
