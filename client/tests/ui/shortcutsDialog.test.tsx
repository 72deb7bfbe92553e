// @vitest-environment happy-dom

import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { LOCAL_KEYS, SHORTCUTS } from '../../src/ui/shortcuts'
import { showRoom } from './fakeRoom'

describe('the list of shortcuts', () => {
  it('tells what keys do where one writes and reads', async () => {
    showRoom()
    fireEvent.keyDown(screen.getByRole('log'), { key: '?' })
    const dialog = screen.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await within(dialog).findByRole('heading', { name: 'While you write and read' })
    const told = within(dialog).getByText('Edit your last message, from an empty box').nextElementSibling
    expect(told?.textContent).toBe('↑')
    expect(within(dialog).getAllByRole('term')).toHaveLength(SHORTCUTS.length + LOCAL_KEYS.length)
  })
})
