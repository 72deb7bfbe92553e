import { useId, useState } from 'react'

import { MAX_TOKEN_LENGTH } from '../room/text'
import { CutNote } from './CutNote'
import { useWords } from './language/language'

/** What is cut is refused, and never another token. */
const CUT_LENGTH = MAX_TOKEN_LENGTH + 1

interface Props {
  readonly value: string
  /** The room whose token it is; null for one that was typed. */
  readonly lender: string | null
  readonly onChange: (value: string) => void
  readonly isWrong: boolean
}

/** The token, hidden from those who look on until its owner wants to see it. */
export function TokenField({ value, lender, onChange, isWrong }: Props) {
  const { form } = useWords()
  const [isShown, setIsShown] = useState(false)
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{form.token}</label>
      <span className="with-button">
        <input
          id={id}
          type={isShown ? 'text' : 'password'}
          value={value}
          maxLength={CUT_LENGTH}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `problem ${id}-hint` : `${id}-hint`}
          onChange={(event) => onChange(event.target.value)}
        />
        <button type="button" className="quiet" onClick={() => setIsShown(!isShown)}>
          {isShown ? form.hide : form.show}
        </button>
      </span>
      <CutNote value={value} most={CUT_LENGTH} />
      <p id={`${id}-hint`} className="muted">
        {lender === null ? form.tokenHint : form.tokenLent(lender)}
      </p>
    </div>
  )
}
