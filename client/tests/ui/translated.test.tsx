// @vitest-environment happy-dom

import { act, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { adviceFor } from '../../src/protocol/closeAdvice'
import { CloseCode } from '../../src/protocol/closeCodes.gen'
import type { Entry } from '../../src/protocol/frames.gen'
import type { RoomState, TimelineItem } from '../../src/room/state'
// Loaded before anything is timed.
import '../../src/ui/SearchResults'
import '../../src/ui/SettingsDialog'

import { measure } from '../doubles/fakeLayout'
import { textsBesideOthers, translatePage } from '../doubles/translator'
import { ana, entry, MINUTE_MS, NOON, nameless, pending, self } from './examples'
import { type FakeRoom, showForm, showRoom, user } from './fakeRoom'

/** A name as the page gives it, translated or not yet. */
const named = (name: string) => ({ name: new RegExp(`^‹?${name}›?$`) })
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', named('Message'))
const log = () => screen.getByRole('log')
/** What a reader reads, translated or not. */
const read = () => document.body.textContent.replaceAll(/[‹›]/g, '').replaceAll(/\s+/g, ' ')
const AT = new Date(NOON).toISOString()

const hers = entry(ana, 'the first, see https://example.org and `code`')
const mine = entry(self, 'the second')
const BEFORE: Partial<RoomState> = { items: [hers, mine], members: [self, ana] }

const offsetOf = (item: TimelineItem) => (item.type === 'entry' ? item.entry.offset : 0)

function changed(item: TimelineItem, change: Partial<Entry>): TimelineItem {
  return item.type === 'entry' ? { ...item, entry: { ...item.entry, ...change } } : item
}

const edited = { offset: 99, edit: 99, edited_at: AT, deleted_at: null, reactions: [] }
const reacted = (count: number) => ({
  ...edited,
  edit: null,
  edited_at: null,
  reactions: [ana, nameless, self].slice(0, count).map((who) => Object.assign({ emoji: '🎉' }, who)),
})

async function step1(press: () => Promise<unknown> | void): Promise<void> {
  await press()
  act(measure)
}

/** Press a tool of the message that says this. */
async function tool(body: string, name: string): Promise<void> {
  const row = [...log().querySelectorAll<HTMLElement>('[data-row]')].find((each) => each.textContent.includes(body))
  if (row === undefined) throw new Error(`Expected a message that says ${body}.`)
  act(() => row.focus())
  translatePage()
  await user.click(within(row).getByRole('button', named(name)))
}

type Step = (room: FakeRoom) => Promise<void> | void

interface Thing {
  readonly name: string
  /** What happens, one after another; the page is translated before each. */
  readonly steps: readonly Step[]
  /** What is read after it. */
  readonly shows?: readonly string[]
  readonly hides?: readonly string[]
}

const set =
  (change: Partial<RoomState>): Step =>
  (room) =>
    room.set(change)

const press =
  (key: string, init: KeyboardEventInit = {}): Step =>
  () =>
    void fireEvent.keyDown(document.body, { key, ...init })

const THINGS: readonly Thing[] = [
  { name: 'somebody types', steps: [set({ typing: [ana] })], shows: ['Ana is typing'] },
  { name: 'and stops', steps: [set({ typing: [ana] }), set({ typing: [] })], hides: ['typing'] },
  {
    name: 'another types with them, then many do, then one',
    steps: [
      set({ typing: [ana] }),
      set({ typing: [ana, nameless] }),
      set({ typing: [ana, nameless, self] }),
      set({ typing: [nameless] }),
    ],
    shows: ['is typing'],
    hides: ['Ana is typing', 'Several'],
  },
  { name: 'a message comes', steps: [set({ items: [hers, mine, entry(ana, 'the third')] })], shows: ['the third'] },
  {
    name: 'one is written, sent and there',
    steps: [
      () => user.type(box(), 'on its way'),
      () => user.keyboard('{Enter}'),
      set({ items: [hers, mine, pending('k', 'on its way')] }),
      set({ items: [hers, mine, entry(self, 'on its way')] }),
    ],
    shows: ['on its way'],
  },
  {
    name: 'one is refused',
    steps: [
      set({ items: [hers, mine, pending('k', 'too much')] }),
      set({ items: [hers, mine, pending('k', 'too much', 'too_long')] }),
      set({ items: [hers, mine, pending('k', 'too much', 'too_fast')] }),
    ],
    shows: ['Too many messages in a short time.'],
    hides: ['It is longer'],
  },
  {
    name: 'an own message is edited',
    steps: [set({ items: [hers, changed(mine, { body: 'the better one', changes: edited })] })],
    shows: ['the better one', '(edited)'],
    hides: ['the second'],
  },
  {
    name: 'another one is edited, from marked text to plain and back',
    steps: [
      set({ items: [changed(hers, { body: 'plain', changes: edited }), mine] }),
      set({
        items: [changed(hers, { body: 'a `b` c https://example.org d', changes: { ...edited, offset: 100 } }), mine],
      }),
    ],
    shows: ['a b c https://example.org d'],
    hides: ['plain', 'the first'],
  },
  {
    name: 'one is deleted',
    steps: [set({ items: [hers, changed(mine, { body: '', changes: { ...edited, deleted_at: AT } })] })],
    shows: ['Message deleted'],
    hides: ['the second'],
  },
  {
    name: 'a deletion is asked for, and kept',
    steps: [() => tool('the second', 'Delete'), () => pressButton('Keep it')],
  },
  {
    name: 'people react, and one takes it away',
    steps: [
      set({ items: [changed(hers, { changes: reacted(1) }), mine] }),
      set({ items: [changed(hers, { changes: reacted(3) }), mine] }),
      set({ items: [changed(hers, { changes: reacted(2) }), mine] }),
    ],
    shows: ['🎉 2'],
  },
  {
    name: 'an answer is begun, cancelled, and comes',
    steps: [
      () => tool('the first', 'Reply'),
      () => pressButton('Cancel'),
      set({ items: [hers, mine, entry(self, 'yes', NOON, { target: offsetOf(hers) })] }),
      set({
        items: [
          changed(hers, { body: 'the changed first', changes: edited }),
          mine,
          entry(self, 'yes', NOON, { target: offsetOf(hers) }),
        ],
      }),
    ],
    shows: ['In reply to Ana the changed first'],
    hides: ['Replying to'],
  },
  {
    name: 'an edit is begun, then an answer in its place',
    steps: [() => tool('the second', 'Edit'), () => tool('the first', 'Reply')],
    shows: ['Replying to Ana'],
    hides: ['Editing'],
  },
  {
    name: 'words are searched for, others, and none',
    steps: [
      press('k', { ctrlKey: true }),
      () => user.keyboard('first'),
      async () => void (await screen.findByRole('button', { name: /Ana.*the.*first/ })),
      () => user.keyboard('{Backspace>5/}second'),
      async () => void (await screen.findByText(/1 found|1 message/)),
      () => user.keyboard('x'),
    ],
    hides: ['1 found'],
  },
  {
    name: 'the connection goes and comes back',
    steps: [
      set({ connection: { phase: 'offline', since: 0 } }),
      set({
        connection: {
          phase: 'reconnecting',
          attempt: 1,
          retryAt: Date.now() + 4_000,
          since: 0,
          code: 1006,
          stranger: null,
        },
      }),
      set({ connection: { phase: 'connected' } }),
    ],
    shows: ['connected'],
    hides: ['offline'],
  },
  {
    name: 'the room is over',
    steps: [
      set({
        connection: {
          phase: 'closed',
          code: CloseCode.SESSION_REPLACED,
          advice: adviceFor(CloseCode.SESSION_REPLACED),
        },
      }),
    ],
  },
  {
    name: 'older messages are loaded, down to the first',
    steps: [
      set({ older: 'more' }),
      set({ older: 'loading' }),
      set({ older: 'start', items: [entry(ana, 'long ago', NOON - 48 * 60 * MINUTE_MS), hers, mine] }),
    ],
    shows: ['long ago', 'Start of the conversation'],
    hides: ['Loading'],
  },
  {
    name: 'people come and go, one by one and as a crowd',
    steps: [1, 2, 3, 4, 5, 6].map((count) =>
      set({
        items: [
          hers,
          ...Array.from({ length: count }, (_, index) => ({
            type: 'joined' as const,
            id: `j${index}`,
            member: { ...nameless, client_id: index + 1 },
            at: NOON,
          })),
        ],
        personCount: count,
        members: [self, ...Array.from({ length: count }, (_, index) => ({ ...nameless, client_id: index + 1 }))],
      }),
    ),
    shows: ['6 people joined'],
  },
  {
    name: 'the reader gets a name, and is called by it',
    steps: [set({ items: [hers, entry(ana, 'hello @Bo, and you')] }), set({ name: 'Bo' }), set({ name: 'Cy' })],
    shows: ['hello @Bo, and you'],
  },
  {
    name: 'the language is another',
    steps: [
      set({ typing: [ana] }),
      async () => {
        await user.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'zh')
        await screen.findByRole('combobox', { name: '语言' })
      },
    ],
    shows: ['正在输入'],
    hides: ['is typing', 'Your ID', 'Leave'],
  },
  {
    name: 'the box is nearly full, too full, and empty',
    steps: ['x'.repeat(7_990), 'x'.repeat(8_010), ''].map(
      (body): Step =>
        (room) =>
          act(() => room.setDraft({ body })),
    ),
    hides: ['characters'],
  },
  {
    name: 'a dialog opens and closes',
    steps: [
      press(',', { ctrlKey: true }),
      async () => void (await screen.findByLabelText(/Theme/)),
      () => pressButton('Close'),
    ],
  },
]

async function pressButton(name: string): Promise<void> {
  await user.click(screen.getByRole('button', named(name)))
}

describe('a page that the browser translates', () => {
  afterEach(() => vi.useRealTimers())

  it.each(THINGS)('CL17: shows what is so, and does not end, when $name', async ({ steps, shows = [], hides = [] }) => {
    const room = showRoom(BEFORE)
    for (const step of steps) {
      act(translatePage)
      await step1(async () => step(room))
      expect(textsBesideOthers()).toEqual([])
    }
    for (const text of shows) expect(read()).toContain(text)
    for (const text of hides) expect(read()).not.toContain(text)
  })

  it('CL17: tells days and times as they pass', () => {
    vi.useFakeTimers({ now: NOON })
    showRoom({ items: [hers] })
    act(translatePage)
    act(() => void vi.advanceTimersByTime(24 * 60 * MINUTE_MS))
    expect(read()).toContain('Yesterday')
    expect(read()).not.toContain('Today')
  })

  it('CL17: counts what is new below', () => {
    const items = Array.from({ length: 30 }, (_, index) => entry(ana, `message ${index}`))
    const room = showRoom({ items })
    const scroller = log()
    scroller.scrollTop = 0
    fireEvent.scroll(scroller)
    for (const count of [1, 2, 3]) {
      act(translatePage)
      room.set({ items: [...items, ...Array.from({ length: count }, (_, index) => entry(ana, `new ${index}`))] })
    }
    expect(read()).toContain('3 new messages')
    expect(textsBesideOthers()).toEqual([])
  })

  it('CL17: tells in the form what is wrong', async () => {
    showForm([])
    act(translatePage)
    await user.click(screen.getByRole('button', named('Join')))
    expect(textsBesideOthers()).toEqual([])
    act(translatePage)
    await user.type(screen.getByLabelText(/Item ID/), 'a/b')
    await user.click(screen.getByRole('button', named('Join')))
    expect(textsBesideOthers()).toEqual([])
    expect(screen.getByRole('alert').textContent).not.toBe('')
  })

  it('CL17: keeps names, IDs, emoji and code as they are', () => {
    const items = [entry(ana, 'see `code`\n```\nblock\n```', NOON, { changes: reacted(1) })]
    showRoom({ items, typing: [ana] })
    act(translatePage)
    const text = document.body.textContent
    for (const kept of ['Ana', 'code', 'block', '🎉', `${self.client_id}`, 'foo'])
      expect(text).not.toMatch(new RegExp(`‹[^›]*${kept}[^‹]*›`))
    expect(text).toContain('‹see ›')
  })
})
