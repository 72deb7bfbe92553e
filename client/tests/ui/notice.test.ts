// @vitest-environment happy-dom

import { afterEach, describe, expect, it, vi } from 'vitest'

import { hideNotice, notify } from '../../src/ui/notice'

const clicks: string[] = []
const NOTICE = { title: 'Bob in foo', body: '@ana?', itemId: 'foo', isSilent: false, onClick: () => clicks.push('foo') }

class Shown {
  static all: Shown[] = []
  onclick: () => void = () => {}
  onclose: () => void = () => {}
  readonly close = vi.fn<() => void>()
  readonly said: readonly unknown[]

  constructor(title: string, { body, tag }: NotificationOptions) {
    this.said = [title, body, tag]
    Shown.all.push(this)
  }
}

/** As Chromium on Android has it. */
class Throwing {
  constructor() {
    throw new TypeError("Failed to construct 'Notification': Illegal constructor.")
  }
}

/** A browser with this constructor, and with a worker or without; what the worker is told. */
function browser(constructor: unknown, hasWorker: boolean): readonly unknown[] {
  const told: unknown[] = []
  const active = { postMessage: (message: unknown) => told.push(message) }
  vi.stubGlobal('Notification', constructor)
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: async () => (hasWorker ? { active } : undefined) } })
  return told
}

afterEach(() => {
  vi.unstubAllGlobals()
  Shown.all = []
  clicks.length = 0
})

describe('a notification', () => {
  it.each([
    ['Chromium on Android', Throwing],
    ['a desktop', Shown],
  ])('is shown by the worker on %s', async (_, constructor) => {
    const told = browser(constructor, true)
    await notify(NOTICE)
    expect(told).toEqual([{ type: 'show_notice', title: 'Bob in foo', body: '@ana?', itemId: 'foo', isSilent: false }])
    expect(Shown.all).toEqual([])
  })

  it('is shown by the page where there is no worker, and leads to its room', async () => {
    browser(Shown, false)
    await notify(NOTICE)
    const [shown] = Shown.all
    expect(shown?.said).toEqual(['Bob in foo', '@ana?', 'foo'])
    shown?.onclick()
    expect(clicks).toEqual(['foo'])
    expect(shown?.close).toHaveBeenCalled()
  })

  it('is shown by the page where the browser has no workers', async () => {
    browser(Shown, false)
    vi.stubGlobal('navigator', {})
    await notify(NOTICE)
    expect(Shown.all).toHaveLength(1)
  })

  it('breaks nothing where it cannot be shown', async () => {
    browser(Throwing, false)
    await expect(notify(NOTICE)).resolves.toBeUndefined()
  })

  it('shows the beginning of a long message', async () => {
    const told = browser(Shown, true)
    await notify({ ...NOTICE, body: '🚢'.repeat(1_000) })
    expect(told).toMatchObject([{ body: `${'🚢'.repeat(200)}…` }])
  })

  it('CL20: follows its message until somebody puts it away, where there is no worker', async () => {
    browser(Shown, false)
    await notify({ ...NOTICE, itemId: 'bar' })
    await notify({ ...NOTICE, itemId: 'bar', isSilent: true })
    expect(Shown.all).toHaveLength(2)
    Shown.all[0]?.onclose()
    await notify({ ...NOTICE, itemId: 'bar', isSilent: true })
    expect(Shown.all).toHaveLength(3)
    Shown.all[2]?.onclose()
    await notify({ ...NOTICE, itemId: 'bar', isSilent: true })
    expect(Shown.all).toHaveLength(3)
  })

  it('CL20: goes by its room, also where another tab had asked the worker for it', async () => {
    const told = browser(Shown, true)
    await hideNotice('foo')
    expect(told).toEqual([{ type: 'hide_notice', itemId: 'foo' }])
    browser(Shown, false)
    await notify(NOTICE)
    await hideNotice('foo')
    expect(Shown.all.at(-1)?.close).toHaveBeenCalledOnce()
  })
})
