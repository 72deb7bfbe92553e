import { type Dispatch, useEffect, useState } from 'react'

/** Said by then; what stays in the document would be read again by whoever walks through it. */
const SAID_MS = 5_000

/** What a live region says just now, and the way to have it say something else. */
export function useSaid<T>(): readonly [readonly T[], Dispatch<readonly T[]>] {
  const [said, setSaid] = useState<readonly T[]>([])
  useEffect(() => {
    if (said.length === 0) return
    const timer = setTimeout(() => setSaid([]), SAID_MS)
    return () => clearTimeout(timer)
  }, [said])
  return [said, setSaid]
}
