import type { PointerEvent } from 'react'

/** Tells a whole date to whoever points at an element, and makes it only then: its words cost as much as many rows. */
export function toldInFull(inFull: () => string) {
  return {
    onPointerEnter({ currentTarget }: PointerEvent<HTMLElement>) {
      currentTarget.title = inFull()
    },
  }
}
