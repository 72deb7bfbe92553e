import { useState } from 'react'

/** Whether the pointer or the focus has come to an element, once `watched` is among its properties. */
export function useAtHand() {
  const [isAtHand, setAtHand] = useState(false)
  const come = () => setAtHand(true)
  return { isAtHand, watched: { onPointerEnter: come, onFocus: come } }
}
