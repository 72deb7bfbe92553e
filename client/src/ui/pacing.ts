/** How often the page is notified of changes in a room: of each change at once, and of a flood once a frame. */

import type { Unsubscribe } from '../room/state'

/** How many changes within one frame are notified one by one. */
const BURST = 8
/** A page out of sight has no frames, and one that hears a thousand messages a second has them late. */
const FRAME_AT_LATEST_MS = 50

/**
 * Subscribes a listener that is called at once for occasional changes.
 *
 * Once there are more it is called after each frame, for everything since the
 * last one, until a frame has brought nothing. Its work is then a task of its
 * own beside the drawing of the frame.
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
