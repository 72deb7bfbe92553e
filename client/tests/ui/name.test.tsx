// @vitest-environment happy-dom

import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { RoomList } from '../../src/room/roomList'
import { KeptSettings } from '../../src/room/settings'
import { LanguageProvider } from '../../src/ui/language/language'
import { NameSetting } from '../../src/ui/NameSetting'
import { fakeEnvironment } from '../doubles/fakeEnvironment'
import { FakeRoom, user } from './fakeRoom'

describe('another name', () => {
  it('is as long as the server takes it, and shown as it goes out', async () => {
    const tab = fakeEnvironment()
    const room = new FakeRoom()
    const rooms = new RoomList(tab.tabStore, () => room)
    rooms.open({ itemId: 'foo', token: 't', name: null }, false)
    render(
      <LanguageProvider>
        <NameSetting rooms={rooms} settings={new KeptSettings(tab.browserStore)} />
      </LanguageProvider>,
    )
    const name = screen.getByLabelText<HTMLInputElement>('Display name')
    await user.click(name)
    await user.paste('😀'.repeat(70))
    await user.click(screen.getByRole('button', { name: 'Change' }))
    expect(room.calls).toEqual([`rename ${'😀'.repeat(64)}`])
    expect(name.value).toBe('😀'.repeat(64))
  })
})
