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
  const items = [...first]
  return {
    drawn: () => (
      <LanguageProvider>
        <Announcer rows={rows.of([...items], self)} isJoined />
      </LanguageProvider>
    ),
    come: (item: TimelineItem) => void items.push(item),
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
})
