import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'

import { describe, expect, it } from 'vitest'

import { KeptSettings } from '../../src/room/settings'
import { FakeBrowser, FakeStore } from '../doubles/fakeEnvironment'

const UNCHOSEN = { name: null, theme: 'system', density: 'comfortable', notifies: false, sounds: false }

describe('the settings', () => {
  it('are the quiet ones where nothing was chosen', () => {
    expect(new KeptSettings(new FakeStore()).getState()).toEqual(UNCHOSEN)
  })

  it('are kept for every page of the browser', () => {
    const browser = new FakeBrowser()
    new KeptSettings(browser.newTab().browserStore).set({ theme: 'dark', name: ' Ana\n' })
    const { browserStore } = browser.newTab()
    expect(new KeptSettings(browserStore).getState()).toEqual({ ...UNCHOSEN, theme: 'dark', name: 'Ana' })
  })

  it('do not undo what another tab chose in the meantime', () => {
    const store = new FakeStore()
    const [one, other] = [new KeptSettings(store), new KeptSettings(store)]
    one.set({ sounds: true })
    other.set({ density: 'compact' })
    expect(new KeptSettings(store).getState()).toEqual({ ...UNCHOSEN, sounds: true, density: 'compact' })
  })

  it('are in each open tab what another one chose', () => {
    const store = new FakeStore()
    const settings = new KeptSettings(store)
    settings.set({ notifies: true, theme: 'dark' })
    const heard: boolean[] = []
    settings.subscribe(() => heard.push(settings.getState().notifies))
    store.setElsewhere('parley:settings', JSON.stringify({ notifies: false, theme: 'dark' }))
    expect([heard, settings.getState().theme]).toEqual([[false], 'dark'])
    // Another tab writes something else, or the data of the site are deleted.
    store.remove('parley:settings')
    store.setElsewhere('parley:recent', '[]')
    expect(settings.getState().theme).toBe('dark')
  })

  it('tell of each change', () => {
    const settings = new KeptSettings(new FakeStore())
    let changes = 0
    const stop = settings.subscribe(() => (changes += 1))
    settings.set({ notifies: true })
    stop()
    settings.set({ notifies: false })
    expect(changes).toBe(1)
  })

  it.each(['nonsense', 'null', '7', '{"theme": "pink", "density": 3, "name": 4, "notifies": "yes", "sounds": 1}'])(
    'are read past what they did not write themselves: %s',
    (text) => {
      expect(new KeptSettings(new FakeStore([['parley:settings', text]])).getState()).toEqual(UNCHOSEN)
    },
  )
})

/** Runs the script that comes before the first paint, over what is kept; returns the attributes that it sets. */
function beforePaint(store: FakeStore | null): Record<string, string> {
  const dataset: Record<string, string> = {}
  const getItem = (key: string) => {
    if (store === null) throw new Error('Site data is blocked.')
    return store.get(key)
  }
  const script = readFileSync(join(import.meta.dirname, '../../public/appearance.js'), 'utf8')
  runInNewContext(script, { document: { documentElement: { dataset } }, localStorage: { getItem } })
  return dataset
}

describe('the first paint', () => {
  it('has the theme and the density that were chosen', () => {
    const store = new FakeStore()
    new KeptSettings(store).set({ theme: 'light', density: 'compact' })
    expect(beforePaint(store)).toEqual({ theme: 'light', density: 'compact' })
  })

  it('has none where none was chosen, and where nothing can be read', () => {
    expect(beforePaint(new FakeStore())).toEqual({})
    expect(beforePaint(null)).toEqual({})
  })
})
