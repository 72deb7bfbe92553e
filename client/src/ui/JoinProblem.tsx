import { adviceFor } from '../protocol/closeAdvice'
import { remedyFor } from './closings'
import { useWords } from './language/language'

/** Why there is no room to see, and what to do about it. */
export function JoinProblem({ code, isEmptyItem }: { readonly code: number; readonly isEmptyItem: boolean }) {
  const { closing, itemMissing } = useWords()
  const { what, why, next } = closing.reasons[code] ?? closing.otherwise(code)
  if (isEmptyItem) {
    return (
      <div id="problem" className="problem" role="alert">
        <p>{itemMissing}</p>
      </div>
    )
  }
  return (
    <div id="problem" className="problem" role="alert">
      <p>
        <strong>{what}</strong>
      </p>
      <p>{why}</p>
      <p>{next}</p>
      {remedyFor(code, adviceFor(code)) === 'reload' && (
        <button type="button" className="quiet" onClick={() => location.reload()}>
          {closing.reload}
        </button>
      )}
    </div>
  )
}
