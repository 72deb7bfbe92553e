/** Which long messages somebody has asked to see whole. */

import { useSyncExternalStore } from 'react'

import { Notifier } from '../room/notifier'
import { useRoom } from './roomContext'

const notifier = new Notifier()
/** By the keys of the messages; for as long as a room is joined. */
const unfolded = new WeakMap<object, Set<string>>()

function keysIn(room: object): Set<string> {
  const keys = unfolded.get(room) ?? new Set()
  unfolded.set(room, keys)
  return keys
}

/** Shows a message whole from now on, or its beginning. */
export function setUnfolded(room: object, key: string, isUnfolded: boolean): void {
  if (isUnfolded) keysIn(room).add(key)
  else keysIn(room).delete(key)
  notifier.changed()
}

export function useUnfolded(key: string): boolean {
  const room = useRoom()
  return useSyncExternalStore(subscribe, () => keysIn(room).has(key))
}

const subscribe = (listener: () => void) => notifier.subscribe(listener)
