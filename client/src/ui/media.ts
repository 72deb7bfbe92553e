import type { Unsubscribe } from '../room/state'

/** Whether a media query holds; false where the browser has no such question. */
export function matches(query: string): boolean {
  return typeof matchMedia === 'function' && matchMedia(query).matches
}

export function onMatchChange(query: string, listener: () => void): Unsubscribe {
  if (typeof matchMedia !== 'function') return () => {}
  const list = matchMedia(query)
  list.addEventListener('change', listener)
  return () => list.removeEventListener('change', listener)
}
