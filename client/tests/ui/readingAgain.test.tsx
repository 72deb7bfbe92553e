// @vitest-environment happy-dom

import { act, fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { measure, ROW_PX } from '../doubles/fakeLayout'
import { ana, entry, JOINED } from './examples'
import { FakeRoom, renderPage, user } from './fakeRoom'

const log = () => screen.getByRole('log', { name: 'Messages' })
const messages = (text: string) => Array.from({ length: 20 }, (_, index) => entry(ana, `${text} ${index}`))

/** The first message in view, and how far its lower edge is below the top. */
function inView(): readonly [string | undefined, number] {
  const rows = [...log().querySelectorAll<HTMLElement>('[data-row]')]
  const first = rows.find((row) => row.getBoundingClientRect().bottom > 0)
  return [first?.querySelector('.body')?.textContent, first?.getBoundingClientRect().bottom ?? 0]
}

/** A browser tells of each step, its own ones after a measurement too. */
function settle(): void {
  for (let told = Number.NaN; told !== log().scrollTop; ) {
    told = log().scrollTop
    fireEvent.scroll(log())
    act(measure)
  }
}

/** Two rooms, of which bar is on show. */
async function showTwo() {
  const [foo, bar] = [
    new FakeRoom({ items: messages('in foo') }),
    new FakeRoom({ ...JOINED, itemId: 'bar', items: messages('in bar') }),
  ]
  renderPage({ launched: foo, next: [bar], recent: [] })
  await user.click(screen.getByRole('button', { name: 'Open another item' }))
  await user.type(screen.getByLabelText('Item ID'), 'bar{Enter}')
  act(measure)
  settle()
  return { foo, bar }
}

const room = (itemId: string) => screen.getAllByRole('button').find((button) => button.title === itemId)

async function show(itemId: string): Promise<void> {
  const button = room(itemId)
  if (button === undefined) throw new Error(`Expected the room ${itemId} in the list.`)
  await user.click(button)
  act(measure)
  settle()
}

describe('reading in several rooms', () => {
  it('goes on where it was when one comes back, whatever came in meanwhile', async () => {
    const { bar } = await showTwo()
    log().scrollTop = 7 * ROW_PX + 120
    settle()
    const place = inView()
    await show('foo')
    expect(inView()[0]).toMatch(/in foo/)
    bar.set({ items: [...bar.getState().items, entry(ana, 'new')] })
    await show('bar')
    expect(inView()).toEqual(place)
    expect(screen.getByRole('button', { name: /1 new message/ })).toBeDefined()
  })

  it('finds the end again, also a later one, for whoever was there', async () => {
    const { bar } = await showTwo()
    await show('foo')
    bar.set({ items: [...bar.getState().items, entry(ana, 'new')] })
    await show('bar')
    expect(log().scrollTop).toBe(log().scrollHeight - log().clientHeight)
  })
})
