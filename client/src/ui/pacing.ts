/** How often the page is told of what happens in a room: of each change by itself, and of a flood once a frame. */

import type { Unsubscribe } from '../room/state'

/** So many changes within one frame are told of one by one. */
const BURST = 8
/** A page out of sight has no frames, and one that hears a thousand messages a second has them late. */
const FRAME_AT_LATEST_MS = 50

/**
 * Subscribes a listener that hears at once of what happens now and then.
 *
 * Once there is more than that it hears of everything that came since the last
 * frame, after the next one, until a frame has brought nothing. What it
 * does then is a task of its own beside the drawing of the frame.
 */
export function paced(listener: () => void, subscribe: (heard: () => void) => Unsubscribe): Unsubscribe {
  let heard = 0
  let isFlood = false
  let cancelFrame: Unsubscribe | null = null
  const onFrame = () => {
    isFlood = heard > (isFlood ? 0 : BURST)
    heard = 0
    cancelFrame = isFlood ? afterFrame(onFrame) : null
    if (isFlood) listener()
  }
  const unsubscribe = subscribe(() => {
    heard += 1
    cancelFrame ??= afterFrame(onFrame)
    if (!isFlood && heard <= BURST) listener()
  })
  return () => {
    cancelFrame?.()
    unsubscribe()
  }
}

/** Calls back once the next frame is on its way, or after a while without one. */
export function afterFrame(callback: () => void): Unsubscribe {
  const end = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    callback()
  }
  let timer = setTimeout(end, FRAME_AT_LATEST_MS)
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer)
    timer = setTimeout(end)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}
