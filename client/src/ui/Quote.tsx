import type { Entry } from '../protocol/frames.gen'
import { isDeleted } from '../room/changes'
import { drawable } from '../room/clusters'
import { useWords } from './language/language'
import { Name } from './Name'
import { useTalkActions } from './talk'
import { useEntry } from './useEntry'

/** More of a message than a line can hold, so that nobody sees where it is cut. */
const LINE_LENGTH = 200

/** The message that this one answers, in one line that leads to it. */
export function Quote({ target }: { readonly target: number }) {
  const { quote } = useWords()
  const { jump } = useTalkActions()
  const entry = useEntry(target)
  return (
    <button type="button" className="quote" title={lineOf(entry)} onClick={() => jump(target)}>
      <span className="sr-only">{`${quote.inReplyTo} `}</span>
      <Quoted entry={entry} />
    </button>
  )
}

/** Who wrote a message, and its beginning. */
export function Quoted({ entry }: { readonly entry: Entry | null }) {
  const { quote, list } = useWords()
  if (entry === null) return <em>{quote.earlier}</em>
  if (isDeleted(entry)) return <em>{quote.deleted}</em>
  return (
    <>
      <strong className="quoted-name">
        <Name person={entry} />
      </strong>{' '}
      <span className="quoted-text" dir="auto">
        {entry.kind === 'message' ? lineOf(entry) : list.unknownKind}
      </span>
    </>
  )
}

/** The text of a message on one line; none where there is no text. */
export function lineOf(entry: Entry | null): string {
  if (entry?.kind !== 'message') return ''
  // No half of a character that the cut has gone through.
  const line = entry.body
    .slice(0, LINE_LENGTH)
    .replace(/\p{Cs}$/u, '')
    .replaceAll(/\s+/g, ' ')
  return drawable(line)
}
