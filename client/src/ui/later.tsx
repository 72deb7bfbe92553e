/** Parts of the page that no first view needs: loaded while the page is idle, or when they are first asked for. */

import { type ComponentType, type ReactNode, useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'

import { Notifier } from '../room/notifier'

export interface Later<T> {
  /** Null while it is not loaded. */
  readonly get: () => T | null
  /** Loads it once; what could not be loaded, without a network, can be asked for again. */
  readonly load: () => Promise<T>
}

/** How long to wait in a browser that reports no idle time. */
const IDLE_MS = 1_000

const loaders: (() => Promise<unknown>)[] = []

/**
 * A part that is loaded once: every `import()` of the page goes through here.
 *
 * A server that serves another release no longer has the files of this one. The
 * page then says which part is missing, and offers the new release.
 */
export function later<T>(fetch: () => Promise<T>): Later<T> {
  let part: T | null = null
  const fetchOnce = async () => (part ??= await fetch())
  loaders.push(fetchOnce)
  const load = async () => {
    try {
      return await fetchOnce()
    } catch (error) {
      missing.noticed()
      throw error
    }
  }
  return { get: () => part, load }
}

/** Whether a part that was asked for is missing, though there is a network. */
class Missing {
  readonly #notifier = new Notifier()
  #isTold = false

  readonly subscribe = (listener: () => void) => this.#notifier.subscribe(listener)
  readonly isTold = () => this.#isTold

  noticed(): void {
    // Without a network nothing says that the file is gone, and a reload would take away what there is.
    if (navigator.onLine) this.#tell(true)
  }

  dismiss(): void {
    this.#tell(false)
  }

  #tell(isTold: boolean): void {
    this.#isTold = isTold
    this.#notifier.changed()
  }
}

const missing = new Missing()

export function useMissingPart(): { readonly isMissing: boolean; readonly dismiss: () => void } {
  return { isMissing: useSyncExternalStore(missing.subscribe, missing.isTold), dismiss: () => missing.dismiss() }
}

interface Props<P> {
  readonly part: Later<ComponentType<P>>
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
