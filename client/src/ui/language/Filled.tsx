import type { ReactNode } from 'react'

const PLACE = /\{(\w+)\}/

/**
 * A sentence with `{places}` filled by what people wrote.
 *
 * Each filling is isolated, so that a name written from right to left does
 * not turn the sentence around it.
 */
export function Filled({ text, fillings }: { readonly text: string; readonly fillings: Record<string, ReactNode> }) {
  // Splitting by a pattern with one group gives words and places by turns.
  const parts = text.split(PLACE)
  return parts.map((part, index) => {
    const position = `${index}`
    // CL17: a text beside elements has an element of its own.
    if (index % 2 === 0) return part !== '' && <span key={position}>{part}</span>
    return (
      <bdi key={position} className="name" translate="no">
        {fillings[part]}
      </bdi>
    )
  })
}
