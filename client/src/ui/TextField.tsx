import { useId } from 'react'

interface Props {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly isRequired?: boolean
  readonly isWrong?: boolean
  readonly maxLength?: number
}

/** One line of text under its label. */
export function TextField({ label, hint, value, onChange, isRequired = false, isWrong = false, maxLength }: Props) {
  const id = useId()
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
        required={isRequired}
        maxLength={maxLength}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? 'problem' : hint && `${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
