import { describe, expect, it } from 'vitest'

import { CloseCode } from '../../src/protocol/closeCodes.gen'
import { joinRoom } from '../../src/room/joinRoom'
import type { Draft } from '../../src/room/state'
import { MAX_DRAFT_LENGTH } from '../../src/room/text'
import { comeBack, greet, join } from '../doubles/joining'

const NOTHING: Draft = { body: '', replyTo: null, edit: null }
const ANSWER: Draft = { body: 'half a sent', replyTo: 3, edit: null }
const EDIT: Draft = { ...NOTHING, edit: { offset: 3, text: 'bett' } }

describe('a draft', () => {
  it.each([
    ['a message', { ...NOTHING, body: 'half a sent' }],
    ['an answer', ANSWER],
    ['an edit that nobody has begun to type', { ...NOTHING, edit: { offset: 3, text: null } }],
    ['an edit, with the answer that waits behind it', { ...ANSWER, ...EDIT, body: 'half a sent' }],
  ])('CL10: is there again after a reload, for its author in its item: %s', (_, draft) => {
    const first = join({ author: 'ana' })
    first.room.setDraft(draft)
    const reloaded = join({ author: 'ana' }, first.tab.reload())
    expect(reloaded.room.getDraft()).toEqual(draft)
    const other = join({ author: 'bob' }, reloaded.tab.reload())
    expect(other.room.getDraft()).toEqual(NOTHING)
    const elsewhere = join({ author: 'ana' }, other.tab.reload(), { itemId: 'bar' })
    expect(elsewhere.room.getDraft()).toEqual(NOTHING)
  })

  it.each([
    ['a message', (text: string): Draft => ({ ...NOTHING, body: text })],
    ['an edit', (text: string): Draft => ({ ...NOTHING, edit: { offset: 3, text } })],
  ])('CL15: is cut to a bound, typed or kept: %s', (_, draftOf) => {
    const first = join({ author: 'ana' })
    first.room.setDraft(draftOf(`${'x'.repeat(MAX_DRAFT_LENGTH - 1)}\u{1f44d}${'x'.repeat(5_000_000)}`))
    expect(first.room.getDraft()).toEqual(draftOf('x'.repeat(MAX_DRAFT_LENGTH - 1)))
    const thumb = `\u{1f44d}${'\u{1f3fd}'.repeat(63)}`
    first.room.setDraft(draftOf(thumb + '\u{1f3fd}'.repeat(7_000)))
    expect(first.room.getDraft()).toEqual(draftOf(`${thumb}\u200b`))
    // Another release may have kept more.
    const tab = first.tab.reload()
    const key = tab.tabStore.keys().find((each) => each.includes('draft')) ?? ''
    tab.tabStore.set(key, (tab.tabStore.get(key) ?? '').replace(thumb, 'y'.repeat(1_000_000)))
    expect(join({ author: 'ana' }, tab).room.getDraft()).toEqual(draftOf('y'.repeat(MAX_DRAFT_LENGTH)))
  })

  it('goes before the kept one where something was typed before the welcome', () => {
    const first = join()
    first.room.setDraft(ANSWER)
    const tab = first.tab.reload()
    const room = joinRoom({ itemId: 'foo', token: 'secret' }, tab)
    room.setDraft({ body: 'new' })
    greet(tab)
    expect(room.getDraft()).toEqual({ ...NOTHING, body: 'new' })
  })

  it('tells whoever follows it, also of what was kept', () => {
    const first = join()
    first.room.setDraft(ANSWER)
    const tab = first.tab.reload()
    const room = joinRoom({ itemId: 'foo', token: 'secret' }, tab)
    const seen: Draft[] = []
    room.onDraft(() => seen.push(room.getDraft()))
    greet(tab)
    room.setDraft({ body: 'half a sentence' })
    expect(seen).toEqual([ANSWER, { ...ANSWER, body: 'half a sentence' }])
  })

  it.each([
    ['an answer stays a message', ANSWER, { ...NOTHING, body: 'half a sent' }],
    ['an edit becomes one', EDIT, { ...NOTHING, body: 'bett' }],
    [
      'a message that waits behind an edit has it below',
      { ...ANSWER, ...EDIT, body: 'mine' },
      { ...NOTHING, body: 'mine\nbett' },
    ],
  ])('is for no message of another epoch, there or after a reload: %s', (_, draft, untied) => {
    const another = { epoch: 'epoch-2', recovered: false, page: [], head: 0 }
    const { room, tab } = join()
    room.setDraft(draft)
    comeBack(tab, another)
    expect(room.getDraft()).toEqual(untied)
    room.setDraft(draft)
    expect(join({}, tab.reload()).room.getDraft()).toEqual(untied)
  })

  it('leaves nothing behind when it is empty, or the room was left', () => {
    const { room, tab } = join()
    const before = tab.tabStore.keys()
    for (const draft of [ANSWER, EDIT]) {
      room.setDraft(draft)
      expect(tab.tabStore.keys()).not.toEqual(before)
      room.setDraft(NOTHING)
      expect(tab.tabStore.keys()).toEqual(before)
    }
    room.setDraft(ANSWER)
    room.leave()
    expect(tab.tabStore.keys()).toEqual([])
  })

  it('CL10: is kept where another credential is asked for, and given back to its author alone', () => {
    const { room, tab } = join({ author: 'ana' })
    room.setDraft(ANSWER)
    tab.socket.end(CloseCode.POLICY_VIOLATION)
    room.leave()
    const other = join({ author: 'bob' }, tab)
    expect(other.room.getDraft()).toEqual(NOTHING)
    expect(join({ author: 'ana' }, other.tab.reload()).room.getDraft()).toEqual(ANSWER)
  })

  it.each(['half a sent', '7', '[]', '{"body": 7, "reply_to": "3", "edit": {"offset": "3"}}'])(
    'is empty where something else is kept in its place: %s',
    (text) => {
      const first = join()
      first.room.setDraft(ANSWER)
      const tab = first.tab.reload()
      for (const key of tab.tabStore.keys()) if (key.includes(':draft:')) tab.tabStore.set(key, text)
      expect(join({}, tab).room.getDraft()).toEqual(NOTHING)
    },
  )
})
