import type { Entry, Reaction } from '../protocol/frames.gen'
import { isBySame, reactionsTo } from '../room/changes'
import { inColour } from './emoji'
import { useWords } from './language/language'
import { displayName } from './person'
import { useRoom } from './roomContext'
import { useSelf } from './talk'

/** Who reacted to a message and how; each emoji is a button that sets or takes away one's own. */
export function Reactions({ entry }: { readonly entry: Entry }) {
  const words = useWords()
  const room = useRoom()
  const self = useSelf()
  const groups = byEmoji(reactionsTo(entry))
  if (groups.size === 0) return null
  const isMine = (reaction: Reaction) => self !== null && isBySame(reaction, self)
  const nameOf = (reaction: Reaction) => (isMine(reaction) ? words.room.you : displayName(words, reaction))
  return (
    <ul className="reactions" aria-label={words.change.reactions}>
      {[...groups].map(([emoji, reactions]) => {
        const isSet = reactions.some(isMine)
        const names = reactions.map(nameOf)
        const toggle = () => (isSet ? room.unreact(entry.offset, emoji) : room.react(entry.offset, emoji))
        return (
          <li key={emoji}>
            <button
              type="button"
              className="reaction"
              disabled={self === null}
              aria-pressed={isSet}
              aria-label={words.change.reactedWith(emoji, names)}
              title={names.join('\n')}
              onClick={toggle}
            >
              <span className="emoji" translate="no">
                {inColour(emoji)}
              </span>{' '}
              <span className="reaction-count">{reactions.length}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

/** In the order in which each was first set. */
function byEmoji(reactions: readonly Reaction[]): ReadonlyMap<string, readonly Reaction[]> {
  const groups = new Map<string, readonly Reaction[]>()
  for (const reaction of reactions) groups.set(reaction.emoji, [...(groups.get(reaction.emoji) ?? []), reaction])
  return groups
}
