// @vitest-environment happy-dom

import { render, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'

import { ErrorBoundary } from '../../src/ui/ErrorBoundary'
import { LanguageProvider } from '../../src/ui/language/language'
import { user } from './fakeRoom'

function Faulty(): never {
  throw new Error('a fault of the page')
}

describe('a fault in the page', () => {
  it('leaves words and a way on in its place', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const reload = vi.spyOn(location, 'reload').mockImplementation(() => {})
    render(
      <LanguageProvider>
        <ErrorBoundary>
          <Faulty />
        </ErrorBoundary>
      </LanguageProvider>,
    )
    expect(screen.getByRole('heading', { name: 'Something in this page broke.' })).toBeDefined()
    expect(screen.getByRole('alert').textContent).toContain('What you wrote is kept')
    await user.click(screen.getByRole('button', { name: 'Reload the page' }))
    expect(reload).toHaveBeenCalledOnce()
    vi.restoreAllMocks()
  })
})
