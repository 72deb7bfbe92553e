/**
 * The message list: what was read from the log, in its order, and the lines
 * between.
 *
 * - CL3: only entries move the position.
 * - CL4: an entry at or before the position is dropped, and none is skipped.
 * - CL8: a list that cannot be shown to be complete is replaced.
 * - CH6: a change is folded into its target, and has no line of its own.
 */

import type { Entry, Member, Page, Position, Welcome } from '../protocol/frames.gen'
import { type Change, fold, isChange } from './changes'
import { placeOf } from './placeOf'
import type { TimelineItem } from './state'

/** Lines kept in a tab that stays open; the oldest go first, and can be loaded again. None are loaded beyond it. */
const MAX_LINES = 120_000

/** What became of an entry: a `gap` means that one before it is missing. */
export type Reception = 'taken' | 'old' | 'gap'

type Line = Exclude<TimelineItem, { type: 'pending' | 'change' }>

export class Timeline {
  readonly #isOwn: (entry: Entry) => boolean
  /** Grows in place: a busy room must not copy a long day for each entry. Whoever draws gets a copy. */
  #lines: Line[] = []
  /** Acked, but their own entries have not come yet; in the order of their offsets. */
  #acked: readonly Entry[] = []
  #epoch: string | null = null
  #position: Position | null = null
  #first = 1
  #next = 1
  #oldest = 1
  #lastLine = 0
  #revision = 0

  constructor(isOwn: (entry: Entry) => boolean) {
    this.#isOwn = isOwn
  }

  get epoch(): string | null {
    return this.#epoch
  }

  get position(): Position | null {
    return this.#position
  }

  /** Grows whenever a message that was there already is another one now. */
  get revision(): number {
    return this.#revision
  }

  /** The offset before which older pages begin. */
  get first(): number {
    return this.#first
  }

  /** Whether nothing of the log is shown. */
  get isBare(): boolean {
    return !this.#lines.some(({ type }) => type === 'entry')
  }

  /** Whether there is more to load, and if not, why. */
  get older(): 'more' | 'full' | 'start' | 'trimmed' {
    if (this.#first > this.#oldest) return this.#lines.length < MAX_LINES ? 'more' : 'full'
    return this.#oldest > 1 ? 'trimmed' : 'start'
  }

  lines(): readonly Line[] {
    const acked = this.#acked.filter((entry) => !isChange(entry))
    return this.#lines.concat(acked.map((entry) => entryLine(entry, true)))
  }

  /** Changes whose entries are still to come; others may come before them, so they are not folded in yet. */
  get ackedChanges(): readonly Change[] {
    return this.#acked.filter(isChange)
  }

  /** What was read from the log, from its end. */
  *newestFirst(): Iterable<Entry> {
    for (let at = this.#lines.length - 1; at >= 0; at -= 1) {
      const line = this.#lines[at]
      if (line?.type === 'entry') yield line.entry
    }
  }

  /** Takes what `welcome` says about the log. */
  welcome(welcome: Welcome, now: number): void {
    this.#oldest = welcome.oldest
    if (welcome.recovered === true) return
    this.#replace(welcome, welcome.page ?? [], now)
  }

  /** Somebody else reads from now on: looks again at which messages are the reader's own. */
  findOwn(): void {
    this.#lines = this.#lines.map((line) =>
      line.type === 'entry' ? entryLine(line.entry, this.#isOwn(line.entry)) : line,
    )
    this.#revision += 1
  }

  /** Takes the next entry, and no other. */
  receive(entry: Entry): Reception {
    if (entry.offset < this.#next) return 'old'
    if (entry.offset > this.#next) return 'gap'
    const isOwn = this.#isOwn(entry) || this.#acked.some(({ key }) => key === entry.key)
    this.#acked = this.#acked.filter(({ offset }) => offset > entry.offset)
    if (isChange(entry)) this.#fold(entry)
    else this.#append(entryLine(entry, isOwn))
    this.#moveTo(entry)
    return 'taken'
  }

  /**
   * Shows what is in the log before its entry has come.
   *
   * The position stays where it is: the entries between are still to come.
   */
  acked(entry: Entry): void {
    if (entry.offset < this.#next) return
    this.#acked = [...this.#acked, entry].sort((a, b) => a.offset - b.offset)
  }

  /**
   * Puts an older page on top, and returns whether it brought anything: one that does not join on there is dropped.
   *
   * Changes may be left out between its first entry and its last (LOG18).
   */
  prepend(page: Page): boolean {
    if (page.epoch !== this.#epoch) return false
    this.#oldest = page.oldest
    const entries = page.entries.filter(({ offset }) => offset < this.#first)
    const [top] = entries
    if (top === undefined || entries.at(-1)?.offset !== this.#first - 1) return false
    // A note on top is about events after every entry that is still to be loaded. Only the break is above.
    const at = this.#lines[0]?.type === 'break' ? 1 : 0
    const lines = this.#linesOf(entries)
    this.#lines = [...this.#lines.slice(0, at), ...lines, ...this.#lines.slice(at)]
    this.#first = top.offset
    return true
  }

  /** Drops the lines above this entry, which can be loaded again; false where there are none. */
  dropOlder(offset: number): boolean {
    const at = placeOf(this.#lines, offset)
    if (at < 1) return false
    this.#lines = this.#lines.slice(at)
    this.#first = offset
    return true
  }

  note(type: 'joined' | 'left', member: Member, at: number): void {
    this.#append({ type, id: this.#lineId(), member, at })
  }

  /** Asks for the newest page next time: the position has led into the same gap twice. */
  forgetPosition(): void {
    this.#position = null
  }

  #replace(welcome: Welcome, entries: readonly Entry[], at: number): void {
    // CL8. Without a position there was nothing in the list, and nothing is cut.
    const isBroken = !this.isBare
    const lines = this.#linesOf(entries)
    this.#lines = isBroken ? [{ type: 'break', id: this.#lineId(), at }, ...lines] : lines
    this.#acked = []
    this.#epoch = welcome.epoch
    this.#position = null
    this.#next = welcome.head + 1
    const last = entries.at(-1)
    if (last !== undefined) this.#moveTo(last)
    this.#first = entries[0]?.offset ?? this.#next
  }

  #linesOf(entries: readonly Entry[]): Line[] {
    return entries.filter((entry) => !isChange(entry)).map((entry) => entryLine(entry, this.#isOwn(entry)))
  }

  /** A target that is not loaded comes folded with its page. */
  #fold(change: Change): void {
    const at = placeOf(this.#lines, change.target ?? 0)
    const line = this.#lines[at]
    if (line?.type !== 'entry') return
    this.#lines[at] = { ...line, entry: fold(line.entry, change) }
    this.#revision += 1
  }

  #moveTo({ offset, key }: Entry): void {
    this.#next = offset + 1
    if (this.#epoch !== null) this.#position = { epoch: this.#epoch, offset, key }
  }

  #append(line: Line): void {
    this.#lines.push(line)
    if (this.#lines.length <= MAX_LINES) return
    // A tenth at once, so that it does not happen with every line.
    this.#lines = this.#lines.slice(MAX_LINES / 10)
    const top = this.#lines.find((each) => each.type === 'entry')
    this.#first = top === undefined ? this.#next : top.entry.offset
  }

  #lineId(): string {
    this.#lastLine += 1
    return `line-${this.#lastLine}`
  }
}

/** A message keeps its id from sending to sent: it is the key. */
function entryLine(entry: Entry, own: boolean): Line {
  return { type: 'entry', id: entry.key, entry, own }
}
