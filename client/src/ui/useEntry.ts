import { useCallback, useSyncExternalStore } from 'react'

import type { Entry } from '../protocol/frames.gen'
import { entryAt } from '../room/placeOf'
import { paced } from './pacing'
import { useRoom } from './roomContext'

/** The entry with this offset as it is now; null while it is not loaded. */
export function useEntry(offset: number | null): Entry | null {
  const room = useRoom()
  const subscribe = useCallback((listener: () => void) => paced(listener, (heard) => room.subscribe(heard)), [room])
  return useSyncExternalStore(subscribe, () =>
    offset === null ? null : (entryAt(room.getState().items, offset)?.entry ?? null),
  )
}
