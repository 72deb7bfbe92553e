// @vitest-environment happy-dom

import { act, screen, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'

import type { Member } from '../../src/protocol/frames.gen'
import { Namesakes, skeletonOf } from '../../src/ui/namesakes'
import { shortIdOf } from '../../src/ui/person'
import { ana, entry, JOINED, self } from './examples'
import { showRoom, user } from './fakeRoom'

const posing = (name: string): Member => ({ client_id: 5_550_123, author: null, name })
const ids = () => [...document.querySelectorAll('[role=log] .namesake')].map(({ textContent }) => textContent.trim())

describe('names that read alike', () => {
  it.each([
    ['Ana', 'Аnа'],
    ['Ana', 'ana'],
    ['Ana', 'A\u200bna'],
    ['Ana', 'Ａｎａ'],
    ['Ilya', 'llya'],
    ['Bob', 'Воb'],
    ['Hans', 'Ηans'],
    ['Tom', 'Torn'],
    ['Zoë', 'Zoe\u0308'],
    ['José', 'Jοsé'],
  ])('ID7: %j and %j', (one, other) => {
    expect(skeletonOf(one)).toBe(skeletonOf(other))
  })

  it.each([
    ['Ana', 'Anna'],
    ['José', 'Jose'],
    ['张伟', '张薇'],
    ['Ana', 'Ina'],
  ])('ID7: do not: %j and %j', (one, other) => {
    expect(skeletonOf(one)).not.toBe(skeletonOf(other))
  })

  it('ID7: are told apart by a short ID in the list, once there are two of them', async () => {
    const room = showRoom({ items: [entry(ana, 'I am Ana')] })
    await act(() => vi.dynamicImportSettled())
    expect(ids()).toEqual([])
    const other = posing('Аna')
    room.set({ items: [...room.getState().items, entry(other, 'so am I')] })
    expect(ids()).toEqual([shortIdOf(ana), '#5550'])
  })

  it('ID7: are told apart among those who are here', async () => {
    showRoom({ members: [self, ana, posing('Ana')] })
    await act(() => vi.dynamicImportSettled())
    const people = within(screen.getByRole('region', { name: 'Here now' }))
    expect(people.getAllByText(/^#/).map(({ textContent }) => textContent.trim())).toEqual([shortIdOf(ana), '#5550'])
  })

  it('ID7: so is a name that reads as the words of the page for somebody', async () => {
    const [anonymous, other] = ['Client #7741…', 'client ＃7'].map(posing)
    if (anonymous === undefined || other === undefined) throw new Error('two names make two persons')
    showRoom({ items: [entry(anonymous, 'hi'), entry(other, 'hi'), entry(posing('Yоu'), 'hi')] })
    await act(() => vi.dynamicImportSettled())
    expect(ids()).toEqual(['#5550', '#5550', '#5550'])
    expect(new Namesakes(['我', '客户端 #']).of([posing('客户端#12')], [])('客户端#12')).toBe(true)
    expect(new Namesakes(['You', 'Client #']).of([posing('Client Services'), posing('Young')], [])('Young')).toBe(false)
  })

  it('ID7: are told apart where they come and go', async () => {
    const came = { type: 'joined', id: 'line-1', member: posing('ANA'), at: 0 } as const
    showRoom({ members: [self, ana, posing('ANA')], items: [came] })
    await act(() => vi.dynamicImportSettled())
    expect(ids()).toEqual(['#5550'])
    expect(screen.getByRole('log', { name: 'Messages' }).textContent).toContain('ANA')
  })

  it('ID7: the tabs of one author are one person, who has one ID', () => {
    const second = { ...ana, client_id: 99 }
    expect(new Namesakes().of([ana, second], [])('Ana')).toBe(false)
    expect(shortIdOf(second)).toBe(shortIdOf(ana))
  })

  it('ID7: looks at what is new at both ends, and says the same until there is more', () => {
    const namesakes = new Namesakes()
    const items = [entry(ana, 'one'), entry(self, 'two')]
    const before = namesakes.of(JOINED.members, items)
    expect(namesakes.of(JOINED.members, items)).toBe(before)
    const older = entry(posing('ANA'), 'long ago')
    const after = namesakes.of(JOINED.members, [older, ...items])
    expect([before('Ina'), after('Ana'), after('Ina')]).toEqual([false, true, false])
  })
})

describe('a name of an old log', () => {
  it('FR16, FR17: is shown without bidi controls, and as none where it shows nothing', () => {
    showRoom({ items: [entry(posing('\u202eBen'), 'hi'), entry({ ...posing('\u3164'), client_id: 7 }, 'and I')] })
    expect(screen.getByRole('log', { name: 'Messages' }).textContent).not.toContain('\u202e')
    expect(screen.getAllByText('Client #7').length).toBeGreaterThan(0)
  })
})

describe('the message box', () => {
  it('FR16: offers to send nothing that shows nothing', async () => {
    const room = showRoom()
    await user.click(screen.getByRole('textbox', { name: 'Message' }))
    await user.paste('\u3164\u200b')
    await user.keyboard('{Enter}')
    expect(room.calls.filter((call) => call.startsWith('send'))).toEqual([])
  })
})
