// @vitest-environment happy-dom

import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

// Loaded before anything is timed.
import '../../src/ui/FoldedText'
import '../../src/ui/SearchResults'

import { beginningOf } from '../../src/ui/folding'
import { markedOf } from '../../src/ui/markup'
import { ana, entry } from './examples'
import { showRoom, user } from './fakeRoom'

const log = () => screen.getByRole('log', { name: 'Messages' })
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n')
const shownOf = (text: string) =>
  beginningOf(markedOf(text))
    ?.map((piece) => piece.text)
    .join('')

describe('the beginning of a long text', () => {
  it.each([
    ['a short one', 'x'],
    ['one of 48 lines', numbered(48)],
    ['a paragraph', 'word '.repeat(600)],
  ])('is not all of it in %s', (_, text) => {
    expect(shownOf(text)).toBeUndefined()
  })

  it.each([
    ['lines', numbered(8_000).slice(0, 8_000)],
    ['line ends', '\n'.repeat(8_000)],
    ['one line', 'x'.repeat(8_000)],
    ['emoji', '👍'.repeat(8_000)],
    ['code', `\`\`\`\n${numbered(500)}\n\`\`\``],
    ['text after code', `\`a\`${'\n`b` c'.repeat(1_000)}`],
  ])('is about 40 lines of 8,000 characters: %s', (_, text) => {
    const shown = shownOf(text) ?? ''
    expect(shown.split('\n').length).toBeLessThanOrEqual(42)
    expect(shown.length).toBeLessThanOrEqual(3_300)
    expect(shown).not.toMatch(/\p{Cs}/u)
  })
})

describe('the beginning of a text of many pieces', () => {
  it.each([
    ['blocks with text between', '```a```b'.repeat(1_000), 30],
    ['code on one line', '`a` '.repeat(2_000), 650],
    ['code without a blank', '`a`b'.repeat(2_000), 650],
    ['links', 'http://a.b '.repeat(727), 340],
  ])('is about as tall as 40 lines, and has few elements: %s', (_, text, most) => {
    const beginning = beginningOf(markedOf(text))
    expect(beginning).not.toBeNull()
    expect(beginning?.length).toBeLessThanOrEqual(most)
  })

  it('is all of a text with some code in it', () => {
    expect(shownOf('a word, `some code` and https://example.org/\n'.repeat(30))).toBeUndefined()
    expect(shownOf('```\nx\n```\n'.repeat(10))).toBeUndefined()
  })
})

describe('a long message', () => {
  it('shows its beginning, and all of it to whoever asks', async () => {
    showRoom({ items: [entry(ana, numbered(500))] })
    expect(log().textContent).toContain('line 40')
    expect(log().textContent).not.toContain('line 41')
    await user.click(await within(log()).findByRole('button', { name: 'Show all', expanded: false }))
    expect(log().textContent).toContain('line 500')
    await user.click(within(log()).getByRole('button', { name: 'Show less', expanded: true }))
    expect(log().textContent).not.toContain('line 500')
  })

  it('is shown whole when a search leads to it', async () => {
    showRoom({ items: [entry(ana, numbered(500))] })
    await user.click(screen.getByRole('button', { name: 'Search' }))
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: '500' } })
    const result = await screen.findByRole('list', { name: 'Results' })
    expect((await within(result).findByText('500')).parentElement?.textContent).toBe('…line 499\nline 500')
    await user.click(await within(result).findByRole('button'))
    expect(log().textContent).toContain('line 500')
  })
})
