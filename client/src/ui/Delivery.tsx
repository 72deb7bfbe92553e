import { canRetry, MESSAGE } from '../room/unsent'
import { useWords } from './language/language'
import type { Written } from './rows'

interface Props {
  readonly item: Written
  readonly onRetry: (key: string) => void
  readonly onDiscard: (key: string) => void
}

/** CL7: how far an own message has come: a mark for the eye, a word for the ear. */
export function Delivery({ item, onRetry, onDiscard }: Props) {
  const { message } = useWords()
  if (item.type === 'entry') return <Sign name={message.sent} path="m3.5 8.5 3 3 6-7" />
  if (item.status === 'sending')
    return <Sign name={message.sending} path="M8 4.5V8l2.25 1.5M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0" />
  const { error } = item
  const reason = error === null ? '' : (message.refusals[error] ?? message.refusedOtherwise(error))
  return (
    <span className="failure">
      <strong>{message.failed}</strong>
      <span className="reason">{reason}</span>
      <span className="remedies">
        {canRetry({ kind: MESSAGE, error }) && (
          <button type="button" className="quiet" onClick={() => onRetry(item.key)}>
            {message.retry}
          </button>
        )}
        <button type="button" className="quiet" onClick={() => onDiscard(item.key)}>
          {message.discard}
        </button>
      </span>
    </span>
  )
}

function Sign({ name, path }: { readonly name: string; readonly path: string }) {
  return (
    <span className="sign" title={name}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={path} />
      </svg>
      <span className="sr-only">{name}</span>
    </span>
  )
}
