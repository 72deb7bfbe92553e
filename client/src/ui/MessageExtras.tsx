import { isDeleted } from '../room/changes'
import { ChangeNotes } from './ChangeNotes'
import { MessageActions } from './MessageActions'
import { Reactions } from './Reactions'
import type { Written } from './rows'

/** What belongs to a message and is not its text: reactions, what can be done, and what became of that. */
export function MessageExtras({ item }: { readonly item: Written }) {
  if (item.type === 'pending' || item.entry.kind !== 'message') return null
  const { entry, underWay = [] } = item
  return (
    <div className="extras">
      <Reactions entry={entry} />
      <ChangeNotes entry={entry} changes={underWay} />
      {!isDeleted(entry) && <MessageActions entry={entry} />}
    </div>
  )
}
