import { describe, expect, it } from 'vitest'

import type { TimelineItem } from '../../src/room/state'
import { Rows } from '../../src/ui/rows'
import { type Look, NO_UNREAD, nextUnread, type UnreadState, unreadFrom } from '../../src/ui/unread'
import { ana, entry, pending, self } from './examples'

const [a, b, c] = [entry(ana, 'a'), entry(ana, 'b'), entry(ana, 'c')]
const rowsOf = (...items: readonly TimelineItem[]) => new Rows().of(items, self)
const READING: Look = { rows: rowsOf(a), isAtEnd: true, isVisible: true, isInView: false, hasLingered: false }

/** What is remembered after each of these looks, one after the other. */
function after(...looks: readonly Partial<Look>[]): UnreadState {
  let unread = NO_UNREAD
  let look = READING
  for (const change of looks) {
    look = Object.assign({}, look, change)
    unread = nextUnread(unread, look)
  }
  return unread
}

const HIDDEN = [{ isVisible: false }, { rows: rowsOf(a, b) }] as const
const RETURNED = [...HIDDEN, { isVisible: true }] as const

describe('the line above what is new', () => {
  it('is not there while somebody reads on', () => {
    expect(after({}, { rows: rowsOf(a, b) }, { rows: rowsOf(a, b, c) })).toEqual(NO_UNREAD)
  })

  it.each(['isVisible', 'isAtEnd'] as const)('stands above the first message that comes where %s ends', (what) => {
    expect(after({ [what]: false }).firstId).toBeNull()
    expect(after({ [what]: false }, { rows: rowsOf(a, b) }, { rows: rowsOf(a, b, c) }).firstId).toBe(b.id)
  })

  it('stands above the first message of a room that was empty', () => {
    expect(after({ rows: rowsOf() }, { isVisible: false }, { rows: rowsOf(a) }).firstId).toBe(a.id)
  })

  it('does not stand above what one wrote oneself', () => {
    const mine = entry(self, 'mine')
    expect(after({ isVisible: false }, { rows: rowsOf(a, mine) }).firstId).toBeNull()
    expect(after({ isVisible: false }, { rows: rowsOf(a, mine, b) }).firstId).toBe(b.id)
  })

  it('stays where it is when somebody comes back and goes again', () => {
    expect(after(...RETURNED, { isVisible: false }, { rows: rowsOf(a, b, c) }).firstId).toBe(b.id)
    expect(after(...RETURNED, { isInView: true }, { isAtEnd: false }).isRead).toBe(false)
  })

  it.each([
    ['it was in view for a while', { isInView: true, hasLingered: true }],
    ['somebody answers', { isInView: true, rows: rowsOf(a, b, pending('k', 'yes')) }],
  ])('is read once %s, and keeps its place while it is in view', (_, read) => {
    expect(after(...RETURNED, read)).toMatchObject({ firstId: b.id, isRead: true })
    expect(after(...RETURNED, read, { isInView: false })).toEqual(NO_UNREAD)
  })

  it('is another one after it was read and the tab went away again', () => {
    const read = [...RETURNED, { isInView: true, hasLingered: true }] as const
    expect(after(...read, { isVisible: false }, { rows: rowsOf(a, b, c) })).toMatchObject({
      firstId: c.id,
      isRead: false,
    })
  })

  it('stands at first where the list of rooms begins to count, and is read as any other', () => {
    const come = unreadFrom(b.id)
    const look = { ...READING, rows: rowsOf(a, b, c) }
    expect(nextUnread(come, look)).toBe(come)
    expect(nextUnread(come, { ...look, isAtEnd: false }).firstId).toBe(b.id)
    const read = nextUnread(come, { ...look, isInView: true, hasLingered: true })
    expect(read).toMatchObject({ firstId: b.id, isRead: true })
    expect(nextUnread(read, look)).toEqual(NO_UNREAD)
    expect(unreadFrom(null)).toEqual(NO_UNREAD)
  })

  it('is the same object where nothing changes', () => {
    const unread = after(...RETURNED)
    expect(nextUnread(unread, { ...READING, rows: rowsOf(a, b, c) })).toBe(unread)
  })
})
