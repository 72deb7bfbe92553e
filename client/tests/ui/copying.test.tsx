// @vitest-environment happy-dom

import { act, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'

import type { Member } from '../../src/protocol/frames.gen'
import type { TimelineItem } from '../../src/room/state'
import { en } from '../../src/ui/language/en'
import { momentName } from '../../src/ui/language/times'
import { ana, entry, NOON, pending, self } from './examples'
import { showRoom } from './fakeRoom'

const bob: Member = { client_id: 8_902_777, author: null, name: 'Bob' }
const otherBob: Member = { client_id: 5_550_123, author: null, name: 'Bob' }
const time = momentName(en, NOON, Date.now())

async function show(items: readonly TimelineItem[]) {
  showRoom({ items })
  await act(() => vi.dynamicImportSettled())
}

const textNode = (text: string): Node => screen.getByText(text).firstChild ?? screen.getByText(text)

/** Selects from one place to another, and copies; null where it is left to the browser. */
function copy(from: readonly [Node, number], to: readonly [Node, number]) {
  getSelection()?.setBaseAndExtent(...from, ...to)
  const data = new Map<string, string>()
  const event = new Event('copy', { bubbles: true, cancelable: true })
  Object.assign(event, { clipboardData: { setData: (type: string, text: string) => data.set(type, text) } })
  document.body.dispatchEvent(event)
  return event.defaultPrevented ? { plain: data.get('text/plain'), html: data.get('text/html') } : null
}

function copyAll() {
  const log = screen.getByRole('log')
  return copy([log, 0], [log, log.childNodes.length])
}

describe('a copy of messages', () => {
  it('is a line for each of them: who, when, and what was written, in both forms', async () => {
    await show([entry(ana, 'is <gate> 4 open?'), entry(self, 'yes\nbut not for long'), pending('k', 'hurry')])
    const me = `Client #${self.client_id}`
    expect(copyAll()).toEqual({
      plain: `Ana, ${time}: is <gate> 4 open?\n${me}, ${time}: yes\nbut not for long\n${me}, ${time}: hurry`,
      html: [
        `<p>Ana, ${time}: is &lt;gate&gt; 4 open?</p>`,
        `<p>${me}, ${time}: yes<br>but not for long</p>`,
        `<p>${me}, ${time}: hurry</p>`,
      ].join(''),
    })
  })

  it('tells persons of one name apart, a space before the short ID', async () => {
    await show([entry(bob, 'one'), entry(otherBob, 'two')])
    expect(copyAll()?.plain).toBe(`Bob #8902, ${time}: one\nBob #5550, ${time}: two`)
    expect(screen.getByRole('log').textContent).toContain('Bob #8902')
  })

  it('has of the first and the last as much as was selected', async () => {
    await show([entry(ana, 'gate 4 is open'), entry(bob, 'I am there')])
    const copied = copy([textNode('gate 4 is open'), 7], [textNode('I am there'), 4])
    expect(copied?.plain).toBe(`Ana, ${time}: is open\nBob, ${time}: I am`)
  })

  it('is the text alone where one message is selected with what stands around it', async () => {
    await show([entry(ana, 'gate 4 is open'), entry(bob, 'I am there')])
    const row = screen.getByText('gate 4 is open').closest('[data-row]')
    if (row === null) throw new Error('Expected a row.')
    expect(copy([row, 0], [row, row.childNodes.length])?.plain).toBe('gate 4 is open')
  })

  it('is left to the browser within the text of one, and where no text is selected', async () => {
    await show([entry(ana, 'gate 4 is open'), entry(bob, 'I am there')])
    const text = textNode('I am there')
    expect(copy([text, 0], [text, 4])).toBeNull()
    const label = textNode('Here now')
    expect(copy([label, 0], [label, 4])).toBeNull()
  })

  it('leaves out what was deleted', async () => {
    const changes = { offset: 99, edit: null, edited_at: null, deleted_at: '2026-11-23T12:00:00Z', reactions: [] }
    await show([entry(ana, 'one'), entry(ana, '', NOON, { changes }), entry(ana, 'three')])
    expect(copyAll()?.plain).toBe(`Ana, ${time}: one\nAna, ${time}: three`)
  })
})
