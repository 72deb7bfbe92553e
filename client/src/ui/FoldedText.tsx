import type { MouseEvent } from 'react'

import { Text } from './Body'
import { useResize } from './folding'
import { usePrinting } from './hooks'
import { useWords } from './language/language'
import type { Marked } from './markup'
import { useRoom } from './roomContext'
import { setUnfolded, useUnfolded } from './unfolded'

interface Props {
  readonly whole: readonly Marked[]
  readonly beginning: readonly Marked[]
  readonly messageKey: string
}

/** The beginning of a long text, and the rest of it for whoever asks. */
export function FoldedText({ whole, beginning, messageKey }: Props) {
  const { folding } = useWords()
  const room = useRoom()
  const resize = useResize()
  const isPrinting = usePrinting()
  const isUnfolded = useUnfolded(messageKey) || isPrinting
  const change = () => setUnfolded(room, messageKey, !isUnfolded)
  const toggle = ({ currentTarget }: MouseEvent) => {
    const row = currentTarget.closest<HTMLElement>('[data-row]')
    if (row === null) change()
    else resize(row, change)
  }
  return (
    <span className={isUnfolded ? 'fold' : 'fold folded'}>
      <Text marked={isUnfolded ? whole : beginning} />
      <button type="button" className="quiet" aria-expanded={isUnfolded} onClick={toggle}>
        {isUnfolded ? folding.showLess : folding.showAll}
      </button>
    </span>
  )
}
