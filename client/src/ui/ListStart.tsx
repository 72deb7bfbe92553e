import type { RoomState } from '../room/state'
import { useWords } from './language/language'

interface Props {
  readonly state: RoomState
  readonly older: RoomState['older']
  readonly onLoadOlder: () => void
}

/** The line above the first message: more to load, or the reason why not. */
export function ListStart({ state, older, onLoadOlder }: Props) {
  const { list } = useWords()
  const isEmpty = !state.items.some((item) => item.type === 'entry' || item.type === 'pending')
  if (state.seenAt !== null) return null
  if (state.clientId === null) return <p className="list-start">{list.joining}</p>
  switch (older) {
    case 'loading':
      return <p className="list-start">{list.loadingOlder}</p>
    case 'more':
      return (
        <p className="list-start">
          <button type="button" className="quiet" onClick={onLoadOlder}>
            {list.loadOlder}
          </button>
        </p>
      )
    case 'full':
      return <p className="list-start">{list.full}</p>
    case 'trimmed':
      return <p className="list-start">{list.trimmed}</p>
    case 'start':
      return isEmpty ? <Empty isAlone={state.personCount <= 1} /> : <p className="list-start">{list.start}</p>
  }
}

function Empty({ isAlone }: { readonly isAlone: boolean }) {
  const { list } = useWords()
  return (
    <div className="empty">
      <p className="empty-title">{list.empty}</p>
      <p>{isAlone ? list.aloneHint : list.emptyHint}</p>
    </div>
  )
}
