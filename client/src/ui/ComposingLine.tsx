import { Filled } from './language/Filled'
import { useWords } from './language/language'
import { displayName } from './person'
import { lineOf, Quoted } from './Quote'
import type { Composer } from './useComposer'

/** Over the message box: what the text in it is for, if it is no new message, and the way back. */
export function ComposingLine({ composing, target, cancel }: Pick<Composer, 'composing' | 'target' | 'cancel'>) {
  const words = useWords()
  if (composing.type === 'message') return null
  return (
    <div className="composing">
      <p role="status" title={target === null ? undefined : displayName(words, target)}>
        {composing.type === 'edit' && <span>{words.quote.editing}</span>}
        {composing.type === 'reply' && target !== null && (
          <Filled text={words.quote.replyingTo} fillings={{ name: displayName(words, target) }} />
        )}
      </p>
      <p className="quoted" title={lineOf(target)}>
        <Quoted entry={target} />
      </p>
      <button type="button" className="quiet" onClick={cancel}>
        {words.quote.cancel}
      </button>
    </div>
  )
}
