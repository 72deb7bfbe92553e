import { describe, expect, it } from 'vitest'

import type { TimelineItem } from '../../src/room/state'
import { type Row, type RowList, Rows } from '../../src/ui/rows'
import { chance } from '../doubles/chance'
import { EPOCH } from '../doubles/frames'
import { History } from '../doubles/history'
import { join } from '../doubles/joining'
import { self } from './examples'

const PAGE = 15

const listed = (rows: RowList): readonly Row[] =>
  Array.from({ length: rows.length }, (_, index) => rows.at(index)).filter((row) => row !== undefined)

/** A room that is joined late, in which whatever can happen to a list happens by chance. */
function liveRoom(random: () => number) {
  const history = new History(random)
  while (history.head < 60) history.append()
  const { head } = history
  const { room, socket } = join({ page: [...history.read(head - PAGE + 1, head, head)], head })
  const pick = () => Math.floor(random() * history.head) + 1
  const failedKeys = () => room.getState().items.flatMap(failedIn)
  const refuse = () => {
    const ref = socket.sentOf('send').at(-1)?.ref ?? 0
    const rest = { message: '', location: null, temporary: false, retry_after_ms: null }
    socket.say({ type: 'error', ref, code: 'bad_target', ...rest })
  }
  const hear = () => {
    history.append()
    for (const said of history.read(history.head, history.head, history.head)) socket.say({ ...said, type: 'entry' })
  }
  const loadOlder = () => {
    room.loadOlder()
    const { ref = 0, before } = socket.sentOf('read').at(-1) ?? {}
    const to = (before ?? 1) - 1
    const entries = [...history.read(to - PAGE + 1, to, history.head)]
    socket.say({ type: 'page', ref, epoch: EPOCH, entries, oldest: 1, head: history.head })
  }
  const steps: readonly (() => void)[] = [
    hear,
    hear,
    hear,
    loadOlder,
    refuse,
    () => room.send('mine'),
    () => room.react(pick(), '🎉'),
    () => room.edit(pick(), 'better'),
    () =>
      failedKeys()
        .slice(0, 1)
        .forEach((key) => room.retry(key)),
    () =>
      failedKeys()
        .slice(0, 1)
        .forEach((key) => room.discard(key)),
  ]
  return { room, step: () => steps[Math.floor(random() * steps.length)]?.() }
}

function failedIn(item: TimelineItem): readonly string[] {
  if (item.type === 'pending') return item.status === 'failed' ? [item.key] : []
  const changes = item.type === 'entry' ? (item.underWay ?? []) : []
  return changes.filter(({ status }) => status === 'failed').map(({ key }) => key)
}

describe('rows of a room that lives', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))('are those of its list made afresh: seed %i', (seed) => {
    const random = chance(seed)
    const { room, step } = liveRoom(random)
    const rows = new Rows()
    let forgotten = 0
    for (let count = 0; count < 150; count += 1) {
      step()
      // A tab that stays open for long forgets the oldest lines.
      if (random() < 0.02) forgotten += 5
      const items = room.getState().items.slice(forgotten)
      expect(listed(rows.of(items, self))).toEqual(listed(new Rows().of(items, self)))
    }
  })
})
