import { useWords } from './language/language'
import { useMissingPart } from './later'

/** Says that a part of the page could not be had, which a new release has taken away, and offers the new page. */
export function MissingPart() {
  const { closing, dialog, missingPart } = useWords()
  const { isMissing, dismiss } = useMissingPart()
  if (!isMissing) return null
  return (
    <div className="missing-part" role="alert">
      <p>{missingPart}</p>
      <button type="button" className="primary" onClick={() => location.reload()}>
        {closing.reload}
      </button>
      <button type="button" className="quiet" onClick={dismiss}>
        {dialog.close}
      </button>
    </div>
  )
}
