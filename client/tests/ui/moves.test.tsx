// @vitest-environment happy-dom

import { act, cleanup, fireEvent, render } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Member } from '../../src/protocol/frames.gen'
import type { TimelineItem } from '../../src/room/state'
import { LanguageProvider } from '../../src/ui/language/language'
import { Moves } from '../../src/ui/Moves'
import { MovesAnnouncer } from '../../src/ui/MovesAnnouncer'
import { type Move, Rows } from '../../src/ui/rows'
import { ana, entry, NOON, nameless, self } from './examples'

const GATHER_MS = 4_000
const PAUSE_MS = 30_000

const someone = (id: number): Member => ({ client_id: id, author: null, name: `P${id}` })

let lines = 0
function move(type: 'joined' | 'left', member: Member): Move {
  lines += 1
  return { type, id: `line-${lines}`, member, at: NOON }
}
const joined = (...ids: readonly number[]) => ids.map((id) => move('joined', someone(id)))
const left = (...ids: readonly number[]) => ids.map((id) => move('left', someone(id)))

/** A list that a screen reader listens to, and what is to be heard. */
function listen(first: readonly TimelineItem[] = [], isThere = true) {
  const rows = new Rows()
  let items = [...first]
  const drawn = () => (
    <LanguageProvider>
      <MovesAnnouncer rows={rows.of([...items], self)} isJoined={isThere} />
    </LanguageProvider>
  )
  const { container, rerender } = render(drawn())
  return {
    heard: () => container.textContent,
    come: (...more: readonly (readonly TimelineItem[])[]) => {
      for (const each of more.flat()) {
        items.push(each)
        rerender(drawn())
      }
    },
    join: () => {
      isThere = true
      rerender(drawn())
    },
    /** The list is another one. */
    replace: (others: readonly TimelineItem[]) => {
      items = [...others]
      rerender(drawn())
    },
  }
}

const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms))

beforeEach(() => vi.useFakeTimers())

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

describe('who comes and goes', () => {
  it('is said of one by name, after a while and for a while', () => {
    const { heard, come } = listen()
    come([move('joined', ana)])
    pass(GATHER_MS - 1)
    expect(heard()).toBe('')
    pass(1)
    expect(heard()).toBe('Ana joined the chat')
    pass(5_000)
    expect(heard()).toBe('')
  })

  it('is gathered', () => {
    const { heard, come } = listen()
    come(joined(1, 2, 3))
    pass(GATHER_MS / 2)
    come([entry(ana, 'hello')], joined(4), left(8, 9))
    pass(GATHER_MS / 2)
    expect(heard()).toBe('4 people joined, 2 left')
  })

  it('is not said of whoever came and went again, once for whoever came twice', () => {
    const { heard, come } = listen()
    come(joined(1), left(1), left(2), joined(2), joined(3), left(3), joined(3), joined(4))
    pass(GATHER_MS)
    expect(heard()).toBe('2 people joined')
  })

  it('is not said of whoever left in one tab and came in another', () => {
    const { heard, come } = listen()
    const [phone, desk] = [1, 2].map((id) => ({ client_id: id, author: 'ana', name: 'Ana' }))
    come([move('joined', phone ?? ana), move('left', desk ?? ana)], joined(3))
    pass(GATHER_MS)
    expect(heard()).toBe('P3 joined the chat')
  })

  it('is said twice a minute at most, however busy the room is', () => {
    const { heard, come } = listen()
    const said: string[] = []
    let before: string | null = ''
    for (let second = 0; second < 120; second += 1) {
      come(joined(1_000 + second), [entry(ana, 'talk'), entry(self, 'talk')])
      pass(1_000)
      const now = heard() ?? ''
      if (now !== '' && before === '') said.push(now)
      before = now
    }
    expect(said[0]).toBe('4 people joined')
    expect(said.length).toBeLessThanOrEqual(1 + 120_000 / PAUSE_MS)
    const counted = said.map((words) => Number.parseInt(words, 10))
    // All of them but those who still wait for their time.
    expect(counted.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(90)
  })

  it('is not said of what stood there at first, or before the room was joined', () => {
    const first = listen([...joined(1, 2), entry(ana, 'hello'), ...left(1)])
    pass(PAUSE_MS)
    expect(first.heard()).toBe('')
    const early = listen([], false)
    early.come(joined(1, 2))
    early.join()
    pass(PAUSE_MS)
    expect(early.heard()).toBe('')
    first.come([move('left', nameless)])
    pass(GATHER_MS)
    expect(first.heard()).toBe('Client #4211596980209 left the chat')
  })

  it('is not said again where older messages come in above, or the list is another one', () => {
    const { heard, come, replace } = listen()
    const there = [entry(ana, 'hello'), ...joined(1, 2)]
    come(there)
    pass(GATHER_MS)
    pass(PAUSE_MS)
    replace([entry(ana, 'earlier'), ...there])
    pass(PAUSE_MS)
    expect(heard()).toBe('')
    replace([entry(ana, 'much later')])
    pass(PAUSE_MS)
    expect(heard()).toBe('')
  })
})

describe('a crowd in one line', () => {
  it('costs no elements while it is closed, and a bounded number once it is opened', () => {
    const ids = Array.from({ length: 5_000 }, (_, index) => index)
    const row = { type: 'moves', id: 'row', at: NOON, items: [...joined(...ids), ...left(...ids)] } as const
    const { container, getByRole } = render(
      <LanguageProvider>
        <Moves row={row} />
      </LanguageProvider>,
    )
    expect(container.textContent).toBe('5000 people joined, 5000 left')
    const details = getByRole('group')
    details.setAttribute('open', '')
    fireEvent(details, new Event('toggle'))
    const listed = [...container.querySelectorAll('p')].map(({ textContent }) => textContent)
    expect([listed.length, listed.at(-1)]).toEqual([200, 'P4999 left the chat'])
  })
})
