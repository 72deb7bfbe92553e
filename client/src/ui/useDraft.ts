import { useState } from 'react'

import type { Drafts } from '../room/state'

/**
 * The text in the message box, and how to change it.
 *
 * Read again once the room has been joined: only then is it known whose draft
 * may be shown.
 */
export function useDraft(room: Drafts, hasJoined: boolean): readonly [string, (text: string) => void] {
  const [draft, setDraft] = useState(() => ({ room, hasJoined, text: room.getDraft() }))
  if (draft.room !== room || draft.hasJoined !== hasJoined) setDraft({ room, hasJoined, text: room.getDraft() })
  const change = (text: string) => {
    room.setDraft(text)
    setDraft({ room, hasJoined, text })
  }
  return [draft.text, change]
}
