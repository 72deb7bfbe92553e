// @vitest-environment happy-dom

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { Late, later } from '../../src/ui/later'
import { MissingPart } from '../../src/ui/MissingPart'
import { user } from './fakeRoom'

const SOURCES = join(import.meta.dirname, '../../src')

/** As a browser says it where the file answers 404. */
const gone = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'))

async function ask(hasNetwork: boolean): Promise<void> {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(hasNetwork)
  const part = later<() => null>(gone)
  render(
    <>
      <Late part={part} props={{}} onFailed={() => {}} />
      <MissingPart />
    </>,
  )
  await act(async () => {})
}

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

describe('a part of the page that a new release has taken away', () => {
  it('is told when it is asked for, and the new page is offered', async () => {
    const reload = vi.spyOn(location, 'reload').mockImplementation(() => {})
    await ask(true)
    expect(screen.getByRole('alert').textContent).toContain('A part of this page could not be loaded')
    await user.click(screen.getByRole('button', { name: 'Reload the page' }))
    expect(reload).toHaveBeenCalledOnce()
    await user.click(screen.getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('is no reason to reload without a network', async () => {
    await ask(false)
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('is asked for in one place: nothing else imports at run time', () => {
    const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
    const lines = files.flatMap((file) => readFileSync(join(SOURCES, file), 'utf8').split('\n'))
    const imports = lines.filter((line) => /(?<!typeof )\bimport\(/.test(line) && !line.trim().startsWith('*'))
    expect(imports.filter((line) => !line.includes('later('))).toEqual([])
    expect(imports.length).toBeGreaterThan(4)
  })
})
