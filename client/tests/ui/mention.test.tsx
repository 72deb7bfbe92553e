// @vitest-environment happy-dom

import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { ana, entry } from './examples'
import { showRoom } from './fakeRoom'

const log = () => screen.getByRole('log')

describe('a mention of the reader', () => {
  it('stands out in the text, and not in code or an address', () => {
    const body = 'so @bo, see `@bo` and https://x.test/@bo or @bob'
    showRoom({ name: 'Bo', items: [entry(ana, body)] })
    expect([...log().querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['@bo'])
    expect(log().querySelector('.body')?.textContent).toBe(body.replaceAll('`', ''))
  })

  it('stands out from the moment on at which the reader has the name', () => {
    const room = showRoom({ items: [entry(ana, 'hello @Bo')] })
    expect(log().querySelector('mark')).toBeNull()
    room.set({ name: 'Bo' })
    expect(within(log()).getByText('@Bo').tagName).toBe('MARK')
  })

  it('is text and nothing else, whatever the name is', () => {
    const name = '<img src=x onerror=alert(1)>'
    showRoom({ name, items: [entry(ana, `@${name}`)] })
    expect(log().querySelector('mark')?.textContent).toBe(`@${name}`)
    expect(log().querySelector('img')).toBeNull()
  })
})
