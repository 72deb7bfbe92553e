import type { Entry } from '../protocol/frames.gen'
import { isDeleted } from '../room/changes'
import { drawable } from '../room/clusters'
import { untied } from '../room/draft'
import type { ChangeUnderWay, JoinedRoom } from '../room/state'
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
export function ChangeNotes({
  entry,
  changes,
}: {
  readonly entry: Entry
  readonly changes: readonly ChangeUnderWay[]
}) {
  const { change } = useWords()
  const isSaving = changes.some(({ status }) => status === 'sending')
  return (
    <>
      {isSaving && <small className="saving">{change.saving}</small>}
      {changes.map((each) => each.status === 'failed' && <FailedChange key={each.key} change={each} entry={entry} />)}
    </>
  )
}

interface Failure {
  readonly change: ChangeUnderWay
  /** What was to be changed; null where it is not at hand. */
  readonly entry: Entry | null
}

/** What failed and why, with the text that would have been, so that it is not lost. */
export function FailedChange({ change, entry }: Failure) {
  const words = useWords()
  const room = useRoom()
  const { key, kind, body, error } = change
  const { message } = words
  return (
    <span className="failure" role="group" aria-label={failureOf(words, kind)}>
      <strong>{failureOf(words, kind)}</strong>
      <span className="reason">
        {error === null ? '' : (message.refusals[error] ?? message.refusedOtherwise(error))}
      </span>
      {body !== '' && (
        <span className="attempt" dir="auto">
          {drawable(body)}
        </span>
      )}
      <span className="remedies">
        {canRetry(change) && (
          <button type="button" className="quiet" onClick={() => room.retry(key)}>
            {message.retry}
          </button>
        )}
        {kind === 'edit' && entry !== null && !isDeleted(entry) && (
          <button type="button" className="quiet" onClick={() => editAgain(room, entry, change)}>
            {words.change.editAgain}
          </button>
        )}
        <button type="button" className="quiet" onClick={() => room.discard(key)}>
          {message.discard}
        </button>
      </span>
    </span>
  )
}

/** Puts the text back in the message box; one that stands there already becomes part of what waits behind it. */
function editAgain(room: JoinedRoom, { offset }: Entry, { key, body }: ChangeUnderWay): void {
  const draft = room.getDraft()
  const { body: waiting, replyTo } = draft.edit === null ? draft : untied(draft)
  room.setDraft({ body: waiting, replyTo, edit: { offset, text: body } })
  room.discard(key)
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
