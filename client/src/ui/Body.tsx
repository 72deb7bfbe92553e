import { memo } from 'react'

import { type Marked, markedOf } from './markup'

/** What somebody wrote: text with its code and its web addresses, and never markup of the page. */
export const Body = memo(function Body({ text }: { readonly text: string }) {
  return (
    <span className="body" dir="auto">
      {markedOf(text).map((marked) =>
        marked.type === 'text' ? marked.text : <Piece key={marked.at} marked={marked} />,
      )}
    </span>
  )
})

function Piece({ marked }: { readonly marked: Exclude<Marked, { type: 'text' }> }) {
  switch (marked.type) {
    case 'link':
      return (
        <a href={marked.href} target="_blank" rel="noopener noreferrer">
          {marked.text}
        </a>
      )
    case 'code':
      return <code dir="auto">{marked.text}</code>
    case 'block':
      // A long line is read by scrolling it, by keyboard too.
      return (
        <code className="block" dir="auto" tabIndex={0}>
          {marked.text}
        </code>
      )
  }
}
