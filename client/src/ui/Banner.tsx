import type { ConnectionState, Room, RoomState } from '../room/state'
import { type Hindrance, hindranceOf } from './closings'
import { useElapsed, useLingering, useNow } from './hooks'
import { useWords } from './language/language'
import { momentName } from './language/times'
import { GRACE_MS } from './toldPhase'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

type Trouble = 'lost' | 'offline' | 'degraded' | 'storeFull' | 'goingAway' | 'stranger' | Hindrance

/** Troubles that no retry of ours would mend. */
const MENDED_ELSEWHERE: ReadonlySet<Trouble> = new Set(['degraded', 'storeFull', 'goingAway'])

/** What a person should know or can do about the connection; mostly nothing. */
export function Banner({ room, state }: { readonly room: Room; readonly state: RoomState }) {
  const says = useBannerWords(state)
  const trouble = troubleOf(state)
  const isShown = useLingering(trouble !== null, GRACE_MS)
  // The region is there before its words: only then a screen reader speaks them.
  return (
    <div className="banner-place">
      <div role="status">{isShown && trouble !== null && <p className={`banner ${trouble}`}>{says(trouble)}</p>}</div>
      {isShown && trouble !== null && !MENDED_ELSEWHERE.has(trouble) && (
        <Retry connection={state.connection} onTryNow={() => room.tryNow()} />
      )}
    </div>
  )
}

/** What the list shows comes into it, where it is not what is there now. */
function useBannerWords({ connection, seenAt }: RoomState): (trouble: Trouble) => string {
  const words = useWords()
  const now = useNow(MINUTE_MS)
  return (trouble) => {
    if (trouble === 'stranger')
      return words.banner.stranger(connection.phase === 'reconnecting' ? connection.stranger : null)
    if (seenAt === null || (trouble !== 'offline' && trouble !== 'lost')) return words.banner[trouble]
    return words.kept[trouble === 'offline' ? 'offline' : 'unreachable'](momentName(words, seenAt, now))
  }
}

function troubleOf({ connection, clientId, store, isStoreFull }: RoomState): Trouble | null {
  switch (connection.phase) {
    case 'connecting':
      return clientId === null ? null : 'lost'
    case 'reconnecting':
      return lossOf(connection)
    case 'offline':
      return 'offline'
    case 'going_away':
      return 'goingAway'
    case 'connected':
      if (store === 'degraded') return 'degraded'
      return isStoreFull ? 'storeFull' : null
    case 'closed':
      return null
  }
}

function lossOf({ code, stranger }: Extract<ConnectionState, { phase: 'reconnecting' }>): Trouble {
  return stranger === null ? (hindranceOf(code) ?? 'lost') : 'stranger'
}

/** The countdown is for the eye: read out each second it would drown the rest. */
export function Retry({
  connection,
  onTryNow,
}: {
  readonly connection: ConnectionState
  readonly onTryNow: () => void
}) {
  const { banner } = useWords()
  const now = useElapsed(SECOND_MS / 4)
  const seconds = connection.phase === 'reconnecting' ? Math.ceil((connection.retryAt - now) / SECOND_MS) : null
  return (
    <p className="retry">
      {connection.phase !== 'offline' && (
        <span className="countdown" aria-hidden="true">
          {seconds !== null && seconds > 0 ? banner.retryIn(seconds) : banner.retryingNow}
        </span>
      )}
      <button type="button" className="quiet" onClick={onTryNow}>
        {banner.tryNow}
      </button>
    </p>
  )
}
