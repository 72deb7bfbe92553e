import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/protocol/frames.gen'
import { type Change, fold } from '../../src/room/changes'
import { chance } from '../doubles/chance'
import type { FakeSocket } from '../doubles/fakeSocket'
import { EPOCH, entries, entry, entryFrame, OTHER, SELF, welcome } from '../doubles/frames'
import { History } from '../doubles/history'
import { comeBack, type Joined, join, shown } from '../doubles/joining'

const PAGE = 6
const STEPS = 120

const change = (offset: number, kind: Change['kind'], more: Partial<Entry> = {}): Change => ({
  ...entry(offset, { target: 1, ...more }),
  kind,
})

/** A tab that follows a history over a network that loses connections and keeps pages waiting. */
class Follower {
  readonly #random: () => number
  readonly #history: History
  readonly #joined: Joined
  #socket: FakeSocket
  /** How far the entries have come. */
  #told: number
  /** When each page that was asked for is read by the server. */
  readonly #reads: { readonly ref: number; readonly before: number; readonly head: number }[] = []
  #answered = 0

  constructor(seed: number) {
    this.#random = chance(seed)
    this.#history = new History(this.#random)
    this.#grow(30)
    this.#told = this.#history.head
    this.#joined = join(this.#newest())
    this.#socket = this.#joined.socket
  }

  get room() {
    return this.#joined.room
  }

  get head(): number {
    return this.#history.head
  }

  step(): void {
    const acts: readonly (() => void)[] = [
      () => this.#grow(3),
      () => this.#tell(),
      () => this.#tell(),
      () => this.room.loadOlder(),
      () => this.#readPage(),
      () => this.#givePage(),
      () => this.#rarely(() => this.#resume()),
    ]
    acts[Math.floor(this.#random() * acts.length)]?.()
  }

  /** Everything arrives, and the list is loaded to its start. */
  settle(): void {
    while (this.#told < this.head) this.#tell()
    for (let page = 0; page <= this.head; page += 1) {
      this.#readPage()
      this.#givePage()
      this.room.loadOlder()
    }
  }

  /** What the list shows, and what a list that is read now would show. */
  compared(): readonly [readonly Entry[], readonly Entry[]] {
    const items = this.room.getState().items
    const listed = items.flatMap((item) => (item.type === 'entry' ? [{ ...item.entry, type: undefined }] : []))
    return [listed, this.#history.seen(this.head)]
  }

  #newest() {
    const head = this.#history.head
    const limits = { ...welcome().limits, page_entries: PAGE }
    return { page: this.#history.read(head - PAGE + 1, head, head), head, limits }
  }

  #grow(most: number): void {
    for (let count = this.#random() * most; count > 0; count -= 1) this.#history.append()
  }

  /** Fan-out is late at times: the entry is handed on as it was appended, or as it is stored by now. */
  #tell(): void {
    if (this.#told === this.head) return
    this.#told += 1
    const moment = this.#random() < 0.5 ? this.#told : this.head
    const [next] = this.#history.read(this.#told, this.#told, moment)
    if (next !== undefined) this.#socket.say({ ...next, type: 'entry' })
  }

  /** The server reads a page at once or later, and the answer waits. */
  #readPage(): void {
    const asked = this.#socket.sentOf('read')[this.#reads.length]
    if (asked !== undefined) this.#reads.push({ ref: asked.ref, before: asked.before ?? 0, head: this.head })
  }

  #givePage(): void {
    const read = this.#reads[this.#answered]
    if (read === undefined) return
    this.#answered += 1
    const page = this.#history.read(read.before - PAGE, read.before - 1, read.head)
    this.#socket.say({ type: 'page', ref: read.ref, epoch: EPOCH, entries: page, oldest: 1, head: read.head })
  }

  #resume(): void {
    this.#grow(6)
    const { head } = this
    this.#socket = comeBack(this.#joined.tab, { ...this.#newest(), recovered: true, page: null })
    this.#reads.length = 0
    this.#answered = 0
    for (const each of this.#history.read(this.#told + 1, head, head)) this.#socket.say({ ...each, type: 'entry' })
    this.#told = head
  }

  #rarely(act: () => void): void {
    if (this.#random() < 0.3) act()
  }
}

const FIXED = Array.from({ length: 100 }, (_, index) => index + 1)
const FRESH = Array.from({ length: 50 }, () => Math.floor(Math.random() * 2 ** 31))

describe('changes that come', () => {
  it.each([...FIXED, ...FRESH])('CH6: lead to the list that is read afresh (seed %i)', (seed) => {
    const follower = new Follower(seed)
    for (let step = 0; step < STEPS; step += 1) follower.step()
    follower.settle()
    const [followed, afresh] = follower.compared()
    expect(followed).toEqual(afresh)
  })

  it('CH6: take no line of their own, and move the position', () => {
    const { room, tab, socket } = join({ page: entries(1, 2), head: 2 })
    socket.say(entryFrame(3, { kind: 'edit', target: 1, body: 'better' }))
    socket.say(entryFrame(4, { kind: 'reaction', target: 2, body: '👍' }))
    expect(shown(room)).toEqual(['#1 better', '#2 message 2'])
    const next = comeBack(tab, { recovered: true, page: null, head: 4 })
    expect(next.sentOf('hello')[0]?.position).toMatchObject({ offset: 4 })
  })

  it('CH6: change nothing to be seen where their target is not loaded', () => {
    const { room, socket } = join({ page: entries(8, 9), head: 9 })
    const before = room.getState().items
    socket.say(entryFrame(10, { kind: 'deletion', target: 2, body: '' }))
    expect(room.getState().items).toEqual(before)
  })

  it('CH6: are in an older page that was read before they came and arrived after them', () => {
    const { room, socket } = join({ page: entries(3, 3), head: 3 })
    room.loadOlder()
    socket.say(entryFrame(4, { kind: 'edit', target: 1, body: 'better' }))
    const ref = socket.sentOf('read')[0]?.ref ?? 0
    socket.say({ type: 'page', ref, epoch: EPOCH, entries: entries(1, 2), oldest: 1, head: 3 })
    expect(shown(room)).toEqual(['#1 better', '#2 message 2', '#3 message 3'])
  })

  it('bring older pages where the newest has nothing else', () => {
    const reactions = [5, 6].map((offset) => entry(offset, { kind: 'reaction', target: 2, body: `${offset}` }))
    const { room, socket } = join({ page: reactions, head: 6 })
    const { ref = 0, before } = socket.sentOf('read')[0] ?? {}
    expect(before).toBe(5)
    socket.say({ type: 'page', ref, epoch: EPOCH, entries: entries(3, 4), oldest: 1, head: 6 })
    expect(shown(room)).toEqual(['#3 message 3', '#4 message 4'])
    expect(socket.sentOf('read')).toHaveLength(1)
  })
})

describe('a folded message', () => {
  it('CH6: is itself where a change was folded in before, or it was deleted', () => {
    const once = fold(entry(1), change(2, 'edit', { body: 'better' }))
    expect(fold(once, change(2, 'edit', { body: 'worse' }))).toBe(once)
    const deleted = fold(once, change(3, 'deletion', { body: '' }))
    expect(fold(deleted, change(4, 'reaction', { body: '👍' }))).toBe(deleted)
    expect(deleted).toMatchObject({ body: '', changes: { offset: 3, edit: null, reactions: [] } })
  })

  it('CH4: keeps its text where that of an edit is gone', () => {
    const folded = fold(entry(1), change(2, 'edit', { body: '' }))
    expect(folded).toMatchObject({ body: 'message 1', changes: { offset: 2, edit: null, edited_at: null } })
  })

  it.each([
    ['by the author', { author: 'ana', client_id: SELF }, { author: 'ana', client_id: OTHER }, 1],
    ['by the client ID', { client_id: SELF }, { client_id: SELF }, 1],
    ['not by the client ID of an author', { author: 'ana', client_id: SELF }, { client_id: SELF }, 2],
  ])("CH3: counts a person's emoji once, %s", (_, one, other, count) => {
    const first = fold(entry(1), change(2, 'reaction', { body: '👍', ...one }))
    const both = fold(first, change(3, 'reaction', { body: '👍', ...other }))
    expect(both.changes?.reactions).toHaveLength(count)
  })
})
