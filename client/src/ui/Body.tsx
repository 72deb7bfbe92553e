import { Fragment, memo } from 'react'
import { drawable } from '../room/clusters'
import { calledIn } from '../room/mentions'
import { type Marked, markedOf } from './markup'
import { useSelf } from './talk'

/** What somebody wrote: text with its code, its web addresses and the reader's name, and never markup of the page. */
export const Body = memo(function Body({ text }: { readonly text: string }) {
  const name = useSelf()?.name ?? null
  return (
    // CL17: the texts beside the elements in it are never changed, but the whole is replaced.
    <span key={`${name} ${text}`} className="body" dir="auto">
      {markedOf(drawable(text)).map((marked) =>
        marked.type === 'text' ? (
          <Fragment key={marked.at}>{textOf(marked.text, name)}</Fragment>
        ) : (
          <Piece key={marked.at} marked={marked} />
        ),
      )}
    </span>
  )
})

/** Text in which what calls the reader by name stands out. */
function textOf(text: string, name: string | null) {
  return calledIn(name, text).map((run) =>
    run.isMention ? (
      <mark key={run.at} className="mention">
        {run.text}
      </mark>
    ) : (
      run.text
    ),
  )
}

function Piece({ marked }: { readonly marked: Exclude<Marked, { type: 'text' }> }) {
  switch (marked.type) {
    case 'link':
      return (
        <a href={marked.href} target="_blank" rel="noopener noreferrer">
          {marked.text}
        </a>
      )
    case 'code':
      return (
        <code dir="auto" translate="no">
          {marked.text}
        </code>
      )
    case 'block':
      // A long line is read by scrolling it, by keyboard too.
      return (
        <code className="block" dir="auto" translate="no" tabIndex={0}>
          {marked.text}
        </code>
      )
  }
}
