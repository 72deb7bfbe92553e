import { useEffect, useRef } from 'react'

import { isDeleted } from '../room/changes'
import { drawable } from '../room/clusters'
import { useGathering } from './gathering'
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

/**
 * Says to a screen reader what others write, once, and who comes and goes.
 *
 * The list itself is not live: there, history that is loaded or scrolled into
 * view would be read out as if it were new.
 */
export function Announcer({ rows, isJoined }: { readonly rows: RowList; readonly isJoined: boolean }) {
  const words = useWords()
  const heard = useRef<number | null>(null)
  const [said, setSaid] = useSaid<MessageRowOf>()
  const fresh = useGathering(setSaid)
  useEffect(() => {
    if (!isJoined) return
    fresh.add(newerThan(rows, heard.current), GATHER_MS)
    heard.current = newestOf(rows)
  }, [rows, isJoined, fresh])
  return (
    <>
      <div className="sr-only" aria-live="polite" aria-relevant="additions">
        {said.length > MOST_READ_OUT ? (
          <p key={said.at(-1)?.id}>{words.list.newMessages(said.length)}</p>
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

/** What was said of messages that were edited or deleted meanwhile follows them; near the end, where they came in. */
function asTheyStand(said: readonly MessageRowOf[], rows: RowList): readonly MessageRowOf[] {
  return said.flatMap((row) => {
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

/** What others wrote after the offset that was heard last. The end of the list is enough: entries stand in order. */
function newerThan(rows: RowList, heard: number | null): readonly MessageRowOf[] {
  const fresh: MessageRowOf[] = []
  if (heard === null) return fresh
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows.at(index)
    if (row?.type !== 'message' || row.own || row.item.type === 'pending') continue
    if (row.item.entry.offset <= heard) break
    fresh.push(row)
  }
  return fresh.toReversed()
}

function newestOf(rows: RowList): number {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows.at(index)
    if (row?.type === 'message' && !row.own && row.item.type === 'entry') return row.item.entry.offset
  }
  return 0
}
