// @vitest-environment happy-dom

import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'

import { later } from '../../src/ui/later'
import { ana, entry } from './examples'
import { showRoom, user } from './fakeRoom'

const press = (key: string, init: KeyboardEventInit = {}) => fireEvent.keyDown(document.body, { key, ...init })
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
const Part = () => null
const searchBox = () => screen.getByRole<HTMLInputElement>('searchbox')

describe('a dialog', () => {
  it('takes the very first keys, which would go into the message box otherwise', async () => {
    showRoom({ items: [entry(ana, 'a fine day')] })
    expect(document.activeElement).toBe(box())
    press('k', { ctrlKey: true })
    const atFirst = searchBox()
    expect(document.activeElement).toBe(atFirst)
    await user.keyboard('fine')
    expect(box().value).toBe('')
    expect(await screen.findByRole('button', { name: /a fine day/ })).toBeDefined()
    // Another box in its place would lose keys, Escape too, while the one goes and the other comes.
    expect(searchBox()).toBe(atFirst)
    expect(searchBox().value).toBe('fine')
    expect(document.activeElement).toBe(atFirst)
  })

  it('CL16: draws the results of a search when they change, and not with what else comes in', async () => {
    const items = Array.from({ length: 50 }, (_, index) => entry(ana, `fine day ${index}`))
    const room = showRoom({ items })
    press('k', { ctrlKey: true })
    await user.keyboard('fine')
    await screen.findByRole('button', { name: /fine day 49/ })
    const compared = vi.spyOn(String.prototype, 'normalize')
    room.set({ items: [...items, entry(ana, 'rain')], typing: [ana] })
    // The new message alone was looked at: once for the words of the search, once for the reader's name.
    expect(compared.mock.calls.length).toBeLessThan(5)
    compared.mockRestore()
    expect(searchBox().maxLength).toBe(200)
    fireEvent.change(searchBox(), { target: { value: 'fine '.repeat(40) } })
    expect(screen.getByText('Cut off after 200 characters')).toBeDefined()
  })

  it('begins anew each time, and gives the focus back', async () => {
    showRoom({ items: [entry(ana, 'a fine day')] })
    press('k', { ctrlKey: true })
    await screen.findByRole('search')
    await user.keyboard('fine')
    await user.click(screen.getByRole('button', { name: 'Close' }))
    expect(document.activeElement).toBe(box())
    press('k', { ctrlKey: true })
    expect(searchBox().value).toBe('')
  })

  it('is open at once by its name, and has its content as soon as that is loaded', async () => {
    showRoom()
    press(',', { ctrlKey: true })
    const dialog = screen.getByRole('dialog', { name: 'Settings' })
    expect(await within(dialog).findByLabelText('Display name')).toBeDefined()
    expect(screen.getByRole('dialog', { name: 'Settings' })).toBe(dialog)
  })
})

describe('what is loaded later', () => {
  it('is loaded once the room is there and the page is idle', async () => {
    vi.useFakeTimers()
    vi.stubGlobal('requestIdleCallback', undefined)
    Reflect.deleteProperty(window, 'requestIdleCallback')
    const part = later(() => Promise.resolve(Part))
    const room = showRoom({ connection: { phase: 'connecting' } })
    await act(() => vi.advanceTimersByTimeAsync(5_000))
    expect(part.get()).toBeNull()
    room.set({ connection: { phase: 'connected' } })
    await act(() => vi.advanceTimersByTimeAsync(1_000))
    expect(part.get()).toBe(Part)
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  it('can be asked for again where it could not be loaded', async () => {
    const fetch = vi
      .fn<() => Promise<typeof Part>>()
      .mockRejectedValueOnce(new Error('no network'))
      .mockResolvedValue(Part)
    const part = later(fetch)
    await expect(part.load()).rejects.toThrow('no network')
    await part.load()
    await part.load()
    expect(part.get()).toBe(Part)
    expect(fetch).toHaveBeenCalledTimes(2)
  })
})
