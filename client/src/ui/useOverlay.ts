import { useEffect, useEffectEvent } from 'react'

/**
 * Closes what lies over the page when somebody turns to what is under it.
 *
 * The panel and its switch are found by selectors; Escape leads back to the switch.
 */
export function useOverlay(isOver: boolean, close: () => void, panel: string, toggle: string): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    close()
    document.querySelector<HTMLElement>(toggle)?.focus()
  })
  const onElsewhere = useEffectEvent((event: Event) => {
    const isInside = event.target instanceof Element && event.target.closest(`${toggle}, ${panel}`) !== null
    if (!isInside) close()
  })
  useEffect(() => {
    if (!isOver) return
    const stop = new AbortController()
    const { signal } = stop
    document.addEventListener('keydown', (event) => onKey(event), { signal })
    document.addEventListener('pointerdown', (event) => onElsewhere(event), { signal })
    document.addEventListener('input', (event) => onElsewhere(event), { signal })
    return () => stop.abort()
  }, [isOver])
}
