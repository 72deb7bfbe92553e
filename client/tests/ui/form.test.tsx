// @vitest-environment happy-dom

import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { adviceFor } from '../../src/protocol/closeAdvice'
import { CloseCode } from '../../src/protocol/closeCodes.gen'
import type { ConnectionState } from '../../src/room/state'
import { JOINED, JOINING } from './examples'
import { FakeRoom, renderPage, showForm, user } from './fakeRoom'

const closed = (code: number): ConnectionState => ({ phase: 'closed', code, advice: adviceFor(code) })

async function join(item: string, token: string): Promise<void> {
  await user.clear(screen.getByLabelText('Item ID'))
  if (item !== '') await user.type(screen.getByLabelText('Item ID'), item)
  if (token !== '') await user.type(screen.getByLabelText('Token'), token)
  await user.click(screen.getByRole('button', { name: 'Join' }))
}

describe('the form', () => {
  it('asks for the item, the token and the name, and enters the room', async () => {
    const room = new FakeRoom(JOINING)
    const asked = showForm([room])
    await user.type(screen.getByLabelText('Name'), ' Ana ')
    await join('foo', 'secret')
    expect(asked).toEqual([{ itemId: 'foo', token: 'secret', name: 'Ana' }])
    expect(screen.getByRole('button', { name: 'Joining…' })).toBeDefined()
    room.set(JOINED)
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('foo')
    expect(document.title).toBe('foo · Parley')
  })

  it.each(['Item ID', 'Token', 'Name'])('CL15: cuts what is pasted into a field, and says so: %s', async (label) => {
    showForm([])
    const field = screen.getByLabelText<HTMLInputElement>(label)
    expect(field.maxLength).toBeGreaterThan(0)
    expect(field.maxLength).toBeLessThan(10_000)
    fireEvent.change(field, { target: { value: 'x'.repeat(field.maxLength) } })
    expect(screen.getByText(`Cut off after ${field.maxLength.toLocaleString('en')} characters`)).toBeDefined()
  })

  it('takes a name as long as the server does, whatever its characters are made of', async () => {
    const asked = showForm([new FakeRoom(JOINING)])
    await user.click(screen.getByLabelText('Name'))
    await user.paste('😀'.repeat(70))
    await join('foo', '')
    expect(asked).toMatchObject([{ name: '😀'.repeat(64) }])
  })

  it('joins without a token, for a cookie may be enough', async () => {
    const asked = showForm([new FakeRoom(JOINING)])
    await join('foo', '')
    expect(asked).toEqual([{ itemId: 'foo', token: '', name: null }])
  })

  it('hides the token until it is to be shown', async () => {
    showForm([])
    const token = screen.getByLabelText('Token')
    expect(token.getAttribute('type')).toBe('password')
    await user.click(screen.getByRole('button', { name: 'Show' }))
    expect(token.getAttribute('type')).toBe('text')
  })

  it('puts an item joined before into the field', async () => {
    showForm([], ['order-7', 'foo'])
    await user.click(screen.getByRole('button', { name: 'order-7' }))
    expect(screen.getByLabelText<HTMLInputElement>('Item ID').value).toBe('order-7')
  })

  it.each([
    ['', 'Type an item ID first.'],
    ['a/b', 'That is not the name of an item.'],
    ['..', 'That is not the name of an item.'],
    ['é'.repeat(65), 'That is not the name of an item.'],
  ])('AU5: refuses the item %j without asking the server', async (item, words) => {
    const asked = showForm([])
    await join(item, 't')
    expect(asked).toEqual([])
    expect(screen.getByRole('alert').textContent).toContain(words)
    expect(document.activeElement).toBe(screen.getByLabelText('Item ID'))
  })

  it('AU5: says beside the field why no item has such a name, and leads there each time', async () => {
    showForm([])
    for (const item of ['.', '..']) {
      await join(item, 't')
      const field = screen.getByLabelText('Item ID')
      expect(document.activeElement).toBe(field)
      const reason = document.getElementById(field.getAttribute('aria-describedby') ?? '')
      expect(reason?.textContent).toContain('is not “.” or “..”')
      expect(reason).toBe(screen.getByRole('alert'))
    }
  })

  it.each(['a/b', '..', 'x'.repeat(129)])('AU5: says at once that a link to %j leads to no item', (itemId) => {
    renderPage({ launched: null, next: [], recent: [], prefilled: { itemId, name: null } })
    expect(screen.getByRole('alert').textContent).toContain('That is not the name of an item.')
    expect(screen.getByLabelText<HTMLInputElement>('Item ID').value).toBe(itemId)
    expect(document.activeElement).toBe(screen.getByLabelText('Item ID'))
  })

  it.each([
    [1008, 'The token is missing or not valid.'],
    [4503, 'Your token does not cover this item.'],
    [4504, 'An item ID is at most 128 bytes long'],
    [4506, 'The server does not take connections from this address'],
    [4999, 'The server closed it with code 4999.'],
  ])('CL2: says under itself why %d refused the join, and keeps what was typed', async (code, words) => {
    const room = new FakeRoom(JOINING)
    showForm([room])
    await join('foo', 'secret')
    room.set({ connection: closed(code) })
    expect(screen.getByRole('alert').textContent).toContain(words)
    expect(screen.getByLabelText<HTMLInputElement>('Item ID').value).toBe('foo')
    expect(screen.getByLabelText<HTMLInputElement>('Token').value).toBe('secret')
  })

  it('takes the same person in again after a refusal', async () => {
    const [refused, room] = [new FakeRoom(JOINING), new FakeRoom(JOINED)]
    const asked = showForm([refused, room])
    await join('foo', 'bad')
    refused.set({ connection: closed(1008) })
    expect(refused.calls).toEqual([])
    expect(document.activeElement).toBe(screen.getByLabelText('Token'))
    await join('foo', 'der')
    expect(asked.at(-1)?.token).toBe('badder')
    expect(refused.calls).toEqual(['end'])
    expect(screen.getByRole('log')).toBeDefined()
  })

  it('CL2: asks somebody whose token has expired for another, and keeps the item and the name', async () => {
    const room = new FakeRoom(JOINING)
    showForm([room])
    await user.type(screen.getByLabelText('Name'), 'Ana')
    await join('foo', 'secret')
    room.set(JOINED)
    room.set({ connection: closed(4005) })
    expect(screen.getByRole('alert').textContent).toContain('Your token has expired.')
    expect(screen.getByLabelText<HTMLInputElement>('Item ID').value).toBe('foo')
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Ana')
    expect(screen.getByLabelText<HTMLInputElement>('Token').value).toBe('')
  })

  it('offers to reload a page that is out of date', async () => {
    const room = new FakeRoom(JOINING)
    showForm([room])
    await join('foo', 't')
    room.set({ connection: closed(4502) })
    expect(screen.getByRole('button', { name: 'Reload the page' })).toBeDefined()
  })

  it('says that the server does not answer, and tries again or gives up', async () => {
    const room = new FakeRoom(JOINING)
    showForm([room])
    await join('foo', 't')
    room.set({
      connection: {
        phase: 'reconnecting',
        attempt: 1,
        retryAt: performance.now() + 5_000,
        since: 0,
        code: 1006,
        stranger: null,
      },
    })
    expect(screen.getByRole('status').textContent).toBe('The server does not answer.')
    await user.click(screen.getByRole('button', { name: 'Try now' }))
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(room.calls).toEqual(['tryNow', 'leave'])
    expect(screen.getByRole('button', { name: 'Join' })).toBeDefined()
  })

  it.each([
    [CloseCode.ADDRESS_FULL, /Too many pages are open from your network/],
    [CloseCode.PERSON_FULL, /You have too many pages open/],
    [CloseCode.ROOM_FULL, /The room is full/],
    [CloseCode.NODE_FULL, /The server is full/],
  ])('AU10: says what is full where %i kept one out, and tries again', async (code, words) => {
    const room = new FakeRoom(JOINING)
    showForm([room])
    await join('foo', 't')
    room.set({
      connection: {
        phase: 'reconnecting',
        attempt: 1,
        retryAt: performance.now() + 5_000,
        since: 0,
        code,
        stranger: null,
      },
    })
    expect(screen.getByRole('status').textContent).toMatch(words)
    await user.click(screen.getByRole('button', { name: 'Try now' }))
    expect(room.calls).toEqual(['tryNow'])
  })

  it('AU16: says that a token is not valid yet, and tries it again', async () => {
    const room = new FakeRoom(JOINING)
    showForm([room])
    await join('foo', 't')
    const code = CloseCode.NOT_YET
    room.set({
      connection: {
        phase: 'reconnecting',
        attempt: 1,
        retryAt: performance.now() + 5_000,
        since: 0,
        code,
        stranger: null,
      },
    })
    expect(screen.getByRole('status').textContent).toMatch(/Your token is not valid yet/)
  })

  it('speaks the language that is chosen, and remembers it', async () => {
    showForm([])
    await user.selectOptions(screen.getByRole('combobox', { name: 'Language' }), '中文')
    expect(await screen.findByRole('button', { name: '进入' })).toBeDefined()
    expect(document.documentElement.lang).toBe('zh-Hans')
    expect(localStorage.getItem('parley.language')).toBe('zh')
  })
})
