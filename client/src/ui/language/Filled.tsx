import { Fragment, type ReactNode } from 'react'

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
    if (index % 2 === 0) return <Fragment key={position}>{part}</Fragment>
    return (
      <bdi key={position} className="name">
        {fillings[part]}
      </bdi>
    )
  })
}
