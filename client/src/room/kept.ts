/**
 * What a browser keeps of a room, under which names (CL10).
 *
 * Unsent messages, drafts and what was seen are named by item and author, so that
 * one person's text never goes out as another's. The identity is read before the author is
 * known; the server binds its token to the author (ID3).
 */

import type { TextStore } from '../connection/environment'

export type Author = string | null

export const identityKey = (itemId: string): string => nameOf('identity', itemId)

export const unsentKey = (itemId: string, author: Author): string => `${nameOf('unsent', itemId)}:${part(author)}`

/** What was written before the server had said by whom. */
export const earlyKey = (itemId: string): string => `${nameOf('unsent', itemId)}:early`

export const draftKey = (itemId: string, author: Author): string => `${nameOf('draft', itemId)}:${part(author)}`

/** How far a room was read: a place in it, and nothing that anybody wrote. */
export const seenKey = (itemId: string): string => nameOf('seen', itemId)

export const keepsakeKey = (itemId: string, author: Author): string => `${nameOf('keepsake', itemId)}:${part(author)}`

/** What is kept of a room for each author. */
type Kept = 'unsent' | 'draft' | 'keepsake'

/** Where such a thing is kept: of one room, whoever the author is, or of all. */
export function keysOf(store: TextStore, what: Kept, itemId?: string): readonly string[] {
  const prefix = itemId === undefined ? `parley:${what}:` : `${nameOf(what, itemId)}:`
  return store.keys().filter((name) => name.startsWith(prefix))
}

/** Forgets such a thing of one room, whoever the author is, also where nobody is known yet. */
export function drop(store: TextStore, what: Kept, itemId: string): void {
  for (const key of keysOf(store, what, itemId)) store.remove(key)
}

/** The JSON under a key; undefined where there is none, or something else. */
export function readJson(store: TextStore, key: string): unknown {
  try {
    return JSON.parse(store.get(key) ?? '')
  } catch {
    return undefined
  }
}

export function writeJson(store: TextStore, key: string, value: unknown): void {
  store.set(key, JSON.stringify(value))
}

/** The value's property, if it is an object that has one: for reading what was stored without believing it. */
export function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

const nameOf = (what: string, itemId: string): string => `parley:${what}:${encodeURIComponent(itemId)}`

const part = (author: Author): string => (author === null ? 'nobody' : `by=${encodeURIComponent(author)}`)
