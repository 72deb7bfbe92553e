/** Shows the theme and the density that were chosen; `public/appearance.js` did so for the first paint. */

import { useEffect, useSyncExternalStore } from 'react'

import type { KeptSettings, Settings } from '../room/settings'

export function useSettings(settings: KeptSettings): Settings {
  return useSyncExternalStore(
    (listener) => settings.subscribe(listener),
    () => settings.getState(),
  )
}

export function useAppearance({ theme, density }: Settings): void {
  useEffect(() => {
    Object.assign(document.documentElement.dataset, { theme, density })
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) show(meta, theme)
  }, [theme, density])
}

/** The browser's own bars follow too: the page has their colour once for each scheme. */
function show(meta: HTMLMetaElement, theme: Settings['theme']): void {
  const scheme = (meta.dataset['scheme'] ??= /light|dark/.exec(meta.media)?.[0] ?? '')
  const media = { system: `(prefers-color-scheme: ${scheme})`, [scheme]: 'all' }
  meta.media = media[theme] ?? 'not all'
}
