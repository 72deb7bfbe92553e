/** The few ways in which components follow something outside React. */

import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'

import type { Room, RoomState, Unsubscribe } from '../room/state'
import { paced } from './pacing'

/** A room's state, for as long as it is shown; null without a room. In a busy room not every change is drawn by itself. */
export function useRoomState(room: Room | null): RoomState | null {
  const subscribe = useCallback(
    (listener: () => void) => (room === null ? () => {} : paced(listener, (heard) => room.subscribe(heard))),
    [room],
  )
  return useSyncExternalStore(subscribe, () => room?.getState() ?? null)
}

/** Whether anybody can see the page. */
export function usePageVisible(): boolean {
  return useSyncExternalStore(onVisibility, () => !document.hidden)
}

function onVisibility(listener: () => void): Unsubscribe {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}

/** The time, looked at again every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

/** The time of the clock that is never set, looked at again every `everyMs`. */
export function useElapsed(everyMs: number): number {
  const [elapsed, setElapsed] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setElapsed(performance.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return elapsed
}

/** Whether `condition` has been true for `graceMs` without a break. */
export function useLingering(condition: boolean, graceMs: number): boolean {
  const [hasLingered, setHasLingered] = useState(false)
  useEffect(() => {
    if (!condition) return
    const timer = setTimeout(() => setHasLingered(true), graceMs)
    return () => {
      clearTimeout(timer)
      setHasLingered(false)
    }
  }, [condition, graceMs])
  return condition && hasLingered
}
