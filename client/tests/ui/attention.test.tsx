// @vitest-environment happy-dom

import { act } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { TimelineItem } from '../../src/room/state'
import { fakeEnvironment } from '../doubles/fakeEnvironment'
import { ana, entry, nameless } from './examples'
import { FakeRoom, renderPage } from './fakeRoom'

class Shown {
  static permission = 'granted'
  static open = new Map<string, string>()
  readonly #tag: string

  constructor(_: string, { body = '', tag = '' }: NotificationOptions) {
    this.#tag = tag
    Shown.open.set(tag, body)
  }

  close(): void {
    Shown.open.delete(this.#tag)
  }
}

function look(isLooked: boolean): void {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(!isLooked)
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
}

const settled = () => act(() => vi.dynamicImportSettled())
const open = () => [...Shown.open.values()]

/** The page of somebody called Ben, who has asked to be told of mentions. */
function page(): FakeRoom {
  const tab = fakeEnvironment()
  tab.browserStore.set('parley:settings', JSON.stringify({ notifies: true }))
  const room = new FakeRoom({ name: 'Ben', items: [entry(nameless, 'before')] })
  renderPage({ launched: room, next: [], recent: [], tab })
  return room
}

/** Ben does not look, and is called. */
async function away(): Promise<{ room: FakeRoom; call: TimelineItem }> {
  const room = page()
  await settled()
  look(false)
  const call = entry(ana, 'secret, @Ben')
  room.set({ items: [...room.getState().items, call] })
  await settled()
  return { room, call }
}

function replace(room: FakeRoom, item: TimelineItem, body: string, deleted_at: string | null): void {
  if (item.type !== 'entry') throw new Error('Expected an entry.')
  const changes = { offset: 99, edit: null, edited_at: null, deleted_at, reactions: [] }
  const changed: TimelineItem = { ...item, entry: { ...item.entry, body, changes } }
  const items = room.getState().items.map((each) => (each === item ? changed : each))
  room.set({ items, revision: room.getState().revision + 1 })
}

beforeEach(() => {
  Shown.open.clear()
  vi.stubGlobal('Notification', Shown)
})

afterEach(() => {
  Reflect.deleteProperty(navigator, 'serviceWorker')
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('what calls somebody who does not look', () => {
  it('CL20: goes with its message: the notification, the count in the title', async () => {
    const { room, call } = await away()
    expect([open(), document.title]).toEqual([['secret, @Ben'], '(1) foo · Parley'])
    replace(room, call, '', '2026-01-01T00:00:00Z')
    await settled()
    expect([open(), document.title]).toEqual([[], 'foo · Parley'])
  })

  it('CL20: says what its message says now', async () => {
    const { room, call } = await away()
    replace(room, call, 'mended, @Ben', null)
    await settled()
    expect(open()).toEqual(['mended, @Ben'])
  })

  it('CL20: goes when the message calls nobody any more', async () => {
    const { room, call } = await away()
    replace(room, call, 'never mind', null)
    await settled()
    expect([open(), document.title]).toEqual([[], '(1) foo · Parley'])
  })

  it('CL20: goes when the room is read', async () => {
    await away()
    look(true)
    await settled()
    expect([open(), document.title]).toEqual([[], 'foo · Parley'])
  })

  it('CL20: goes when the room is read in this tab, whichever had asked the worker for it', async () => {
    const told: unknown[] = []
    const active = { postMessage: (message: unknown) => told.push(message) }
    const serviceWorker = Object.assign(new EventTarget(), { getRegistration: async () => ({ active }) })
    Object.defineProperty(navigator, 'serviceWorker', { value: serviceWorker, configurable: true })
    page()
    await settled()
    await vi.waitFor(() => expect(told).toEqual([{ type: 'hide_notice', itemId: 'foo' }]))
  })
})

describe('the title', () => {
  it('says that there may be more than it counts, after a gap', async () => {
    const { room } = await away()
    entry(ana, 'missed')
    room.set({ items: [entry(ana, 'one'), entry(nameless, 'two')], older: 'more' })
    expect(document.title).toBe('(2+) foo · Parley')
  })
})
