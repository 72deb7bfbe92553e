/** Frames as a server would say them, with only what a test cares about spelled out. */

import type { Entry, EntryFrame, Member, Welcome } from '../../src/protocol/frames.gen'

export const SELF = 1001
export const OTHER = 2002
export const EPOCH = 'epoch-1'

/** 32 hexadecimal digits that end in this number. */
export const keyOf = (number: number): string => `f${String(number).padStart(31, '0')}`

export function member(client_id: number, name: string | null = null): Member {
  return { client_id, author: null, name }
}

export function entry(offset: number, overrides: Partial<Entry> = {}): Entry {
  return {
    offset,
    key: keyOf(offset),
    kind: 'message',
    client_id: OTHER,
    author: null,
    name: null,
    target: null,
    body: `message ${offset}`,
    at: '2026-01-01T00:00:00Z',
    ...overrides,
  }
}

export function entryFrame(offset: number, overrides: Partial<Entry> = {}): EntryFrame {
  return { ...entry(offset, overrides), type: 'entry' }
}

/** The entries from one offset to another, both included. */
export function entries(from: number, to: number): readonly Entry[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => entry(from + index))
}

export function welcome(overrides: Partial<Welcome> = {}): Welcome {
  const page = overrides.page === undefined ? [] : overrides.page
  return {
    type: 'welcome',
    contract: 1,
    client_id: SELF,
    author: null,
    name: null,
    item_id: 'foo',
    resume_token: 'token-of-self',
    epoch: EPOCH,
    head: page?.at(-1)?.offset ?? 0,
    oldest: 1,
    recovered: null,
    page,
    store: 'ok',
    members: [member(SELF)],
    member_count: 1,
    limits: {
      frame_bytes: 131_072,
      body_length: 8_000,
      page_entries: 100,
      replay_entries: 1_000,
      pending_sends: 32,
      listed_members: 100,
      messages_per_second: 20,
      message_burst: 40,
    },
    heartbeat_seconds: 20,
    ...overrides,
  }
}
