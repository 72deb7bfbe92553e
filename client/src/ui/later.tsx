/** Parts of the page that no first view needs: loaded while the page is idle, or when they are first asked for. */

import { type ComponentType, type ReactNode, useEffect, useEffectEvent, useState } from 'react'

export interface Later<P> {
  /** Null while it is not loaded. */
  readonly get: () => ComponentType<P> | null
  /** Loads it once; what could not be loaded, without a network, can be asked for again. */
  readonly load: () => Promise<ComponentType<P>>
}

/** So long a browser that tells of no idle time is left alone. */
const IDLE_MS = 1_000

const loaders: (() => Promise<unknown>)[] = []

export function later<P>(fetch: () => Promise<ComponentType<P>>): Later<P> {
  let part: ComponentType<P> | null = null
  const load = async () => (part ??= await fetch())
  loaders.push(load)
  return { get: () => part, load }
}

interface Props<P> {
  readonly part: Later<P>
  readonly props: P
  /** Stands in its place until it is there. */
  readonly meanwhile?: ReactNode
  readonly onFailed: () => void
}

/** A part of the page, as soon as it is there. */
export function Late<P extends object>({ part, props, meanwhile, onFailed }: Props<P>) {
  const [Shown, setShown] = useState(part.get)
  const failed = useEffectEvent(onFailed)
  useEffect(() => {
    let isWanted = true
    part.load().then(
      (loaded) => isWanted && setShown(() => loaded),
      () => isWanted && failed(),
    )
    return () => {
      isWanted = false
    }
  }, [part])
  return Shown === null ? meanwhile : <Shown {...props} />
}

/** Loads all parts once there is something to see and nothing else to do, so that keys open them at once. */
export function useIdleLoading(isReady: boolean): void {
  useEffect(() => {
    if (!isReady) return
    return whenIdle(() => {
      for (const load of loaders) load().catch(() => {})
    })
  }, [isReady])
}

function whenIdle(action: () => void): () => void {
  // NOTE: Safari has none.
  if ('requestIdleCallback' in window) {
    const asked = requestIdleCallback(action)
    return () => cancelIdleCallback(asked)
  }
  const timer = setTimeout(action, IDLE_MS)
  return () => clearTimeout(timer)
}
