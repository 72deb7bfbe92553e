/** Messages that were written and not acked, as this tab keeps them. */

import type { TextStore } from '../connection/environment'
import { type Author, propertyOf, readJson, unsentKey, writeJson } from './kept'

/** CL6: sent again by itself for 12 hours, half of what the log remembers keys for (LOG9). */
export const RESEND_MS = 12 * 60 * 60 * 1000

export interface Unsent {
  readonly key: string
  readonly body: string
  readonly writtenAt: number
  /** Sent by itself until then; a person's retry moves it. */
  readonly resendUntil: number
  readonly status: 'sending' | 'failed'
  /** Why it failed. */
  readonly error: string | null
}

export function readUnsent(store: TextStore, itemId: string, author: Author): readonly Unsent[] {
  const values = readJson(store, unsentKey(itemId, author))
  if (!Array.isArray(values)) return []
  return values.map(parseUnsent).filter((message) => message !== null)
}

export function writeUnsent(store: TextStore, itemId: string, author: Author, messages: readonly Unsent[]): void {
  const key = unsentKey(itemId, author)
  if (messages.length === 0) store.remove(key)
  else writeJson(store, key, messages)
}

function parseUnsent(value: unknown): Unsent | null {
  const key = propertyOf(value, 'key')
  const body = propertyOf(value, 'body')
  const writtenAt = propertyOf(value, 'writtenAt')
  const resendUntil = propertyOf(value, 'resendUntil')
  const error = propertyOf(value, 'error')
  if (typeof key !== 'string' || typeof body !== 'string') return null
  if (typeof writtenAt !== 'number' || typeof resendUntil !== 'number') return null
  const status = propertyOf(value, 'status') === 'failed' ? 'failed' : 'sending'
  return { key, body, writtenAt, resendUntil, status, error: typeof error === 'string' ? error : null }
}
