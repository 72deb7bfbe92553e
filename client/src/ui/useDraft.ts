import { useCallback, useSyncExternalStore } from 'react'

import type { Draft, Drafts } from '../room/state'

/** What `select` takes of the draft in the message box; drawn anew only where that is another. */
export function useDraft<T>(room: Drafts, select: (draft: Draft) => T): T {
  const subscribe = useCallback((listener: () => void) => room.onDraft(listener), [room])
  return useSyncExternalStore(subscribe, () => select(room.getDraft()))
}
