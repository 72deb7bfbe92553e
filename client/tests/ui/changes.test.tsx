// @vitest-environment happy-dom

import { act, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import type { Changes } from '../../src/protocol/frames.gen'
import type { ChangeUnderWay, TimelineItem } from '../../src/room/state'
import { ana, entry, NOON, nameless, pending, self } from './examples'
import { showRoom, user } from './fakeRoom'

const AT = new Date(NOON).toISOString()
const NOTHING: Changes = { offset: 99, edit: null, edited_at: null, deleted_at: null, reactions: [] }

const log = () => screen.getByRole('log', { name: 'Messages' })
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
const quote = () => within(log()).getByRole('button', { name: /^In reply to/ })
const offsetOf = (item: TimelineItem) => (item.type === 'entry' ? item.entry.offset : 0)

const failed = (kind: ChangeUnderWay['kind'], error: string): ChangeUnderWay => ({
  key: 'k1',
  kind,
  body: '',
  status: 'failed',
  error,
})

function under(item: TimelineItem, ...underWay: readonly ChangeUnderWay[]): TimelineItem {
  return item.type === 'entry' ? { ...item, underWay } : item
}

describe('a changed message', () => {
  it('CH3: says that it was edited, and when', () => {
    showRoom({ items: [entry(ana, 'better', NOON, { changes: { ...NOTHING, edit: 99, edited_at: AT } })] })
    expect(within(log()).getByText('(edited)').getAttribute('title')).toMatch(/^Edited .*2026/)
  })

  it('CH4: says that it was deleted, and offers nothing more', () => {
    showRoom({ items: [entry(self, '', NOON, { changes: { ...NOTHING, deleted_at: AT } })] })
    expect(within(log()).getByText('Message deleted')).toBeDefined()
    expect(within(log()).queryByRole('button')).toBeNull()
    expect(within(log()).queryByTitle('Sent')).toBeNull()
  })

  it('CL7: is marked while a change is on its way', () => {
    const item = under(entry(self, 'better'), {
      key: 'k',
      kind: 'edit',
      body: 'better',
      status: 'sending',
      error: null,
    })
    showRoom({ items: [item] })
    expect(within(log()).getByText('Saving')).toBeDefined()
  })

  it.each([
    ['edit', 'bad_target', 'Edit not saved', 'The message that it belongs to is not there.', false],
    ['deletion', 'not_yours', 'Not deleted', 'Only who wrote a message can change it.', false],
    ['reaction', 'too_many_reactions', 'Reaction not saved', /as many reactions as it can hold/, true],
    ['reaction_removal', 'replaced', 'Reaction not taken away', /was replaced in the meantime/, false],
    ['edit', 'new_code', 'Edit not saved', 'The server refused it (new_code).', true],
  ] as const)('CL7: tells why the %s was undone by %s', async (kind, error, what, why, canRetry) => {
    const room = showRoom({ items: [under(entry(self, 'mine'), failed(kind, error))] })
    const notice = within(log()).getByRole('group', { name: what })
    expect(within(notice).getByText(why)).toBeDefined()
    expect(within(notice).queryByRole('button', { name: 'Retry' }) !== null).toBe(canRetry)
    await user.click(within(notice).getByRole('button', { name: 'Discard' }))
    expect(room.calls).toEqual(['discard k1'])
  })
})

describe('the text of an edit that failed', () => {
  it('is shown, and goes back into the message box', async () => {
    const mine = under(entry(self, 'mine'), { ...failed('edit', 'too_long'), body: 'mine,\nand more' })
    const room = showRoom({ items: [mine] })
    act(() => room.setDraft({ edit: { offset: 7, text: 'another' } }))
    const notice = within(log()).getByRole('group', { name: 'Edit not saved' })
    expect(notice.textContent).toContain('mine,\nand more')
    await user.click(within(notice).getByRole('button', { name: 'Edit again' }))
    expect(room.calls).toContain('discard k1')
    expect(room.getDraft()).toEqual({
      body: 'another',
      replyTo: null,
      edit: { offset: offsetOf(mine), text: 'mine,\nand more' },
    })
    expect(box().value).toBe('mine,\nand more')
  })

  it('is shown in a line of its own where its message is not at hand', async () => {
    const change = { ...failed('edit', 'replaced'), body: 'mine, and more' }
    const room = showRoom({ items: [entry(ana, 'hers'), { type: 'change', id: 'k1', at: NOON, change }] })
    const notice = within(log()).getByRole('group', { name: 'Edit not saved' })
    expect(notice.textContent).toContain('mine, and more')
    expect(
      within(notice)
        .getAllByRole('button')
        .map((button) => button.textContent),
    ).toEqual(['Discard'])
    await user.click(within(notice).getByRole('button', { name: 'Discard' }))
    expect(room.calls).toEqual(['discard k1'])
  })
})

describe('reactions', () => {
  it('are counted by emoji in the order in which they came, with the names, and toggled', async () => {
    const reactions = [
      { emoji: '🎉', ...ana },
      { emoji: '👍', ...self },
      { emoji: '🎉', ...nameless },
    ]
    const item = entry(ana, 'shipped', NOON, { changes: { ...NOTHING, reactions } })
    const room = showRoom({ items: [item] })
    const chips = within(within(log()).getByRole('list', { name: 'Reactions' })).getAllByRole('button')
    expect(chips.map((chip) => chip.getAttribute('aria-label'))).toEqual([
      '🎉 2: Ana, Client #4211596980209',
      '👍 1: You',
    ])
    expect(chips.map((chip) => chip.getAttribute('aria-pressed'))).toEqual(['false', 'true'])
    for (const chip of chips) await user.click(chip)
    expect(room.calls).toEqual([`react ${offsetOf(item)} 🎉`, `unreact ${offsetOf(item)} 👍`])
  })
})

/** Whether one can react, and whether as others have. */
const offered = () => [
  within(log()).queryByRole('button', { name: 'React', hidden: true }) !== null,
  !within(log()).getByRole('button', { name: /^🎉 1/ }).hasAttribute('disabled'),
]

describe('what was seen before a reload', () => {
  it('offers no reaction while nobody knows whose it would be', async () => {
    const reactions = [{ emoji: '🎉', ...ana }]
    const items = [entry(ana, 'shipped', NOON, { changes: { ...NOTHING, reactions } })]
    const room = showRoom({ items, clientId: null, seenAt: NOON, connection: { phase: 'offline', since: NOON } })
    await user.hover(within(log()).getByRole('article'))
    expect(offered()).toEqual([false, false])
    room.set({ clientId: self.client_id, seenAt: null, connection: { phase: 'connected' } })
    expect(offered()).toEqual([true, true])
  })
})

describe('an answer', () => {
  it('quotes one line of its message, and what became of that', () => {
    const question = entry(ana, 'Has it\nshipped?')
    const room = showRoom({ items: [question, entry(self, 'Yes.', NOON, { target: offsetOf(question) })] })
    expect(quote().textContent).toBe('In reply to Ana Has it shipped?')
    room.set({
      items: [
        entry(ana, '', NOON, { offset: offsetOf(question), changes: { ...NOTHING, deleted_at: AT } }),
        entry(self, 'Yes.', NOON, { target: offsetOf(question) }),
      ],
    })
    expect(quote().textContent).toBe('In reply to Deleted message')
  })

  it('cuts no character of its message in two', () => {
    const question = entry(ana, `${'x'.repeat(199)}😀`)
    showRoom({ items: [question, entry(self, 'Yes.', NOON, { target: offsetOf(question) })] })
    expect(quote().textContent).toBe(`In reply to Ana ${'x'.repeat(199)}`)
  })

  it('leads to a message that is not loaded by loading it', async () => {
    const room = showRoom({ items: [entry(self, 'Yes.', NOON, { target: 1_000_000 })], older: 'more' })
    await user.click(within(log()).getByRole('button', { name: 'In reply to An earlier message' }))
    expect(room.calls).toEqual(['reach 1000000'])
  })

  it('is written in the message box, and sent with its target', async () => {
    const question = entry(ana, 'Has it shipped?')
    const room = showRoom({ items: [question] })
    await user.hover(within(log()).getByRole('article'))
    await user.click(within(log()).getByRole('button', { name: 'Reply', hidden: true }))
    expect(document.activeElement).toBe(box())
    await user.keyboard('Yes.{Enter}')
    expect(room.calls.filter((call) => call.startsWith('send'))).toEqual([`send Yes. to ${offsetOf(question)}`])
    await user.keyboard('More.{Enter}')
    expect(room.calls.findLast((call) => call.startsWith('send'))).toBe('send More.')
  })

  it('shows what it answers while it is on its way', () => {
    const question = entry(ana, 'Has it shipped?')
    const waiting = pending('k', 'Yes.')
    showRoom({ items: [question, waiting.type === 'pending' ? { ...waiting, target: offsetOf(question) } : waiting] })
    expect(within(log()).getByRole('button', { name: /^In reply to Ana/ })).toBeDefined()
  })
})

describe('an edit', () => {
  it('begins with Up in an empty box, and is sent by Enter', async () => {
    const mine = entry(self, 'mine')
    const room = showRoom({ items: [mine, entry(ana, 'hers')] })
    await user.click(box())
    await user.keyboard('{ArrowUp}')
    expect(box().value).toBe('mine')
    expect(screen.getByRole('button', { name: 'Save' })).toBeDefined()
    await user.keyboard(', changed{Enter}')
    expect(room.calls.filter((call) => !call.startsWith('setTyping'))).toEqual([`edit ${offsetOf(mine)} mine, changed`])
    expect(box().value).toBe('')
  })

  it.each([
    ['where nothing can be edited', '{ArrowUp}', entry(self, '', NOON, { changes: { ...NOTHING, deleted_at: AT } })],
    ['with a modifier, which is for the rooms', '{Alt>}{ArrowUp}{/Alt}', entry(self, 'mine')],
    ['in a box that is not empty', 'x{ArrowUp}', entry(self, 'mine')],
  ])('does not begin %s', async (_, keys, item) => {
    showRoom({ items: [item, entry(ana, 'hers')] })
    await user.click(box())
    await user.keyboard(keys)
    expect(screen.queryByText('Editing your message')).toBeNull()
  })

  it('tells nobody that a new message is being written', async () => {
    const room = showRoom({ items: [entry(self, 'mine')] })
    await user.click(box())
    await user.keyboard('{ArrowUp}x{Escape}')
    expect(room.calls).toEqual([])
    expect(box().value).toBe('')
  })
})

describe('what the message box is for', () => {
  it('CL10: is kept with the draft, and goes back to an answer after an edit', async () => {
    const [question, mine] = [entry(ana, 'Has it shipped?'), entry(self, 'mine')]
    const room = showRoom({ items: [question, mine] })
    const [first, second] = within(log()).getAllByRole('article')
    await user.hover(first ?? box())
    await user.click(within(log()).getByRole('button', { name: 'Reply', hidden: true }))
    await user.keyboard('Yes')
    await user.hover(second ?? box())
    await user.click(within(log()).getByRole('button', { name: 'Edit', hidden: true }))
    await user.keyboard(', ours')
    expect(room.getDraft()).toEqual({
      body: 'Yes',
      replyTo: offsetOf(question),
      edit: { offset: offsetOf(mine), text: 'mine, ours' },
    })
    await user.keyboard('{Enter}{Enter}')
    expect(room.calls.filter((call) => !call.startsWith('setTyping'))).toEqual([
      `edit ${offsetOf(mine)} mine, ours`,
      `send Yes to ${offsetOf(question)}`,
    ])
    expect(room.getDraft()).toEqual({ body: '', replyTo: null, edit: null })
  })

  it('is loaded where a reload left it out, and cannot be saved before', async () => {
    const mine = entry(self, 'mine')
    const later = entry(ana, 'hers')
    const room = showRoom({ items: [later], older: 'more' })
    act(() => room.setDraft({ edit: { offset: offsetOf(mine), text: 'mine, ours' } }))
    expect(room.calls).toEqual([`reach ${offsetOf(mine)}`])
    await user.type(box(), '{Enter}')
    room.set({ items: [mine, later] })
    expect(room.calls).toHaveLength(1)
    expect(box().value).toBe('mine, ours')
    await user.type(box(), '{Enter}')
    expect(room.calls.at(-1)).toBe(`edit ${offsetOf(mine)} mine, ours`)
  })

  it('is not asked for again and again, nor where nobody can be asked', () => {
    const [mine, later] = [entry(self, 'mine'), entry(ana, 'hers')]
    const room = showRoom({ items: [later], older: 'more', connection: { phase: 'offline', since: NOON } })
    act(() => room.setDraft({ replyTo: offsetOf(mine) }))
    expect(room.calls).toEqual([])
    room.set({ connection: { phase: 'connected' } })
    room.set({ reaching: offsetOf(mine), older: 'loading' })
    room.set({ personCount: 3 })
    expect(room.calls).toEqual([`reach ${offsetOf(mine)}`])
  })

  it.each(['start', 'trimmed'] as const)('is nothing where the list reaches to the %s without it', (older) => {
    const room = showRoom({ items: [entry(ana, 'hers')], older })
    act(() => room.setDraft({ replyTo: 1_000_000, edit: { offset: 1_000_001, text: 'lost?' } }))
    expect(room.getDraft()).toEqual({ body: 'lost?', replyTo: null, edit: null })
    expect(box().value).toBe('lost?')
  })

  it('loses no text that cannot be an edit any more', async () => {
    const mine = entry(self, 'mine')
    const room = showRoom({ items: [mine] })
    room.takesEdits = false
    act(() => room.setDraft({ body: 'written', edit: { offset: offsetOf(mine), text: 'mine, ours' } }))
    await user.type(box(), '{Enter}')
    expect(box().value).toBe('written\nmine, ours')
    expect(screen.queryByText('Editing your message')).toBeNull()
  })

  it('is nothing once its message was deleted', () => {
    const mine = entry(self, 'mine')
    const room = showRoom({ items: [mine] })
    act(() => room.setDraft({ body: 'written', replyTo: offsetOf(mine) }))
    expect(screen.getByText(/^Replying to/)).toBeDefined()
    const deleted = { ...NOTHING, deleted_at: AT }
    room.set({ items: [entry(self, '', NOON, { offset: offsetOf(mine), changes: deleted })] })
    expect(room.getDraft()).toEqual({ body: 'written', replyTo: null, edit: null })
    expect(screen.queryByText(/^Replying to/)).toBeNull()
  })
})

describe('a deletion', () => {
  it('happens when it was asked for twice', async () => {
    const mine = entry(self, 'mine')
    const room = showRoom({ items: [mine] })
    await user.hover(within(log()).getByRole('article'))
    await user.click(within(log()).getByRole('button', { name: 'Delete', hidden: true }))
    expect(room.calls).toEqual([])
    await user.click(within(log()).getByRole('button', { name: 'Delete it' }))
    expect(room.calls).toEqual([`remove ${offsetOf(mine)}`])
  })
})
