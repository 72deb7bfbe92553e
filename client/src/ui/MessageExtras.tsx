import { isDeleted } from '../room/changes'
import { ChangeNotes } from './ChangeNotes'
import { MessageActions } from './MessageActions'
import { Reactions } from './Reactions'
import type { Written } from './rows'

interface Props {
  readonly item: Written
  /** Whether the pointer or the focus has come to the message: only then there is a use for its tools. */
  readonly isAtHand: boolean
}

/** What belongs to a message and is not its text: reactions, what can be done, and what became of that. */
export function MessageExtras({ item, isAtHand }: Props) {
  if (item.type === 'pending' || item.entry.kind !== 'message') return null
  const { entry, underWay = [] } = item
  return (
    <div className="extras">
      <Reactions entry={entry} />
      <ChangeNotes entry={entry} changes={underWay} />
      {!isDeleted(entry) && <MessageActions entry={entry} isAtHand={isAtHand} />}
    </div>
  )
}
