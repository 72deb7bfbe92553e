// @vitest-environment happy-dom

import { act, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { MAX_DRAFT_LENGTH } from '../../src/room/text'
import { entry, self } from './examples'
import { showRoom } from './fakeRoom'

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })

describe('the message box', () => {
  it.each([
    ['few lines', 500, false],
    ['very many lines', 5_000, true],
  ])('is given by the page what the browser would take seconds to paste: %s', (_, ends, isTaken) => {
    const room = showRoom()
    const text = 'x\n'.repeat(ends)
    const paste = new InputEvent('beforeinput', {
      bubbles: true,
      cancelable: true,
      inputType: 'insertFromPaste',
      data: text,
    })
    act(() => void box().dispatchEvent(paste))
    expect(paste.defaultPrevented).toBe(isTaken)
    expect(room.getDraft().body).toBe(isTaken ? text : '')
  })

  it('has no direction that Chromium looks for in every line, with every key', () => {
    showRoom()
    expect(box().hasAttribute('dir')).toBe(false)
  })

  it('CL15: cuts what is pasted or dropped before it is laid out, and says so', () => {
    const room = showRoom()
    const paste = new InputEvent('beforeinput', {
      data: 'x'.repeat(5_000_000),
      inputType: 'insertFromPaste',
      bubbles: true,
      cancelable: true,
    })
    act(() => void box().dispatchEvent(paste))
    expect(paste.defaultPrevented).toBe(true)
    expect(room.getDraft().body).toHaveLength(MAX_DRAFT_LENGTH)
    expect(box().maxLength).toBe(MAX_DRAFT_LENGTH)
    expect(box().value).toHaveLength(MAX_DRAFT_LENGTH)
    expect(document.body.querySelector('.grown')?.getAttribute('data-text')?.length).toBeLessThan(5_000)
    expect(screen.getByText('12000 characters too many · Cut off after 20,000 characters')).toBeDefined()
  })

  it('CL15: holds no character that does not end', () => {
    const endless = `\u{1f44d}${'\u{1f3fd}'.repeat(7_000)}`
    const mine = entry(self, endless)
    const room = showRoom({ items: [mine] })
    act(() => room.setDraft({ edit: { offset: mine.type === 'entry' ? mine.entry.offset : 0, text: null } }))
    expect([...box().value]).toHaveLength(64 + '\u200b'.length)
  })
})
