import { useEffect, useState } from 'react'

import { useWords } from './language/language'
import { matches } from './media'
import { isMac } from './shortcuts'

type Outcome = 'copied' | 'selected'

/** What has to be done yet stays until it is. */
const THANKS_MS: Readonly<Record<Outcome, number>> = { copied: 2_000, selected: 10_000 }

/** The client ID, whole, where it can be found and copied. */
export function YourId({ id }: { readonly id: number | null }) {
  const { room } = useWords()
  if (id === null) return null
  return (
    <p className="your-id">
      <span>
        <span>{room.yourId}</span>{' '}
        <span className="id" translate="no">
          {id}
        </span>
      </span>
      <Copy text={`${id}`} />
    </p>
  )
}

function Copy({ text }: { readonly text: string }) {
  const { room } = useWords()
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  useEffect(() => {
    if (outcome === null) return
    const timer = setTimeout(() => setOutcome(null), THANKS_MS[outcome])
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = () => void copyText(text).then(setOutcome)
  const words = { copied: room.copied, selected: room.selected(keysToCopy()) }
  return (
    <button type="button" className="quiet" onClick={copy}>
      {outcome === null ? room.copy : words[outcome]}
    </button>
  )
}

/** NOTE: there is no clipboard on plain http outside localhost; the ID can be selected there. */
async function copyText(text: string): Promise<Outcome> {
  try {
    await navigator.clipboard.writeText(text)
    return 'copied'
  } catch {
    return selectId()
  }
}

/** Selects the ID, one keystroke from copied. */
function selectId(): Outcome {
  const id = document.querySelector('.your-id .id')
  if (id !== null) getSelection()?.selectAllChildren(id)
  return 'selected'
}

function keysToCopy(): string | null {
  if (!matches('(any-pointer: fine)')) return null
  return isMac() ? '⌘ C' : 'Ctrl C'
}
