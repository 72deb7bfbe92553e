// @vitest-environment happy-dom

import { act, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { adviceFor } from '../../src/protocol/closeAdvice'
import type { ConnectionState } from '../../src/room/state'
import { fakeEnvironment } from '../doubles/fakeEnvironment'
import { JOINED, JOINING } from './examples'
import { FakeRoom, renderPage, user } from './fakeRoom'

const closed = (code: number): ConnectionState => ({ phase: 'closed', code, advice: adviceFor(code) })
const token = () => screen.getByLabelText<HTMLInputElement>('Token')

async function openAnother(): Promise<void> {
  await user.click(screen.getByRole('button', { name: 'Open another item' }))
}

/** A page in the room foo, with the token t, of which somebody wants another item. */
async function comeFromRoom(next: readonly FakeRoom[] = []) {
  const launched = new FakeRoom()
  const tab = fakeEnvironment()
  const asked = renderPage({ launched, next, recent: [], tab })
  await openAnother()
  return { launched, asked, tab }
}

describe('the form for another item', () => {
  it('has the token of the room that one comes from, hidden, and says whose it is', async () => {
    const { asked } = await comeFromRoom([new FakeRoom({ ...JOINING, itemId: 'bar' })])
    expect(token().value).toBe('t')
    expect(token().type).toBe('password')
    expect(screen.getByText(/the token with which you are in foo/)).toBeDefined()
    await user.type(screen.getByLabelText('Item ID'), 'bar{Enter}')
    expect(asked).toEqual([{ itemId: 'bar', token: 't', name: null }])
  })

  it('gives way to a token that is typed, and to none', async () => {
    const { asked } = await comeFromRoom([new FakeRoom({ ...JOINING, itemId: 'bar' })])
    await user.clear(token())
    expect(token().value).toBe('')
    expect(screen.queryByText(/the token with which you are in/)).toBeNull()
    await user.type(screen.getByLabelText('Item ID'), 'bar{Enter}')
    expect(asked).toEqual([{ itemId: 'bar', token: '', name: null }])
  })

  it('keeps the token in no store', async () => {
    const { tab } = await comeFromRoom()
    expect([...tab.tabStore.texts.values(), ...tab.browserStore.texts.values()].join()).not.toContain('"t"')
  })

  it('CL2: has it no more once the server has refused it here', async () => {
    const refused = new FakeRoom({ ...JOINING, itemId: 'bar' })
    await comeFromRoom([refused])
    await user.type(screen.getByLabelText('Item ID'), 'bar{Enter}')
    refused.set({ connection: closed(1008) })
    expect(token().value).toBe('')
    expect(document.activeElement).toBe(token())
  })

  it('CL2: keeps it where it is the item that was refused', async () => {
    const refused = new FakeRoom({ ...JOINING, itemId: 'bar' })
    await comeFromRoom([refused])
    await user.type(screen.getByLabelText('Item ID'), 'bar{Enter}')
    refused.set({ connection: closed(4503) })
    expect(token().value).toBe('t')
  })

  it.each([1008, 4005])('CL2: has it no more once its own room is closed with %d', async (code) => {
    const { launched } = await comeFromRoom()
    launched.set({ connection: closed(code) })
    expect(token().value).toBe('')
  })

  it('has it no more once its room was left', async () => {
    const { launched } = await comeFromRoom()
    launched.set({ connection: closed(4500) })
    expect(token().value).toBe('t')
    await user.click(screen.getByRole('button', { name: 'Leave foo' }))
    expect(token().value).toBe('')
  })

  it('begins without one for whoever leaves the only room', async () => {
    renderPage({ launched: new FakeRoom(), next: [], recent: [] })
    await user.click(screen.getByRole('button', { name: 'Leave' }))
    expect(token().value).toBe('')
  })

  it('has it for whoever goes back to the form, too', async () => {
    const tab = fakeEnvironment()
    renderPage({ launched: new FakeRoom(), next: [], recent: [], tab })
    tab.address = { path: '/', fragment: '' }
    act(() => tab.travel.emit())
    expect(token().value).toBe('t')
  })

  it('asks for a new token where the room on show had one that is over, though another room has one', async () => {
    const expired = new FakeRoom({ ...JOINED, itemId: 'bar' })
    await comeFromRoom([expired])
    await user.type(screen.getByLabelText('Item ID'), 'bar{Enter}')
    expired.set({ connection: closed(4005) })
    expect(token().value).toBe('')
  })
})
