import { type ReactNode, useState, useSyncExternalStore } from 'react'

import type { Keeping, TextStore } from '../room/state'
import { useWords } from './language/language'

/** What a reload would take away, where the browser does not keep it; once for the page, in whatever room it was read. */
export function useUnkeptNote(stores: readonly TextStore[]): ReactNode {
  const { unkept } = useWords()
  const [known, setKnown] = useState<Keeping>('everything')
  const keeping = useSyncExternalStore(
    (listener) => {
      const stops = stores.map((store) => store.onKeeping(listener))
      return () => {
        for (const stop of stops) stop()
      }
    },
    () => leastOf(stores),
  )
  const isTold = keeping !== 'everything' && keeping !== known
  // The region is there before its words: only then a screen reader speaks them.
  return (
    <div className={isTold ? 'banner-place' : undefined}>
      <div aria-live="polite">{isTold && <p className="banner">{unkept[keeping]}</p>}</div>
      {isTold && (
        <button type="button" className="quiet" onClick={() => setKnown(keeping)}>
          {unkept.understood}
        </button>
      )}
    </div>
  )
}

function leastOf(stores: readonly TextStore[]): Keeping {
  const all = stores.map((store) => store.keeping())
  return all.find((each) => each === 'nothing') ?? all.find((each) => each === 'not_all') ?? 'everything'
}
