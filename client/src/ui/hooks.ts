/** The few ways in which components follow something outside React. */

import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'

import type { Room, RoomState, Unsubscribe } from '../room/state'
import { zoneNow } from './language/times'
import { paced } from './pacing'

const MINUTE_MS = 60_000

/** A room's state while it is shown; null without a room. In a busy room several changes are drawn at once. */
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

let isPrinting = false

/** Whether the page is being printed. */
export function usePrinting(): boolean {
  return useSyncExternalStore(onPrinting, () => isPrinting)
}

function onPrinting(listener: () => void): Unsubscribe {
  // The browser prints the document as it is when the listeners of the event have returned.
  const turn = ({ type }: Event) => {
    isPrinting = type === 'beforeprint'
    flushSync(listener)
  }
  addEventListener('beforeprint', turn)
  addEventListener('afterprint', turn)
  return () => {
    removeEventListener('beforeprint', turn)
    removeEventListener('afterprint', turn)
  }
}

/** The time zone of the device, looked at again every minute, and when somebody looks at the page. */
export function useZone(): string {
  return useSyncExternalStore(onMinute, zoneNow)
}

function onMinute(listener: () => void): Unsubscribe {
  const timer = setInterval(listener, MINUTE_MS)
  const stop = onVisibility(listener)
  return () => {
    clearInterval(timer)
    stop()
  }
}

function onVisibility(listener: () => void): Unsubscribe {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}

/** By how much the server's clock, whose times a list has, is ahead of the device's. */
export const ServerLeadContext = createContext(0)

/** The time by the server's clock, looked at again every `everyMs`, and when somebody looks at the page. */
export function useNow(everyMs: number): number {
  const lead = useContext(ServerLeadContext)
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const look = () => setNow(Date.now())
    const timer = setInterval(look, everyMs)
    const stop = onVisibility(look)
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [everyMs])
  return now + lead
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
