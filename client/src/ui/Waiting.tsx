import type { ConnectionState } from '../room/state'
import { Retry } from './Banner'
import { type Hindrance, hindranceOf } from './closings'
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
      <p role="status">{isTrouble && banner[troubleOf(connection)]}</p>
      {isTrouble && <Retry connection={connection} onTryNow={onTryNow} />}
    </div>
  )
}

function troubleOf(connection: ConnectionState): 'offline' | 'unreachable' | Hindrance {
  if (connection.phase === 'offline') return 'offline'
  return (connection.phase === 'reconnecting' ? hindranceOf(connection.code) : null) ?? 'unreachable'
}
