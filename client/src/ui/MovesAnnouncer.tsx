import { useEffect, useRef } from 'react'

import { useGathering } from './gathering'
import { useWords } from './language/language'
import { type Heard, movesSince, NOTHING_HEARD, settled } from './movesSince'
import { NoticeText } from './NoticeLine'
import type { Move, RowList } from './rows'
import { useSaid } from './useSaid'

/** So long it waits for others: a crowd is one sentence. */
const GATHER_MS = 4_000
/** And so long after it has said something; in a busy room somebody comes and goes all the time. */
const PAUSE_MS = 30_000

/** Says to a screen reader who came and who went, gathered and not too often. Whoever is there at first is no news. */
export function MovesAnnouncer({ rows, isJoined }: { readonly rows: RowList; readonly isJoined: boolean }) {
  const heard = useRef<Heard | null>(null)
  const [said, setSaid] = useSaid<Move>()
  const quietUntil = useRef(0)
  const moves = useGathering<Move>((gathered) => {
    quietUntil.current = performance.now() + PAUSE_MS
    setSaid(settled(gathered))
  })
  useEffect(() => {
    if (!isJoined) return
    const since = movesSince(rows, heard.current ?? NOTHING_HEARD)
    const isFirst = heard.current === null
    heard.current = since.heard
    if (!isFirst) moves.add(since.moves, Math.max(GATHER_MS, quietUntil.current - performance.now()))
  }, [rows, isJoined, moves])
  return (
    <div className="sr-only" aria-live="polite" aria-relevant="additions">
      <Said moves={said} />
    </div>
  )
}

function Said({ moves }: { readonly moves: readonly Move[] }) {
  const { reading } = useWords()
  const [only] = moves
  if (only === undefined) return null
  const joined = moves.filter(({ type }) => type === 'joined').length
  return (
    <p key={moves.at(-1)?.id}>
      {moves.length === 1 ? <NoticeText item={only} /> : reading.moves(joined, moves.length - joined)}
    </p>
  )
}
