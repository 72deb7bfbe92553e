import { type FormEvent, useEffect, useRef, useState } from 'react'
import { CloseCode } from '../protocol/closeCodes.gen'
import { normalizeItemId } from '../protocol/itemId'
import type { Join } from '../room/launch'
import type { ConnectionState } from '../room/state'
import { ItemReason, JoinProblem } from './JoinProblem'
import { LanguageSwitch, useWords } from './language/language'
import type { LentToken } from './lentToken'
import { RecentItems } from './RecentItems'
import { TextField } from './TextField'
import { TokenField } from './TokenField'
import { Waiting } from './Waiting'

export type Prefilled = Omit<Join, 'token'>

interface Props {
  /** The first contents of the fields: those that were submitted last, without the token. */
  readonly prefilled: Prefilled
  /** Stands for the token until one is typed. */
  readonly lent: LentToken | null
  readonly recentItems: readonly string[]
  /** The close code that led back here. */
  readonly refusal: number | null
  /** The state of the connection while the first answer is awaited. */
  readonly waiting: ConnectionState | null
  readonly onJoin: (asked: Join) => void
  readonly onTryNow: () => void
  readonly onCancel: () => void
  readonly onSettings: () => void
}

/** The card before a room: which item, who, and what went wrong the last time. */
export function JoinForm(props: Props) {
  const { prefilled, lent, recentItems, refusal, waiting, onJoin, onTryNow, onCancel, onSettings } = props
  const words = useWords()
  const [itemId, setItemId] = useState(prefilled.itemId)
  const { token, lender, setToken } = useToken(lent)
  const [name, setName] = useState(prefilled.name ?? '')
  // What was typed, or asked for by a link, where no item has such a name.
  const [misnamed, setMisnamed] = useState(() => misnamedBy(prefilled.itemId))
  const [attempts, setAttempts] = useState(0)
  const problem = misnamed === null ? refusal : null
  const form = useFocusOnProblem(attempts, problem)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (waiting !== null) return
    const item = normalizeItemId(itemId.trim())
    setAttempts((before) => before + 1)
    setMisnamed(item === null ? itemId.trim() : null)
    if (item === null) return
    const display = name.trim()
    onJoin({ itemId: item, token, name: display === '' ? null : display })
  }

  return (
    <main className="entrance">
      <form className="card" ref={form} onSubmit={submit} noValidate aria-busy={waiting !== null}>
        <header>
          <p className="wordmark" translate="no">
            Parley
          </p>
          <h1>{words.form.title}</h1>
          <p className="muted">{words.form.purpose}</p>
        </header>
        {problem !== null && <JoinProblem code={problem} />}
        <TextField
          label={words.form.itemId}
          value={itemId}
          onChange={setItemId}
          isRequired
          isWrong={problem === CloseCode.BAD_ITEM_NAME}
          reason={misnamed === null ? null : <ItemReason typed={misnamed} />}
        />
        <TokenField
          value={token}
          lender={lender}
          onChange={setToken}
          isWrong={problem === CloseCode.POLICY_VIOLATION}
        />
        <TextField label={words.form.name} hint={words.form.optional} value={name} onChange={setName} />
        <div className="actions">
          <button type="submit" className="primary" aria-disabled={waiting !== null}>
            {waiting === null ? words.form.join : words.form.joining}
          </button>
          {waiting !== null && (
            <button type="button" className="quiet" onClick={onCancel}>
              {words.form.cancel}
            </button>
          )}
        </div>
        {waiting !== null && <Waiting connection={waiting} onTryNow={onTryNow} />}
        <RecentItems items={recentItems} onPick={setItemId} />
      </form>
      <FormFoot onSettings={onSettings} />
    </main>
  )
}

/** The lent one until another is typed. */
function useToken(lent: LentToken | null) {
  const [typed, setToken] = useState<string | null>(null)
  if (typed !== null || lent === null) return { token: typed ?? '', lender: null, setToken }
  return { token: lent.token, lender: lent.itemId, setToken }
}

function FormFoot({ onSettings }: Pick<Props, 'onSettings'>) {
  const { dialog } = useWords()
  return (
    <p className="actions">
      <LanguageSwitch />
      <button type="button" className="quiet" onClick={onSettings}>
        {dialog.settings}
      </button>
    </p>
  )
}

function misnamedBy(itemId: string): string | null {
  return itemId === '' || normalizeItemId(itemId) !== null ? null : itemId
}

/** The field to mend gets the focus; at first the one to fill in. */
function useFocusOnProblem(attempts: number, problem: number | null) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const inputs = [...(form.current?.querySelectorAll('input') ?? [])]
    inputs.find((input) => input.value === '')?.focus()
  }, [])
  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>('[aria-invalid=true]')?.focus()
  }, [attempts, problem])
  return form
}
