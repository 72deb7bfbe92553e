/**
 * What an edit, a deletion and a reaction make of the message that they are about (CH3).
 *
 * Pure, and the same as `server/protocol/changes.py`. Folding is convergent
 * (CH6): what was folded in already changes nothing, so a page read late and
 * the entries that follow it lead to the same as a page read later still.
 */

import { assertNever } from '../protocol/assertNever'
import type { Changes, Entry, Reaction } from '../protocol/frames.gen'

export type ChangeKind = 'edit' | 'deletion' | 'reaction' | 'reaction_removal'

export type Change = Entry & { readonly kind: ChangeKind }

/** Whoever wrote something: an entry's or a reaction's author. */
type Writer = Pick<Entry, 'author' | 'client_id'>

const CHANGE_KINDS: ReadonlySet<string> = new Set<ChangeKind>(['edit', 'deletion', 'reaction', 'reaction_removal'])

const NO_CHANGES: Changes = { offset: 0, edit: null, edited_at: null, deleted_at: null, reactions: [] }

/** A change takes no line of its own; every other kind does (FO5). */
export function isChange(entry: Entry): entry is Change {
  return isChangeKind(entry.kind)
}

export function isChangeKind(kind: string): kind is ChangeKind {
  return CHANGE_KINDS.has(kind)
}

/** Returns the target as the change leaves it; itself, if that was folded in before. */
export function fold(target: Entry, change: Change): Entry {
  const before = target.changes ?? NO_CHANGES
  return change.offset <= before.offset || isDeleted(target) ? target : changed(target, before, change)
}

/** Returns the target as a change that has no offset yet will leave it, if nothing else comes before. */
export function foldNext(target: Entry, change: Change): Entry {
  return fold(target, { ...change, offset: (target.changes?.offset ?? 0) + 1 })
}

/** Returns entries as these changes leave them, each folded into its target where that is among them. */
export function foldAll(entries: readonly Entry[], changes: readonly Change[]): readonly Entry[] {
  if (changes.length === 0) return entries
  const about = (entry: Entry) => changes.filter(({ target }) => target === entry.offset)
  return entries.map((entry) => about(entry).reduce(fold, entry))
}

export function isDeleted({ changes }: Entry): boolean {
  return (changes?.deleted_at ?? null) !== null
}

export function reactionsTo({ changes }: Entry): readonly Reaction[] {
  return changes?.reactions ?? []
}

export function hasReacted(target: Entry, emoji: string, who: Writer): boolean {
  return reactionsTo(target).some((one) => one.emoji === emoji && isBySame(one, who))
}

/** CH2: one person's, by author, or by client ID where there is none. */
export function isBySame(one: Writer, other: Writer): boolean {
  if (one.author !== null || other.author !== null) return one.author === other.author
  return one.client_id === other.client_id
}

function changed(target: Entry, before: Changes, change: Change): Entry {
  const { kind, offset, body, at } = change
  switch (kind) {
    case 'deletion':
      return { ...target, body: '', changes: { ...NO_CHANGES, offset, deleted_at: at } }
    case 'edit':
      // The text of an edit is gone where a later one took its place, which follows (CH4).
      if (body === '') return { ...target, changes: { ...before, offset } }
      return { ...target, body, changes: { ...before, offset, edit: offset, edited_at: at } }
    case 'reaction':
    case 'reaction_removal':
      return { ...target, changes: { ...before, offset, reactions: reactions(before.reactions, change) } }
    default:
      return assertNever(kind)
  }
}

function reactions(before: readonly Reaction[], change: Change): readonly Reaction[] {
  const others = before.filter((one) => one.emoji !== change.body || !isBySame(one, change))
  if (change.kind === 'reaction_removal') return others
  if (others.length < before.length) return before
  const { body: emoji, client_id, author, name } = change
  return [...before, { emoji, client_id, author, name }]
}
