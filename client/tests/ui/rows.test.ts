import { describe, expect, it } from 'vitest'

import type { TimelineItem } from '../../src/room/state'
import { type Row, type RowList, Rows } from '../../src/ui/rows'
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
