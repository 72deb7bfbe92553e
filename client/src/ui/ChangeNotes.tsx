import type { Entry } from '../protocol/frames.gen'
import type { ChangeUnderWay } from '../room/state'
import { canRetry } from '../room/unsent'
import type { Catalogue } from './language/catalogue'
import { useWords } from './language/language'
import { fullTime } from './language/times'
import { useRoom } from './roomContext'

/** That a text is not the first one, and when it was written. */
export function EditedMark({ entry }: { readonly entry: Entry }) {
  const words = useWords()
  const at = entry.changes?.edited_at ?? null
  if (at === null) return null
  return (
    <small className="edited" title={words.change.editedAt(fullTime(words, Date.parse(at)))}>
      {words.change.edited}
    </small>
  )
}

/** CL7: how far one's own change has come, and why it was undone if it was. */
export function ChangeNotes({ changes }: { readonly changes: readonly ChangeUnderWay[] }) {
  const { change } = useWords()
  const isSaving = changes.some(({ status }) => status === 'sending')
  return (
    <>
      {isSaving && <small className="saving">{change.saving}</small>}
      {changes.map((each) => each.status === 'failed' && <FailedChange key={each.key} change={each} />)}
    </>
  )
}

function FailedChange({ change }: { readonly change: ChangeUnderWay }) {
  const words = useWords()
  const room = useRoom()
  const { key, kind, error } = change
  const { message } = words
  return (
    <span className="failure" role="group" aria-label={failureOf(words, kind)}>
      <strong>{failureOf(words, kind)}</strong>
      <span className="reason">
        {error === null ? '' : (message.refusals[error] ?? message.refusedOtherwise(error))}
      </span>
      <span className="remedies">
        {canRetry(change) && (
          <button type="button" className="quiet" onClick={() => room.retry(key)}>
            {message.retry}
          </button>
        )}
        <button type="button" className="quiet" onClick={() => room.discard(key)}>
          {message.discard}
        </button>
      </span>
    </span>
  )
}

function failureOf({ change }: Catalogue, kind: ChangeUnderWay['kind']): string {
  const failures = {
    edit: change.editFailed,
    deletion: change.deletionFailed,
    reaction: change.reactionFailed,
    reaction_removal: change.removalFailed,
  }
  return failures[kind]
}
