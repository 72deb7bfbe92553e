import { describe, expect, it } from 'vitest'

import type { TimelineItem } from '../../src/room/state'
import { type Row, type RowList, Rows } from '../../src/ui/rows'
import { chance } from '../doubles/chance'
import { ana, entry, MINUTE_MS, NOON, nameless, pending, self } from './examples'

const DAY_MS = 24 * 60 * MINUTE_MS

const listed = (rows: RowList): readonly Row[] =>
  Array.from({ length: rows.length }, (_, index) => rows.at(index)).filter((row) => row !== undefined)
const rowsOf = (items: readonly TimelineItem[], reader = self) => listed(new Rows().of(items, reader))

function opens(items: readonly TimelineItem[]): readonly boolean[] {
  const messages = rowsOf(items, self).filter((row): row is Extract<Row, { type: 'message' }> => row.type === 'message')
  return messages.map((row) => row.opensGroup)
}

describe('rows', () => {
  it('put a day above the first message of each day', () => {
    const rows = rowsOf([entry(ana, 'a'), entry(ana, 'b'), entry(ana, 'c', NOON + DAY_MS)], self)
    expect(rows.map((row) => row.type)).toEqual(['day', 'message', 'message', 'day', 'message'])
  })

  it('put messages of one author within five minutes under one name', () => {
    const times = [0, 1, 5, 11].map((minutes) => NOON + minutes * MINUTE_MS)
    expect(opens(times.map((at) => entry(ana, 'x', at)))).toEqual([true, false, false, true])
  })

  it('open a group for another author', () => {
    expect(opens([entry(ana, 'a'), entry(nameless, 'b'), entry(ana, 'c')])).toEqual([true, true, true])
  })

  it('open a group below a line that nobody wrote', () => {
    const left: TimelineItem = { type: 'left', id: 'l', member: nameless, at: NOON }
    expect(opens([entry(ana, 'a'), left, entry(ana, 'b')])).toEqual([true, true])
  })

  it('put what is being sent under the own name', () => {
    expect(opens([entry(self, 'a'), pending('k', 'b')])).toEqual([true, false])
  })

  it('keep the name of a message that went from sending to sent', () => {
    const sent = entry(self, 'a')
    const [, before] = rowsOf([pending(sent.id, 'a')], self)
    const [, after] = rowsOf([sent], self)
    expect(after?.id).toBe(before?.id)
  })
})

const move = (type: 'joined' | 'left', number: number, at = NOON): TimelineItem => ({
  type,
  id: `${type} ${number}`,
  member: { ...nameless, client_id: number },
  at,
})

describe('who comes and goes', () => {
  const crowd = [move('joined', 1), move('joined', 2), move('left', 1), move('joined', 3)]

  it('stands line by line where they are few', () => {
    expect(rowsOf(crowd.slice(0, 3)).map((row) => row.type)).toEqual(['day', 'line', 'line', 'line'])
  })

  it('is gathered where more stand together', () => {
    const [, row] = rowsOf(crowd)
    expect(row).toMatchObject({ type: 'moves', id: 'joined 1', items: crowd })
  })

  it('is gathered again where more come, and only between two messages', () => {
    const rows = new Rows()
    rows.of(crowd.slice(0, 3), self)
    expect(listed(rows.of(crowd, self)).map((row) => row.type)).toEqual(['day', 'moves'])
    const more = [...crowd, entry(ana, 'a'), ...[5, 6, 7].map((number) => move('left', number))]
    const types = listed(rows.of(more, self)).map((row) => row.type)
    expect(types).toEqual(['day', 'moves', 'message', 'line', 'line', 'line'])
  })

  it('is gathered for each day by itself', () => {
    const next = [11, 12, 13, 14].map((number) => move('left', number, NOON + DAY_MS))
    expect(rowsOf([...crowd, ...next]).map((row) => row.type)).toEqual(['day', 'moves', 'day', 'moves'])
  })
})

describe('rows of a list that goes on', () => {
  const PEOPLE = [ana, nameless, self]

  function anyItem(random: () => number, at: number, id: number): TimelineItem {
    const person = PEOPLE[Math.floor(random() * PEOPLE.length)] ?? ana
    const which = random()
    if (which < 0.5) return entry(person, `${id}`, at)
    if (which < 0.6) return pending(`k${id}`, 'p')
    return move(which < 0.85 ? 'joined' : 'left', id, at)
  }

  /** Something comes at the end, at the top, goes, or is another than it was. */
  function changed(items: readonly TimelineItem[], random: () => number, step: number): readonly TimelineItem[] {
    const at = NOON + Math.floor(step / 3) * 2 * MINUTE_MS + (step > 30 ? DAY_MS : 0)
    const fresh = Array.from({ length: 1 + Math.floor(random() * 5) }, (_, index) =>
      anyItem(random, at, step * 10 + index),
    )
    const which = random()
    const index = Math.floor(random() * items.length)
    if (which < 0.6) return [...items, ...fresh]
    if (which < 0.75) return [...fresh, ...items]
    if (which < 0.85) return items.filter((_, each) => each !== index)
    return items.map((item, each) => (each === index ? anyItem(random, at, step * 10 + 9) : item))
  }

  it.each(Array.from({ length: 100 }, (_, seed) => seed))('are those of a list made afresh: seed %i', (seed) => {
    const random = chance(seed)
    const rows = new Rows()
    let items: readonly TimelineItem[] = []
    for (let step = 0; step < 60; step += 1) {
      items = changed(items, random, step)
      expect(listed(rows.of(items, self))).toEqual(rowsOf(items))
    }
  })

  it('stay the same objects where they show the same', () => {
    const rows = new Rows()
    const items = [entry(ana, 'a'), entry(ana, 'b')]
    const [, a, b] = listed(rows.of(items, self))
    const older = entry(nameless, 'older')
    const later = listed(rows.of([older, ...items], self))
    expect(later[2]).toBe(a)
    expect(later[3]).toBe(b)
    expect(listed(rows.of([older, ...items, entry(ana, 'c')], self))[3]).toBe(b)
  })

  it('are drawn under the name that the reader has now', () => {
    const rows = new Rows()
    const items = [pending('k', 'p')]
    rows.of(items, self)
    expect(listed(rows.of(items, ana))[1]).toMatchObject({ person: ana })
  })
})
