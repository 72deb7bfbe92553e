import { Fragment, memo } from 'react'

import { drawable } from '../room/clusters'
import { calledIn } from '../room/mentions'
import { beginningOf } from './folding'
import { Late, later } from './later'
import { type Marked, markedOf } from './markup'
import { useSelf } from './talk'

const FOLDED = later(async () => (await import('./FoldedText')).FoldedText)

interface Props {
  readonly text: string
  readonly messageKey: string
}

/** What somebody wrote: text with its code, its web addresses and the reader's name, and never markup of the page. */
export const Body = memo(function Body({ text, messageKey }: Props) {
  const whole = markedOf(drawable(text))
  const beginning = beginningOf(whole)
  if (beginning === null) return <Text marked={whole} />
  const meanwhile = <Text marked={beginning} />
  return <Late part={FOLDED} props={{ whole, beginning, messageKey }} meanwhile={meanwhile} onFailed={nothing} />
})

/** Text as it was marked. */
export function Text({ marked }: { readonly marked: readonly Marked[] }) {
  const name = useSelf()?.name ?? null
  return (
    // CL17: the texts beside the elements in it are never changed, but the whole is replaced.
    <span key={`${name} ${marked.map(({ type, text }) => `${type} ${text}`).join('')}`} className="body" dir="auto">
      {marked.map((piece) =>
        piece.type === 'text' ? (
          <Fragment key={piece.at}>{textOf(piece.text, name)}</Fragment>
        ) : (
          <Piece key={piece.at} marked={piece} />
        ),
      )}
    </span>
  )
}

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

/** The beginning is shown, and is asked for the rest again when the message comes back into view. */
function nothing(): void {}
