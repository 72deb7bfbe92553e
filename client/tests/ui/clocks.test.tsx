// @vitest-environment happy-dom

import { act, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { ana, entry, NOON } from './examples'
import { showRoom } from './fakeRoom'

const DAY_MS = 24 * 60 * 60 * 1_000
const zone = process.env['TZ']
const time = () => screen.getByRole('article').querySelector('time')?.textContent

afterEach(() => {
  vi.useRealTimers()
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

describe('the days and times of a list', () => {
  it.each([DAY_MS, -DAY_MS, 40 * DAY_MS])("CL21: are called by the server's clock, with a device %d ms off", (off) => {
    vi.useFakeTimers({ now: NOON + off })
    showRoom({ items: [entry(ana, 'hello', NOON)], serverLead: -off })
    const days = within(screen.getByRole('log')).getAllByRole('heading', { level: 2 })
    expect(days.map(({ textContent }) => textContent)).toEqual(['Today'])
  })

  it('CL21: are those of the zone where the device is, also of what stands there already', () => {
    process.env['TZ'] = 'Etc/UTC'
    showRoom({ items: [entry(ana, 'hello', Date.UTC(2026, 10, 23, 12, 0))] })
    expect(time()).toContain('12:00')
    process.env['TZ'] = 'Asia/Kathmandu'
    act(() => void document.dispatchEvent(new Event('visibilitychange')))
    expect(time()).toContain('17:45')
  })
})
