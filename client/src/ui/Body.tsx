import { memo } from 'react'

import { piecesOf } from './links'

/** What somebody wrote: text with its web addresses as links, and never markup. */
export const Body = memo(function Body({ text }: { readonly text: string }) {
  return (
    <span className="body" dir="auto">
      {piecesOf(text).map((piece) => {
        if (piece.type === 'text') return piece.text
        return (
          <a key={piece.at} href={piece.href} target="_blank" rel="noopener noreferrer">
            {piece.text}
          </a>
        )
      })}
    </span>
  )
})
