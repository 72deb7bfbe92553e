/**
 * Which client this tab is, across reloads (CL11).
 *
 * The resume token lies in the tab's own storage, which a browser copies when
 * it duplicates a tab. What it cannot copy is a lock: the tab that does not get
 * the lock on the client ID is the copy, and drops what it was not given.
 */

import type { Environment, Unsubscribe } from '../connection/environment'
import { drop, identityKey, propertyOf, readJson, writeJson } from './kept'
import { holdAlone, type Origin } from './tabLock'

/** The server's own bound in `hello`; a longer token is none of its own. */
const MAX_TOKEN_LENGTH = 1024

interface Identity {
  readonly token: string
  readonly clientId: number
}

export class TabIdentity {
  readonly #environment: Environment
  readonly #itemId: string
  #identity: Identity | null = null
  #heldId: number | null = null
  #release: Unsubscribe = () => {}

  constructor(environment: Environment, itemId: string) {
    this.#environment = environment
    this.#itemId = itemId
  }

  /** Null until `claim` has answered, and where this tab is nobody yet. */
  get token(): string | null {
    return this.#identity?.token ?? null
  }

  /** Finds out whether what is kept is this tab's own; calls `ready` once that is known. */
  claim(ready: () => void): void {
    this.#identity = null
    const kept = this.#read()
    if (kept === null) return ready()
    this.#hold(kept.clientId, 'kept', (isOurs) => {
      if (isOurs) this.#identity = kept
      else this.#dropCopy()
      ready()
    })
  }

  /** The server said who this tab is. */
  issued(token: string, clientId: number): void {
    this.#identity = { token, clientId }
    writeJson(this.#environment.tabStore, identityKey(this.#itemId), { token, client_id: clientId })
    if (this.#heldId !== clientId) this.#hold(clientId, 'issued', () => {})
  }

  /**
   * Gives the lock back, until the next `claim`.
   *
   * NOTE: Chromium keeps no page that holds a lock in its back/forward cache.
   */
  putAway(): void {
    this.#heldId = null
    this.#release()
    this.#release = () => {}
  }

  forget(): void {
    this.putAway()
    this.#identity = null
    this.#environment.tabStore.remove(identityKey(this.#itemId))
  }

  #hold(clientId: number, origin: Origin, answer: (isOurs: boolean) => void): void {
    this.putAway()
    this.#heldId = clientId
    holdAlone(this.#environment, `parley:${encodeURIComponent(this.#itemId)}:${clientId}`, origin, (release) => {
      // The page may have been put away while the other tabs were asked.
      if (this.#heldId !== clientId) return release?.()
      this.#release = release ?? this.#release
      answer(release !== null)
    })
  }

  #dropCopy(): void {
    this.forget()
    drop(this.#environment.tabStore, 'unsent', this.#itemId)
  }

  #read(): Identity | null {
    const value = readJson(this.#environment.tabStore, identityKey(this.#itemId))
    const token = propertyOf(value, 'token')
    const clientId = propertyOf(value, 'client_id')
    if (typeof token !== 'string' || token.length > MAX_TOKEN_LENGTH || typeof clientId !== 'number') return null
    return { token, clientId }
  }
}
