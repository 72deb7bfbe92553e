import type { Advice } from '../protocol/closeCodes.gen'
import { type Remedy, remedyFor } from './closings'
import { useWords } from './language/language'

interface Props {
  readonly code: number
  readonly advice: Advice
  readonly onRejoin: () => void
  readonly onAnother: () => void
}

/** Stands where the message box was when no retry will come: what, why, what next. */
export function ClosedNotice({ code, advice, onRejoin, onAnother }: Props) {
  const { closing } = useWords()
  const { what, why, next } = closing.reasons[code] ?? closing.otherwise(code)
  const remedy = remedyFor(code, advice)
  const labels: Record<Remedy, string> = {
    use_here: closing.useHere,
    reload: closing.reload,
    join_again: closing.joinAgain,
  }
  return (
    <section className="closed-notice">
      <div role="alert">
        <p>
          <strong>{what}</strong>
        </p>
        <p>{why}</p>
        <p>{next}</p>
      </div>
      <p className="actions">
        <button type="button" className="primary" onClick={remedy === 'reload' ? () => location.reload() : onRejoin}>
          {labels[remedy]}
        </button>
        <button type="button" className="quiet" onClick={onAnother}>
          {closing.backToForm}
        </button>
      </p>
    </section>
  )
}
