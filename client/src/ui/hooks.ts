/** The few ways in which components follow something outside React. */

import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'

import type { Room, RoomState, Unsubscribe } from '../room/state'

/** So many changes are drawn one by one within `BURST_MS`; more are drawn together at its end. */
const BURST = 8
const BURST_MS = 50

/** A room's state, for as long as it is shown; null without a room. In a busy room not every change is drawn by itself. */
export function useRoomState(room: Room | null): RoomState | null {
  const subscribe = useCallback(
    (listener: () => void) => (room === null ? () => {} : inBursts(listener, (paced) => room.subscribe(paced))),
    [room],
  )
  return useSyncExternalStore(subscribe, () => room?.getState() ?? null)
}

/** Subscribes a listener that is told at once of what happens now and then, and twenty times a second of a flood. */
function inBursts(listener: () => void, subscribe: (paced: () => void) => Unsubscribe): Unsubscribe {
  let told = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = () => {
    const hasMore = told > BURST
    told = 0
    timer = undefined
    if (hasMore) listener()
  }
  const unsubscribe = subscribe(() => {
    timer ??= setTimeout(end, BURST_MS)
    told += 1
    if (told <= BURST) listener()
  })
  return () => {
    clearTimeout(timer)
    unsubscribe()
  }
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
