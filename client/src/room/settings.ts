/** What a person chose for every page of this browser. */

import type { TextStore, Unsubscribe } from '../connection/environment'
import { propertyOf, readJson, writeJson } from './kept'
import { Notifier } from './notifier'
import { cleanName } from './text'

/** `public/appearance.js` reads it too, before the first paint. */
const SETTINGS = 'parley:settings'

export const THEMES = ['system', 'light', 'dark'] as const
export const DENSITIES = ['comfortable', 'compact'] as const

export interface Settings {
  /** Said in rooms whose credential has no name. */
  readonly name: string | null
  readonly theme: (typeof THEMES)[number]
  readonly density: (typeof DENSITIES)[number]
  /** A mention in a page that is not in view shows a notification. */
  readonly notifies: boolean
  /** And is heard. */
  readonly sounds: boolean
}

export class KeptSettings {
  readonly #store: TextStore
  readonly #notifier = new Notifier()
  #state: Settings

  constructor(browserStore: TextStore) {
    this.#store = browserStore
    this.#state = parse(readJson(browserStore, SETTINGS))
    browserStore.onOtherTab(() => this.#follow())
  }

  getState(): Settings {
    return this.#state
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#notifier.subscribe(listener)
  }

  /** Keeps what another tab chose in the meantime of everything else. */
  set(change: Partial<Settings>): void {
    this.#state = parse({ ...parse(readJson(this.#store, SETTINGS)), ...change })
    writeJson(this.#store, SETTINGS, this.#state)
    this.#notifier.changed()
  }

  /** Takes over the settings that another tab wrote. After a person deleted the site's data, the tab keeps its settings. */
  #follow(): void {
    const kept = readJson(this.#store, SETTINGS)
    if (kept === undefined) return
    this.#state = parse(kept)
    this.#notifier.changed()
  }
}

function parse(kept: unknown): Settings {
  const name = propertyOf(kept, 'name')
  return {
    name: typeof name === 'string' ? cleanName(name) : null,
    theme: oneOf(THEMES, propertyOf(kept, 'theme')),
    density: oneOf(DENSITIES, propertyOf(kept, 'density')),
    notifies: propertyOf(kept, 'notifies') === true,
    sounds: propertyOf(kept, 'sounds') === true,
  }
}

/** The first one is what holds where nothing was chosen. */
function oneOf<T>(known: readonly [T, ...T[]], value: unknown): T {
  return known.find((each) => each === value) ?? known[0]
}
