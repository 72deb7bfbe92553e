/** Messages and changes of them that were written and not acked, as this tab keeps them. */

import type { TextStore } from '../connection/environment'
import { type Author, earlyKey, propertyOf, readJson, unsentKey, writeJson } from './kept'

/** LOG9: for as long the log is sure to know a key again, and to append nothing twice. */
const KEY_LIFE_MS = 24 * 60 * 60 * 1000

/** CL6: resent automatically for 12 hours, well within the life of its key. */
export const RESEND_MS = KEY_LIFE_MS / 2

export const SENDING = { status: 'sending', error: null } as const

export const MESSAGE = 'message'

/** A message, a reply or a change that a person wrote. */
export interface Written {
  readonly kind: string
  /** The message that it is about, and the epoch in which it has this offset. */
  readonly target: number | null
  readonly epoch: string | null
  readonly body: string
}

export interface Unsent extends Written {
  readonly key: string
  /** Since when it has this key. */
  readonly writtenAt: number
  /** Resent automatically until then; a person's retry moves it. */
  readonly resendUntil: number
  readonly status: 'sending' | 'failed'
  /** Why it failed. */
  readonly error: string | null
}

/** Larger than the server takes, now and later. */
const TOO_LARGE: ReadonlySet<string | null> = new Set(['too_long', 'too_big'])

/** Its target is not there, or not for this person: a message goes without one, and a change is nothing then. */
const TARGET_LOST: ReadonlySet<string | null> = new Set(['replaced', 'bad_target', 'not_yours'])

/** Whether what failed so may be taken after all. */
export function canRetry({ kind, error }: Pick<Unsent, 'kind' | 'error'>): boolean {
  return !TOO_LARGE.has(error) && (kind === MESSAGE || !TARGET_LOST.has(error))
}

/**
 * Returns a failed message as it is sent again.
 *
 * Under the same key while the log is sure to know it: the message may be in
 * there. After that it is written anew, and the person decides whether it is.
 * Whose target is not there goes without it, if it can.
 */
export function retried(message: Unsent, now: number, newKey: () => string): Unsent {
  const isUntied = TARGET_LOST.has(message.error)
  const isNew = isUntied || message.writtenAt + KEY_LIFE_MS <= now
  const untied = isUntied ? { ...message, target: null, epoch: null } : message
  const again = isNew ? { ...untied, key: newKey(), writtenAt: now } : untied
  return { ...again, ...SENDING, resendUntil: Math.min(now + RESEND_MS, again.writtenAt + KEY_LIFE_MS) }
}

export function readUnsent(store: TextStore, itemId: string, author: Author): readonly Unsent[] {
  return parseAll(readJson(store, unsentKey(itemId, author)))
}

export function writeUnsent(store: TextStore, itemId: string, author: Author, messages: readonly Unsent[]): void {
  const key = unsentKey(itemId, author)
  if (messages.length === 0) store.remove(key)
  else writeJson(store, key, messages)
}

/** CL10: nobody's name is known yet, but the same credential means the same person. */
export function readEarly(store: TextStore, itemId: string, token: string): readonly Unsent[] {
  const value = readJson(store, earlyKey(itemId))
  return propertyOf(value, 'token') === token ? parseAll(propertyOf(value, 'messages')) : []
}

/** Keeps nothing where a cookie is the credential: it may be another person's after a reload. */
export function writeEarly(store: TextStore, itemId: string, token: string, messages: readonly Unsent[]): void {
  if (messages.length === 0 || token === '') store.remove(earlyKey(itemId))
  else writeJson(store, earlyKey(itemId), { token, messages })
}

function parseAll(values: unknown): readonly Unsent[] {
  return Array.isArray(values) ? values.map(parseUnsent).filter((message) => message !== null) : []
}

function parseUnsent(value: unknown): Unsent | null {
  const key = propertyOf(value, 'key')
  const body = propertyOf(value, 'body')
  const writtenAt = propertyOf(value, 'writtenAt')
  const resendUntil = propertyOf(value, 'resendUntil')
  const error = propertyOf(value, 'error')
  const kind = propertyOf(value, 'kind') ?? MESSAGE
  if (typeof kind !== 'string' || typeof key !== 'string' || typeof body !== 'string') return null
  if (typeof writtenAt !== 'number' || typeof resendUntil !== 'number') return null
  const status = propertyOf(value, 'status') === 'failed' ? 'failed' : 'sending'
  const written = { kind, ...parseTarget(value), body }
  return { key, ...written, writtenAt, resendUntil, status, error: typeof error === 'string' ? error : null }
}

function parseTarget(value: unknown): Pick<Written, 'target' | 'epoch'> {
  const target = propertyOf(value, 'target')
  const epoch = propertyOf(value, 'epoch')
  if (typeof target !== 'number' || typeof epoch !== 'string') return { target: null, epoch: null }
  return { target, epoch }
}
