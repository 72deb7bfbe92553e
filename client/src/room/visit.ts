/** One stay in a room: what was asked for it, and what came in it while nobody looked. */

import type { TextStore, Unsubscribe } from '../connection/environment'
import type { Entry } from '../protocol/frames.gen'
import { propertyOf, readJson, seenKey, writeJson } from './kept'
import type { Join } from './launch'
import type { JoinedRoom } from './state'
import { type Place, Unread, type Unseen } from './unread'

/** What a list shows of a stay. */
export interface ListedRoom {
  readonly asked: Join
  readonly room: JoinedRoom
  /** False where a link or a reload began it. */
  readonly startedByForm: boolean
  /** Messages of others that came since somebody looked. */
  readonly unread: number
  /** There may be more, in the part of the log that the list does not show. */
  readonly isUnreadAtLeast: boolean
  /** Those of them that mention the reader. */
  readonly mentions: number
  /** The newest of these, as it is now; null where none is left. */
  readonly mention: Entry | null
  /** The first message that was unread when somebody came to look, by its key; null where none was. */
  readonly unreadFrom: string | null
  /** The connection is over: why, the room itself says. */
  readonly isClosed: boolean
  /** Asked for by the form, and not let in so far. */
  readonly isAwaited: boolean
}

export class Visit {
  readonly #store: TextStore
  readonly #unread: Unread
  readonly #stop: Unsubscribe
  #listed: ListedRoom

  /** Calls `changed` with what came in unseen, whenever something did that a list shows. */
  constructor(
    store: TextStore,
    stay: Pick<ListedRoom, 'asked' | 'room' | 'startedByForm'>,
    isLookedAt: () => boolean,
    changed: (unseen: readonly Unseen[]) => void,
  ) {
    this.#store = store
    this.#unread = new Unread(readSeen(store, stay.asked.itemId))
    this.#unread.take(stay.room.getState())
    this.#listed = { ...stay, unreadFrom: null, ...this.#look(stay) }
    this.#stop = stay.room.subscribe(() => {
      const came = this.#unread.take(stay.room.getState())
      const unseen = isLookedAt() ? [] : came
      if (isLookedAt()) this.#unread.clear()
      // What is looked at changes nothing in a list, however much comes.
      if (this.#redraw() || unseen.length > 0) changed(unseen)
    })
  }

  get listed(): ListedRoom {
    return this.#listed
  }

  get itemId(): string {
    return this.#listed.asked.itemId
  }

  /** Somebody looks at the room: nothing in it is new any more. */
  read(): void {
    const { firstId } = this.#unread.count
    this.#unread.clear()
    if (firstId !== this.#listed.unreadFrom) this.#listed = { ...this.#listed, unreadFrom: firstId }
    this.#redraw()
  }

  /** Nobody looks any more, or the page goes: what is new is counted from here, also after a reload. */
  keepPlace(): void {
    const { newest } = this.#unread
    if (newest !== null) writeJson(this.#store, seenKey(this.itemId), newest)
  }

  rename(name: string | null): void {
    this.#listed = { ...this.#listed, asked: { ...this.#listed.asked, name } }
    this.#listed.room.rename(name)
  }

  /** Says goodbye and forgets what is kept. */
  leave(): void {
    this.#stop()
    this.#listed.room.leave()
    this.#store.remove(seenKey(this.itemId))
  }

  /** Gives way to another stay. */
  end(): void {
    this.#stop()
    this.#listed.room.end()
  }

  /** Tells whether a list shows it differently now. */
  #redraw(): boolean {
    const before = this.#listed
    const now = { ...before, ...this.#look(before) }
    const isSame =
      now.unread === before.unread &&
      now.isUnreadAtLeast === before.isUnreadAtLeast &&
      now.mentions === before.mentions &&
      now.mention === before.mention &&
      now.isClosed === before.isClosed &&
      now.isAwaited === before.isAwaited
    if (!isSame) this.#listed = now
    return !isSame
  }

  #look({ room, startedByForm }: Pick<ListedRoom, 'room' | 'startedByForm'>) {
    const { connection, clientId } = room.getState()
    const { messages, mentions, mention, isAtLeast } = this.#unread.count
    return {
      unread: messages,
      isUnreadAtLeast: messages > 0 && isAtLeast,
      mentions,
      mention,
      isClosed: connection.phase === 'closed',
      isAwaited: startedByForm && clientId === null,
    }
  }
}

function readSeen(store: TextStore, itemId: string): Place | null {
  const kept = readJson(store, seenKey(itemId))
  const [epoch, offset, at] = ['epoch', 'offset', 'at'].map((name) => propertyOf(kept, name))
  if (typeof epoch !== 'string' || typeof offset !== 'number' || typeof at !== 'number') return null
  return { epoch, offset, at }
}
