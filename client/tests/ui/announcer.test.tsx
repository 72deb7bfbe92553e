// @vitest-environment happy-dom

import { act, cleanup, render } from '@testing-library/react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { TimelineItem } from '../../src/room/state'
import { Announcer } from '../../src/ui/Announcer'
import { LanguageProvider } from '../../src/ui/language/language'
import { Rows } from '../../src/ui/rows'
import { ana, entry, NOON, self } from './examples'

/** A list that is drawn anew with each item that comes. */
function listOf(first: readonly TimelineItem[]) {
  const rows = new Rows()
  let items = [...first]
  let epoch = 'epoch-1'
  return {
    drawn: () => (
      <LanguageProvider>
        <Announcer rows={rows.of([...items], self)} epoch={epoch} isJoined />
      </LanguageProvider>
    ),
    come: (item: TimelineItem) => void items.push(item),
    /** As after an absence that could not be resumed: the newest page takes the place of all. */
    replace: (others: readonly TimelineItem[], otherEpoch = epoch) => {
      items = [{ type: 'break', id: 'break', at: NOON }, ...others]
      epoch = otherEpoch
    },
    change: (item: TimelineItem, other: TimelineItem) => void items.splice(items.indexOf(item), 1, other),
  }
}

const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms))

beforeEach(() => vi.useFakeTimers())

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('what others write', () => {
  it('is said soon, and history is not', () => {
    const list = listOf([entry(ana, 'long ago')])
    const { container, rerender } = render(list.drawn())
    pass(1_000)
    expect(container.textContent).toBe('')
    list.come(entry(ana, 'hello'))
    list.come(entry(self, 'mine'))
    rerender(list.drawn())
    pass(250)
    expect(container.textContent).toBe('Ana: hello')
    pass(5_000)
    expect(container.textContent).toBe('')
  })

  it('CL20: is said as it stands then, and not at all once it was deleted', () => {
    const list = listOf([entry(ana, 'long ago')])
    const { container, rerender } = render(list.drawn())
    const call = entry(ana, 'secret')
    list.come(call)
    rerender(list.drawn())
    pass(250)
    expect(container.textContent).toBe('Ana: secret')
    if (call.type !== 'entry') throw new Error('Expected an entry.')
    const deleted_at = '2026-01-01T00:00:00Z'
    const changes = { offset: 99, edit: null, edited_at: null, deleted_at, reactions: [] }
    list.change(call, { ...call, entry: { ...call.entry, body: '', changes } })
    rerender(list.drawn())
    expect(container.textContent).toBe('')
  })

  it('is counted where much comes at once, however often the list is drawn for it', () => {
    // As a browser does it, which has no `act` around it: what an effect puts off is due in a task that does not come.
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false)
    const list = listOf([entry(ana, 'long ago')])
    const place = document.createElement('div')
    const root = createRoot(place)
    flushSync(() => root.render(list.drawn()))
    for (let number = 0; number < 200; number += 1) {
      list.come(entry(ana, `flood ${number}`))
      list.come({ type: 'joined', id: `line-${number}`, member: { ...ana, client_id: 1_000 + number }, at: NOON })
      flushSync(() => root.render(list.drawn()))
    }
    flushSync(() => void vi.advanceTimersByTime(250))
    expect(place.textContent).toBe('200 new messages')
    flushSync(() => root.unmount())
  })

  it('is counted from below where the list begins after a gap: more may have been missed', () => {
    const list = listOf([entry(ana, 'long ago')])
    const { container, rerender } = render(list.drawn())
    const missed = Array.from({ length: 261 }, (_, number) => entry(ana, `missed ${number}`))
    list.replace(missed.slice(-100))
    rerender(list.drawn())
    pass(250)
    expect(container.textContent).toBe('At least 100 new messages')
    pass(5_000)
    for (let number = 0; number < 4; number += 1) list.come(entry(ana, `later ${number}`))
    rerender(list.drawn())
    pass(250)
    expect(container.textContent).toBe('4 new messages')
  })

  it('is counted in full where the newest page reaches back to what was heard', () => {
    const heard = entry(ana, 'long ago')
    const list = listOf([heard])
    const { container, rerender } = render(list.drawn())
    const missed = Array.from({ length: 9 }, (_, number) => entry(ana, `missed ${number}`))
    list.replace([heard, ...missed])
    rerender(list.drawn())
    pass(250)
    expect(container.textContent).toBe('9 new messages')
  })

  it('is found again by its time in another epoch, whose offsets are others', () => {
    const list = listOf([entry(ana, 'long ago', NOON, { offset: 5_000 })])
    const { container, rerender } = render(list.drawn())
    const restored = entry(ana, 'long ago', NOON, { offset: 1 })
    const missed = [2, 3].map((offset) => entry(ana, `missed ${offset}`, NOON + offset, { offset }))
    list.replace([restored, ...missed], 'epoch-2')
    rerender(list.drawn())
    pass(250)
    expect(container.textContent).toBe('Ana: missed 2Ana: missed 3')
  })
})
