/** Web Storage as the engine uses it: what the browser does not take is held for as long as the page lives. */

import type { Keeping, TextStore, Unsubscribe } from './environment'

/**
 * A text store that never throws, whatever the browser gives.
 *
 * NOTE: with cookies blocked, merely naming `sessionStorage` throws. With
 * `dom.storage.enabled` off, and in many a web view, it is null. What works at
 * first may be full later, or throw once site data is blocked.
 */
export class BrowserTextStore implements TextStore {
  readonly #storage: Storage | null
  /** Texts that the browser did not store, and null for those that it did not remove. */
  readonly #held = new Map<string, string | null>()
  readonly #listeners = new Set<() => void>()

  constructor(open: () => Storage | null) {
    this.#storage = attempt(open) ?? null
  }

  get(key: string): string | null {
    const held = this.#held.get(key)
    if (held !== undefined) return held
    return attempt(() => this.#storage?.getItem(key)) ?? null
  }

  set(key: string, text: string): void {
    this.#put(key, text, (storage) => storage.setItem(key, text))
  }

  remove(key: string): void {
    this.#put(key, null, (storage) => storage.removeItem(key))
  }

  keys(): readonly string[] {
    const stored = attempt(() => this.#storage && Object.keys(this.#storage)) ?? []
    return [...new Set([...stored, ...this.#held.keys()])].filter((key) => this.#held.get(key) !== null)
  }

  keeping(): Keeping {
    if (this.#storage === null) return 'nothing'
    return this.#held.size === 0 ? 'everything' : 'not_all'
  }

  onKeeping(callback: () => void): Unsubscribe {
    this.#listeners.add(callback)
    return () => this.#listeners.delete(callback)
  }

  onOtherTab(callback: () => void): Unsubscribe {
    const listener = ({ storageArea }: StorageEvent) => {
      if (storageArea !== null && storageArea === this.#storage) callback()
    }
    addEventListener('storage', listener)
    return () => removeEventListener('storage', listener)
  }

  #put(key: string, text: string | null, store: (storage: Storage) => void): void {
    const before = this.keeping()
    const storage = this.#storage
    const isStored = storage !== null && succeeds(() => store(storage))
    if (isStored || (storage === null && text === null)) this.#held.delete(key)
    else this.#held.set(key, text)
    if (this.keeping() !== before) for (const listener of this.#listeners) listener()
  }
}

/** What it returns, or undefined where it throws. */
export function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}

function succeeds(action: () => void): boolean {
  return (
    attempt(() => {
      action()
      return true
    }) === true
  )
}
