/** A room that a test drives by hand, and the page around it. */

import { act, cleanup, render } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach } from 'vitest'

import { addressBar } from '../../src/room/addressBar'
import { KeptDraft } from '../../src/room/draft'
import type { Join } from '../../src/room/launch'
import { RoomList } from '../../src/room/roomList'
import { KeptSettings } from '../../src/room/settings'
import type { SidePages } from '../../src/room/sidePages'
import type { Draft, JoinedRoom, RoomState } from '../../src/room/state'
import { App } from '../../src/ui/App'
import type { Prefilled } from '../../src/ui/JoinForm'
import { LanguageProvider } from '../../src/ui/language/language'
import { type FakeEnvironment, FakeStore, fakeEnvironment } from '../doubles/fakeEnvironment'
import { layOut, measure } from '../doubles/fakeLayout'
import { JOINED } from './examples'

/** Types and clicks without a pause between the keys. */
export const user = userEvent.setup({ delay: null })

/** Keeps what it is told in `calls`, and shows the state that it is set to. */
export class FakeRoom implements JoinedRoom {
  readonly calls: string[] = []
  /** False where it finds nothing to edit. */
  takesEdits = true
  #state: RoomState
  readonly #draft = new KeptDraft(new FakeStore(), 'foo')
  readonly #listeners = new Set<() => void>()

  constructor(state: Partial<RoomState> = {}) {
    this.#state = { ...JOINED, ...state }
  }

  set(change: Partial<RoomState>): void {
    this.#state = { ...this.#state, ...change }
    act(() => {
      for (const listener of this.#listeners) listener()
    })
    act(measure)
  }

  getState(): RoomState {
    return this.#state
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  send(body: string, replyTo?: number): void {
    this.calls.push(replyTo === undefined ? `send ${body}` : `send ${body} to ${replyTo}`)
  }

  edit(offset: number, body: string): boolean {
    this.calls.push(`edit ${offset} ${body}`)
    return this.takesEdits
  }

  remove(offset: number): void {
    this.calls.push(`remove ${offset}`)
  }

  react(offset: number, emoji: string): void {
    this.calls.push(`react ${offset} ${emoji}`)
  }

  unreact(offset: number, emoji: string): void {
    this.calls.push(`unreact ${offset} ${emoji}`)
  }

  reach(offset: number): void {
    this.calls.push(`reach ${offset}`)
  }

  openPages(): SidePages {
    return { read: () => false, stop: () => {}, close: () => {} }
  }

  retry(key: string): void {
    this.calls.push(`retry ${key}`)
  }

  discard(key: string): void {
    this.calls.push(`discard ${key}`)
  }

  loadOlder(): void {
    this.calls.push('loadOlder')
  }

  dropOlder(offset: number): void {
    this.calls.push(`dropOlder ${offset}`)
  }

  setTyping(active: boolean): void {
    this.calls.push(`setTyping ${active}`)
  }

  tryNow(): void {
    this.calls.push('tryNow')
  }

  rename(name: string | null): void {
    this.calls.push(`rename ${name}`)
  }

  leave(): void {
    this.calls.push('leave')
  }

  end(): void {
    this.calls.push('end')
  }

  getDraft(): Draft {
    return this.#draft.getDraft()
  }

  setDraft(change: Partial<Draft>): void {
    this.#draft.setDraft(change)
  }

  onDraft(listener: () => void): () => void {
    return this.#draft.onDraft(listener)
  }
}

/** Shows the page in a room that a reload joined again. */
export function showRoom(state: Partial<RoomState> = {}): FakeRoom {
  const room = new FakeRoom(state)
  renderPage({ launched: room, next: [], recent: [] })
  return room
}

/** Shows the form; each join leads to the next of `next`. Returns what was asked for. */
export function showForm(next: readonly FakeRoom[], recent: readonly string[] = []): readonly Join[] {
  return renderPage({ launched: null, next, recent })
}

const NOTHING: Prefilled = { itemId: '', name: null }

export type Follow = (asked: Join) => void

interface Scene {
  /** Whoever is called with a link that is opened in this tab is put in here. */
  readonly links?: Follow[]
  /** The tab, for whoever looks at its address bar. */
  readonly tab?: FakeEnvironment
  readonly launched: FakeRoom | null
  readonly next: readonly FakeRoom[]
  readonly recent: readonly string[]
  /** What a link left in the form. */
  readonly prefilled?: Prefilled
}

export function renderPage(scene: Scene): readonly Join[] {
  const { launched, next, recent, links = [], tab = fakeEnvironment(), prefilled = NOTHING } = scene
  const asked: Join[] = []
  const join = (request: Join) => {
    const room = next[asked.length]
    asked.push(request)
    if (room === undefined) throw new Error(`Expected ${next.length} joins, got one more.`)
    return room
  }
  const begun = launched && { itemId: launched.getState().itemId, token: 't', name: null }
  const begins = launched === null ? [] : [launched]
  const rooms = new RoomList(tab.tabStore, (request) => begins.shift() ?? join(request))
  rooms.begin({ join: begun, kept: [], itemId: '', name: null, recent })
  const onLink = (follow: Follow) => {
    links.push((request) => act(() => follow(request)))
    return () => links.splice(0)
  }
  render(
    <LanguageProvider>
      <App
        rooms={rooms}
        settings={new KeptSettings(tab.browserStore)}
        address={{ ...addressBar(tab), onLink }}
        stores={[tab.tabStore, tab.browserStore]}
        prefilled={prefilled}
        recentItems={() => recent}
      />
    </LanguageProvider>,
  )
  act(measure)
  return asked
}

beforeEach(layOut)

afterEach(() => {
  cleanup()
  localStorage.clear()
})
