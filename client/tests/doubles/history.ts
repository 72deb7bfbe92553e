/**
 * A log with changes in it, and how it is read at any moment.
 *
 * Written from CH1 to CH6 and from nothing that the client has: each entry is
 * looked at by itself, with everything that was said about it.
 */

import type { Changes, Entry, Reaction } from '../../src/protocol/frames.gen'
import { entry, OTHER, SELF } from './frames'

const EMOJI = ['👍', '🎉', '❤️']
const WRITERS = [
  { client_id: SELF, author: null, name: null },
  { client_id: OTHER, author: null, name: 'Bo' },
  { client_id: 3003, author: 'ana', name: 'Ana' },
  // The same person in another tab.
  { client_id: 4004, author: 'ana', name: null },
] as const

const CHANGES: ReadonlySet<string> = new Set(['edit', 'deletion', 'reaction', 'reaction_removal'])

export class History {
  readonly #random: () => number
  /** As each was appended. */
  readonly #said: Entry[] = []

  constructor(random: () => number) {
    this.#random = random
  }

  get head(): number {
    return this.#said.length
  }

  /** Somebody writes, or changes something; as the server lets them (CH1, CH2). */
  append(): void {
    const draw = this.#random()
    const target = this.#pick(this.#said)
    const isOpen = target?.kind === 'message' && !this.#about(target.offset).some(({ kind }) => kind === 'deletion')
    if (target === undefined || !isOpen || draw < 0.4)
      return this.#write(draw < 0.02 ? 'hologram' : 'message', null, null)
    if (draw < 0.6) return this.#write('edit', target, target, `edited ${this.head}`)
    if (draw < 0.65) return this.#write('deletion', target, target, '')
    this.#write(draw < 0.85 ? 'reaction' : 'reaction_removal', target, null, this.#pick(EMOJI))
  }

  /** The entries from one offset to another, as a read gives them at the moment when `head` was the head. */
  read(from: number, to: number, head: number): readonly Entry[] {
    return this.#said.slice(Math.max(0, from - 1), to).map((one) => this.#storedForm(one, head))
  }

  /** What is to be seen of the log. */
  seen(head: number): readonly Entry[] {
    return this.read(1, head, head).filter(({ kind }) => !CHANGES.has(kind))
  }

  #write(kind: string, target: Entry | null, by: Entry | null, body = `said ${this.head}`): void {
    const offset = this.head + 1
    const { client_id, author, name } = by ?? this.#pick(WRITERS) ?? WRITERS[0]
    const at = new Date(Date.UTC(2026, 0, 1, 0, 0, offset)).toISOString()
    this.#said.push(entry(offset, { kind, client_id, author, name, target: target?.offset ?? null, body, at }))
  }

  #storedForm(one: Entry, head: number): Entry {
    if (one.kind === 'edit' && this.#isSuperseded(one, head)) return { ...one, body: '' }
    const about = this.#about(one.offset).filter(({ offset }) => offset <= head)
    const last = about.at(-1)
    if (last === undefined) return one
    const { offset, kind, at } = last
    const changes: Changes = { offset, edit: null, edited_at: null, deleted_at: null, reactions: [] }
    // Nothing can follow a deletion.
    if (kind === 'deletion') return { ...one, body: '', changes: { ...changes, deleted_at: at } }
    const reacted = { ...changes, reactions: left(about) }
    const edit = about.findLast((each) => each.kind === 'edit')
    if (edit === undefined) return { ...one, changes: reacted }
    return { ...one, body: edit.body, changes: { ...reacted, edit: edit.offset, edited_at: edit.at } }
  }

  #isSuperseded(edit: Entry, head: number): boolean {
    return this.#about(edit.target ?? 0).some(
      ({ kind, offset }) => (kind === 'edit' || kind === 'deletion') && offset > edit.offset && offset <= head,
    )
  }

  #about(offset: number): readonly Entry[] {
    return this.#said.filter(({ kind, target }) => target === offset && CHANGES.has(kind))
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.#random() * from.length)]
  }
}

/** Each reaction stands where it was set first since it was last taken away. */
function left(about: readonly Entry[]): readonly Reaction[] {
  const standing = new Map<string, Reaction>()
  for (const { kind, body: emoji, client_id, author, name } of about) {
    const label = JSON.stringify([emoji, author ?? client_id])
    if (kind === 'reaction_removal') standing.delete(label)
    if (kind === 'reaction' && !standing.has(label)) standing.set(label, { emoji, client_id, author, name })
  }
  return [...standing.values()]
}
