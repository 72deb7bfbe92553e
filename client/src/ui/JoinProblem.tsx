import { adviceFor } from '../protocol/closeAdvice'
import { CloseCode } from '../protocol/closeCodes.gen'
import { remedyFor } from './closings'
import { useWords } from './language/language'

/** Why there is no room to see, and what to do about it. */
export function JoinProblem({ code }: { readonly code: number }) {
  const { closing } = useWords()
  const { what, why, next } = closing.reasons[code] ?? closing.otherwise(code)
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

/** Why no item can be called so, for the place beside the field. */
export function ItemReason({ typed }: { readonly typed: string }) {
  const { closing, itemMissing } = useWords()
  const { what, why } = closing.reasons[CloseCode.BAD_ITEM_NAME] ?? closing.otherwise(CloseCode.BAD_ITEM_NAME)
  return typed === '' ? (
    <p>{itemMissing}</p>
  ) : (
    <>
      <p>{what}</p>
      <p>{why}</p>
    </>
  )
}
