/**
 * The entries of a room that a tab keeps, to be read again without a network.
 *
 * - CL10: kept by item and author, and shown only with the credential with which they were read.
 * - Forgotten with the room, and whenever the server says that this person may not be there.
 */

import type { Clock, Environment, TextStore, Unsubscribe } from '../connection/environment'
import type { Entry, EntryFrame, Welcome } from '../protocol/frames.gen'
import validateServerFrame from '../protocol/validateServerFrame.gen'
import type { JoinOptions } from './joinOptions'
import { type Author, drop, keepsakeKey, keysOf, propertyOf, readJson, writeJson } from './kept'
import { preview } from './preview'
import type { TimelineItem } from './state'
import { readUnsent, type Unsent } from './unsent'

const MAX_ENTRIES = 100
/** Of all entries of a room, as they are kept. A browser gives a tab some five million, and unsent messages go first. */
const MAX_CHARACTERS = 200_000
/** Rooms that a tab keeps something of; those that were seen last. */
const MAX_ROOMS = 8
/** A busy room is not written down with each of its entries. */
const PAUSE_MS = 2_000

export interface Sight {
  /** When the room was seen so. */
  readonly at: number
  readonly author: Author
  readonly clientId: number
  /** In which the entries have their offsets. */
  readonly epoch: string
  /** The newest ones, in their order. */
  readonly entries: readonly Entry[]
  /** What was on its way into the log. */
  readonly unsent: readonly Unsent[]
}

export class Keepsake {
  readonly #clock: Clock
  readonly #store: TextStore
  readonly #options: JoinOptions
  readonly #newestFirst: () => Iterable<Entry>
  #sight: Sight | null = null
  #seenBy: Welcome | null = null
  #cancelPause: Unsubscribe | null = null

  /** `newestFirst` is asked for as few entries as are kept. */
  constructor(environment: Environment, options: JoinOptions, newestFirst: () => Iterable<Entry>) {
    this.#clock = environment
    this.#store = environment.tabStore
    this.#options = options
    this.#newestFirst = newestFirst
  }

  /** What was seen before this page was loaded. */
  get sight(): Sight | null {
    return this.#sight
  }

  recall(): void {
    const { itemId, token } = this.#options
    const found = keysOf(this.#store, 'keepsake', itemId).map((key) => parse(readJson(this.#store, key), token))
    const [newest = null] = found.filter((kept) => kept !== null).sort((a, b) => b.at - a.at)
    this.#sight = newest && { ...newest, unsent: this.#unsent(newest.author) }
  }

  /** The room can be seen from now on. */
  open(welcome: Welcome): void {
    this.#seenBy = welcome
    this.changed()
  }

  /** What can be seen has changed. */
  changed(): void {
    if (this.#seenBy !== null) this.#cancelPause ??= this.#clock.setTimer(() => this.#write(), PAUSE_MS)
  }

  /** The room cannot be seen any more: this is how it was. */
  close(): void {
    this.#write()
    this.#seenBy = null
  }

  forget(): void {
    this.#stopPause()
    this.#seenBy = null
    this.#sight = null
    drop(this.#store, 'keepsake', this.#options.itemId)
  }

  #write(): void {
    this.#stopPause()
    const { itemId, token } = this.#options
    // A cookie may be another person's after a reload: what it opened is kept for nobody.
    if (this.#seenBy === null || token === '') return
    const { author, client_id, epoch } = this.#seenBy
    const at = this.#clock.now()
    const entries = newestOf(this.#newestFirst())
    const key = keepsakeKey(itemId, author)
    this.#makeRoom(key)
    writeJson(this.#store, key, { token, author, client_id, epoch, at, entries })
  }

  #unsent(author: Author): readonly Unsent[] {
    return readUnsent(this.#store, this.#options.itemId, author).filter(({ status }) => status === 'sending')
  }

  #stopPause(): void {
    this.#cancelPause?.()
    this.#cancelPause = null
  }

  /** Drops the oldest where there are too many with this one. */
  #makeRoom(ownKey: string): void {
    const others = keysOf(this.#store, 'keepsake').filter((key) => key !== ownKey)
    if (others.length < MAX_ROOMS) return
    const times = others.map((key) => ({ key, at: timeOf(readJson(this.#store, key)) }))
    for (const { key } of times.sort((a, b) => b.at - a.at).slice(MAX_ROOMS - 1)) this.#store.remove(key)
  }
}

/** What was seen as a list shows it, with what was on its way. */
export function itemsOf(sight: Sight, isUnsent: (key: string) => boolean): readonly TimelineItem[] {
  const { author, clientId, entries, unsent } = sight
  const isOwn = (entry: Entry) =>
    (author !== null && author === entry.author) || entry.client_id === clientId || isUnsent(entry.key)
  const lines = entries.map((entry) => ({ type: 'entry', id: entry.key, entry, own: isOwn(entry) }) as const)
  return preview(lines, [], unsent, { author, client_id: clientId, name: null })
}

function newestOf(newestFirst: Iterable<Entry>): readonly Entry[] {
  const kept: Entry[] = []
  let characters = 0
  for (const entry of newestFirst) {
    characters += JSON.stringify(entry).length
    if (kept.length === MAX_ENTRIES || characters > MAX_CHARACTERS) break
    kept.push(entry)
  }
  return kept.toReversed()
}

function parse(value: unknown, token: string): Omit<Sight, 'unsent'> | null {
  const author = propertyOf(value, 'author')
  const clientId = propertyOf(value, 'client_id')
  const epoch = propertyOf(value, 'epoch')
  const entries = propertyOf(value, 'entries')
  const isOurs = token !== '' && propertyOf(value, 'token') === token
  if (!isOurs || typeof clientId !== 'number' || !Array.isArray(entries)) return null
  if (typeof epoch !== 'string' || (author !== null && typeof author !== 'string')) return null
  return { at: timeOf(value), author, clientId, epoch, entries: entries.filter(isEntry) }
}

/** An entry of a release that knew another form of it is left out. */
function isEntry(value: unknown): value is Entry {
  const frame: unknown = typeof value === 'object' ? { ...value, type: 'entry' satisfies EntryFrame['type'] } : value
  return validateServerFrame(frame)
}

function timeOf(value: unknown): number {
  const at = propertyOf(value, 'at')
  return typeof at === 'number' ? at : 0
}
