// @vitest-environment happy-dom

import { act, screen, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'

import { measure } from '../doubles/fakeLayout'
import { ana, entry, MINUTE_MS, NOON, nameless, self } from './examples'
import { showRoom, user } from './fakeRoom'

const log = () => screen.getByRole('log', { name: 'Messages' })
const line = (words: RegExp) =>
  within(log()).getByText((_, element) => element?.tagName === 'P' && words.test(element.textContent))

describe('what a client that is not ours may have sent', () => {
  it('FR15: a character that does not end is broken in a message, its quote, its author and its failed edit', () => {
    const endless = `\u{1f44d}${'\u{1f3fd}'.repeat(7_999)}`
    const author = { ...ana, name: endless.slice(0, 128) }
    const failedEdit = { key: 'k', kind: 'edit', body: endless, status: 'failed', error: null } as const
    const first = entry(author, endless)
    if (first.type !== 'entry') throw new Error('Expected an entry.')
    const answer = entry(self, 'yes', NOON, { target: first.entry.offset })
    showRoom({ items: [{ ...first, underWay: [failedEdit] }, answer] })
    const shown = document.body.textContent
    expect(shown.match(/\u{1f3fd}{17}/u)).toBeNull()
    expect(shown.match(/\u{1f3fd}{16}\u200b/gu)?.length).toBeGreaterThan(550)
  })

  it('a line ends however another system ends it, and the language of a block is not shown', () => {
    showRoom({ items: [entry(ana, 'before\r\n```python\r\nprint(1)\r\n```\r\nafter\rthat\u2028and that')] })
    expect(within(log()).getByText('print(1)').className).toBe('block')
    expect(log().textContent).toContain('after\nthat\nand that')
    expect(log().textContent).not.toContain('python')
  })
})

describe('the message list', () => {
  it('says that nobody has written yet', () => {
    showRoom({ items: [{ type: 'joined', id: 'j', member: ana, at: NOON }] })
    expect(within(log()).getByText('Nobody has written yet')).toBeDefined()
  })

  it('names an author once for a group, and gives each message its time', async () => {
    showRoom({ items: [entry(ana, 'one'), entry(ana, 'two', NOON + MINUTE_MS)] })
    // The eye reads it once; a screen reader is told with each message whose it is.
    expect(within(log()).getAllByText('Ana', { ignore: '.sr-only *' })).toHaveLength(1)
    const times = log().querySelectorAll('.message time')
    expect([...times].map((time) => time.textContent)).toEqual(['12:00', '12:01'])
    expect(times[1]?.getAttribute('dateTime')).toBe(new Date(NOON + MINUTE_MS).toISOString())
    for (const time of times) await user.hover(time)
    expect(times[1]?.getAttribute('title')).toContain('2026')
  })

  it('says exactly who joined and who left', () => {
    showRoom({
      items: [
        { type: 'joined', id: 'j', member: self, at: NOON },
        { type: 'left', id: 'l1', member: self, at: NOON },
        { type: 'left', id: 'l2', member: ana, at: NOON },
      ],
    })
    expect(line(/^Client #1596980209979 joined the chat$/)).toBeDefined()
    expect(line(/^Client #1596980209979 left the chat$/)).toBeDefined()
    expect(line(/^Ana left the chat$/)).toBeDefined()
  })

  it('FO5: shows a placeholder for an entry of an unknown kind, and not its body', () => {
    showRoom({ items: [entry(ana, 'thumbs-up', NOON, { kind: 'reaction' }), entry(ana, 'after')] })
    expect(within(log()).getByText('This message needs a newer version of the page')).toBeDefined()
    expect(within(log()).queryByText('thumbs-up')).toBeNull()
    expect(within(log()).getByText('after')).toBeDefined()
  })

  it('CL8: draws a line where messages may be missing', () => {
    showRoom({ items: [{ type: 'break', id: 'b', at: NOON }, entry(ana, 'after')] })
    expect(line(/^Some messages may be missing here/)).toBeDefined()
  })

  it('shows markup as text, and links only web addresses', () => {
    showRoom({ items: [entry(ana, '<img src=x onerror=alert(1)> javascript:alert(1) https://example.org/a')] })
    expect(log().querySelector('img')).toBeNull()
    const links = within(log()).getAllByRole('link')
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://example.org/a'])
    expect(links[0]?.getAttribute('rel')).toBe('noopener noreferrer')
    expect(links[0]?.getAttribute('target')).toBe('_blank')
  })

  it('isolates the direction of names and bodies', () => {
    showRoom({ items: [entry({ ...ana, name: 'נור' }, 'שלום')] })
    expect(within(log()).getByText('שלום').getAttribute('dir')).toBe('auto')
    expect(within(log()).getByText('נור').tagName).toBe('BDI')
  })

  it('shortens a long ID to the eye and keeps it whole for a screen reader', () => {
    showRoom({ items: [entry(nameless, 'hello')] })
    expect(within(log()).getByText('Client #4211…').getAttribute('aria-hidden')).toBe('true')
    expect(within(log()).getByText('Client #4211596980209')).toBeDefined()
  })
})

describe('a flood of messages', () => {
  it('is drawn in bursts, and to its last message', () => {
    const room = showRoom()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'] })
    const items = Array.from({ length: 100 }, (_, index) => entry(ana, `flood ${index}`))
    for (const index of items.keys()) room.set({ items: items.slice(0, index + 1) })
    expect(within(log()).queryByText('flood 99')).toBeNull()
    act(() => void vi.advanceTimersByTime(20))
    act(measure)
    expect(within(log()).getByText('flood 99')).toBeDefined()
    vi.useRealTimers()
  })
})

describe('older messages', () => {
  it('RE6: are asked for by a button', async () => {
    const room = showRoom({ items: [entry(ana, 'hello')], older: 'more' })
    await user.click(screen.getByRole('button', { name: 'Load older messages' }))
    expect(room.calls).toEqual(['loadOlder'])
  })

  it.each([
    ['loading', 'Loading older messages…'],
    ['start', 'Start of the conversation'],
    ['trimmed', 'Older messages are no longer kept'],
  ] as const)('are told of when they are %s', (older, words) => {
    showRoom({ items: [entry(ana, 'hello')], older })
    expect(within(log()).getByText(words)).toBeDefined()
  })
})
