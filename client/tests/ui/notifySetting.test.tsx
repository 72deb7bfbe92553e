// @vitest-environment happy-dom

import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { KeptSettings } from '../../src/room/settings'
import { NotifySetting } from '../../src/ui/NotifySetting'
import { FakeStore } from '../doubles/fakeEnvironment'
import { user } from './fakeRoom'

const toggle = () => screen.getByRole<HTMLInputElement>('checkbox')
const hint = () => screen.getByRole('status').textContent

/** A browser with this permission, which a person can change in its settings. */
function browser(permission: NotificationPermission) {
  const status = new EventTarget()
  const notification = { permission, requestPermission: async () => notification.permission }
  vi.stubGlobal('Notification', notification)
  vi.stubGlobal('navigator', { permissions: { query: async () => status } })
  const set = (next: NotificationPermission) =>
    act(() => {
      notification.permission = next
      status.dispatchEvent(new Event('change'))
    })
  return { set }
}

async function show(): Promise<KeptSettings> {
  const store = new FakeStore([['parley:settings', JSON.stringify({ notifies: true })]])
  const settings = new KeptSettings(store)
  render(<NotifySetting settings={settings} />)
  await act(async () => {})
  return settings
}

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

describe('the switch for notifications', () => {
  it('CL20: is on as far as the browser lets it, and follows when that changes', async () => {
    const { set } = browser('granted')
    await show()
    expect(toggle().checked).toBe(true)
    set('denied')
    expect([toggle().checked, hint()]).toEqual([false, expect.stringContaining('blocks notifications')])
    set('granted')
    expect(toggle().checked).toBe(true)
  })

  it('CL20: is off where the browser has not been asked since it forgot, and asks again', async () => {
    const { set } = browser('default')
    const settings = await show()
    expect(toggle().checked).toBe(false)
    set('granted')
    await user.click(toggle())
    expect(settings.getState().notifies).toBe(false)
    await user.click(toggle())
    expect([toggle().checked, settings.getState().notifies]).toEqual([true, true])
  })

  it('CL20: is off where the browser has no notifications', async () => {
    vi.stubGlobal('Notification', undefined)
    await show()
    expect([toggle().checked, hint()]).toEqual([false, 'This browser has no notifications for this page.'])
  })
})
