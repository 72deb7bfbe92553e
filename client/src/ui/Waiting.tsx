import type { ConnectionState } from '../room/state'
import { Retry } from './Banner'
import { hindranceOf } from './closings'
import type { Catalogue } from './language/catalogue'
import { useWords } from './language/language'

/** Said under the form when the first answer takes long; nothing while it need not. */
export function Waiting({
  connection,
  onTryNow,
}: {
  readonly connection: ConnectionState
  readonly onTryNow: () => void
}) {
  const { banner } = useWords()
  const isTrouble = connection.phase === 'reconnecting' || connection.phase === 'offline'
  return (
    <div className="waiting">
      <p role="status">{isTrouble && wordsFor(connection, banner)}</p>
      {isTrouble && <Retry connection={connection} onTryNow={onTryNow} />}
    </div>
  )
}

function wordsFor(connection: ConnectionState, banner: Catalogue['banner']): string {
  if (connection.phase !== 'reconnecting') return banner.offline
  if (connection.stranger !== null) return banner.stranger(connection.stranger)
  return banner[hindranceOf(connection.code) ?? 'unreachable']
}
