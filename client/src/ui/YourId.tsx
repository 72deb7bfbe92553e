import { useEffect, useState } from 'react'

import { useWords } from './language/language'

const THANKS_MS = 2_000

/** The client ID, whole, where it can be found and copied. */
export function YourId({ id }: { readonly id: number | null }) {
  const { room } = useWords()
  if (id === null) return null
  return (
    <p className="your-id">
      <span>
        {room.yourId} <span className="id">{id}</span>
      </span>
      <Copy text={`${id}`} />
    </p>
  )
}

function Copy({ text }: { readonly text: string }) {
  const { room } = useWords()
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setIsCopied(false), THANKS_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = () => void copyText(text).then(setIsCopied)
  return (
    <button type="button" className="quiet" onClick={copy}>
      {isCopied ? room.copied : room.copy}
    </button>
  )
}

/** NOTE: there is no clipboard on plain http outside localhost; the ID can be selected there. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return selectId()
  }
}

/** Selects the ID, one keystroke from copied, and tells that it is not. */
function selectId(): boolean {
  const id = document.querySelector('.your-id .id')
  if (id !== null) getSelection()?.selectAllChildren(id)
  return false
}
