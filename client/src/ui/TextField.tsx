import { type ReactNode, useId } from 'react'

import { MAX_LINE_LENGTH } from '../room/text'
import { CutNote } from './CutNote'

interface Props {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly isRequired?: boolean
  /** The field has to be corrected, for a reason that is shown elsewhere. */
  readonly isWrong?: boolean
  /** Why it is to be mended, said beside it. */
  readonly reason?: ReactNode
}

/** One line of text under its label. */
export function TextField(props: Props) {
  const { label, hint, value, onChange, isRequired = false, isWrong = false, reason = null } = props
  const id = useId()
  const hasReason = reason !== null
  const descriptions = [hint !== undefined && `${id}-hint`, hasReason && `${id}-reason`, isWrong && 'problem']
  return (
    <div className="field">
      <span className="label-line">
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <span id={`${id}-hint`} className="muted">
            {hint}
          </span>
        )}
      </span>
      <input
        id={id}
        type="text"
        dir="auto"
        value={value}
        maxLength={MAX_LINE_LENGTH}
        required={isRequired}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-invalid={isWrong || hasReason}
        aria-describedby={idsOf(descriptions)}
        onChange={(event) => onChange(event.target.value)}
      />
      <CutNote value={value} most={MAX_LINE_LENGTH} />
      {hasReason && (
        <div id={`${id}-reason`} className="reason" role="alert">
          {reason}
        </div>
      )}
    </div>
  )
}

/** A list of ids as an attribute holds it; none where it is empty. */
function idsOf(ids: readonly (string | false)[]): string | undefined {
  return ids.filter((each) => each !== false).join(' ') || undefined
}
