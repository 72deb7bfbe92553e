/** People, messages and states to show. */

import type { Entry, Member } from '../../src/protocol/frames.gen'
import type { RoomState, TimelineItem } from '../../src/room/state'

/** Midday, so that no time zone moves a test over midnight. */
export const NOON = new Date(2026, 10, 23, 12, 0).getTime()
export const MINUTE_MS = 60_000

export const self: Member = { client_id: 1596980209979, author: null, name: null }
export const ana: Member = { client_id: 7141, author: 'ana', name: 'Ana' }
export const nameless: Member = { client_id: 4211596980209, author: null, name: null }

export const JOINED: RoomState = {
  itemId: 'foo',
  connection: { phase: 'connected' },
  clientId: self.client_id,
  author: null,
  name: null,
  store: 'ok',
  isStoreFull: false,
  epoch: 'epoch-1',
  items: [],
  revision: 0,
  seenAt: null,
  members: [self, ana],
  personCount: 2,
  serverLead: 0,
  typing: [],
  older: 'start',
  reaching: null,
  bodyLengthLimit: 8_000,
}

export const JOINING: RoomState = {
  ...JOINED,
  connection: { phase: 'connecting' },
  clientId: null,
  epoch: null,
  members: [],
  personCount: 0,
  older: 'loading',
}

let lastOffset = 0

export function entry(person: Member, body: string, at = NOON, more: Partial<Entry> = {}): TimelineItem {
  lastOffset += 1
  const key = lastOffset.toString(16).padStart(32, '0')
  const timed = { offset: lastOffset, key, kind: 'message', target: null, body, at: new Date(at).toISOString() }
  const own = person.client_id === self.client_id
  return { type: 'entry', id: key, own, entry: { ...timed, ...person, ...more } }
}

export function pending(key: string, body: string, error: string | null = null): TimelineItem {
  const status = error === null ? 'sending' : 'failed'
  return { type: 'pending', id: key, key, target: null, body, status, error, writtenAt: NOON }
}
