import { type KeyboardEvent, useEffect, useRef } from 'react'

import type { JoinedRoom, RoomState } from '../room/state'
import { useWords } from './language/language'
import { useDraft } from './useDraft'

export const MESSAGE_BOX_ID = 'message'
/** The counter appears when no more than this part of the limit is left. */
const COUNTED_PART = 0.1
/** As much of an item's name as the box has room for on a phone. */
const PLACEHOLDER_ITEM_LENGTH = 14
// NOTE: Safari ends a composition before the Enter that ended it, and marks
// that Enter with this key code only.
const ENTER_OF_COMPOSITION = 229

interface Props {
  readonly room: JoinedRoom
  readonly state: RoomState
}

/** The message box: Enter sends, Shift and Enter break the line. */
export function Composer({ room, state }: Props) {
  const words = useWords()
  const [draft, setDraft] = useDraft(room, state.clientId !== null)
  const box = useFocusAtFirst()
  const text = draft.trim()
  // Code points, as the server counts them.
  const left = state.bodyLengthLimit - [...text].length
  const isTooLong = left < 0

  const change = (next: string) => {
    setDraft(next)
    room.setTyping(next.trim() !== '')
  }
  const send = () => {
    if (text === '' || isTooLong) return
    room.send(text)
    room.setTyping(false)
    setDraft('')
    box.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const isComposing = event.nativeEvent.isComposing || event.keyCode === ENTER_OF_COMPOSITION
    if (event.key !== 'Enter' || event.shiftKey || isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <form className="composer" onSubmit={(event) => (event.preventDefault(), send())}>
      <label className="sr-only" htmlFor={MESSAGE_BOX_ID}>
        {words.composer.label}
      </label>
      {/* As high as a copy of its text, which the style sheet lays under it. */}
      <div className="grown" data-text={draft}>
        <textarea
          id={MESSAGE_BOX_ID}
          ref={box}
          rows={1}
          dir="auto"
          enterKeyHint="send"
          placeholder={words.composer.placeholder(beginningOf(state.itemId))}
          value={draft}
          aria-invalid={isTooLong}
          aria-describedby="length"
          onChange={(event) => change(event.target.value)}
          onBlur={() => text !== '' && room.setTyping(false)}
          onKeyDown={onKeyDown}
        />
      </div>
      <button type="submit" className="primary" aria-disabled={text === '' || isTooLong}>
        {words.composer.send}
      </button>
      <p id="length" className={isTooLong ? 'length over' : 'length'} role="status">
        <Length left={left} limit={state.bodyLengthLimit} />
      </p>
    </form>
  )
}

function Length({ left, limit }: { readonly left: number; readonly limit: number }) {
  const { composer } = useWords()
  if (left < 0) return composer.charactersOver(-left)
  return left <= limit * COUNTED_PART ? composer.charactersLeft(left) : null
}

// NOTE: Chromium cuts the placeholder of a text area without an ellipsis, whatever the style sheet says.
function beginningOf(itemId: string): string {
  return [...itemId].slice(0, PLACEHOLDER_ITEM_LENGTH).join('').trimEnd()
}

function useFocusAtFirst() {
  const box = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    // Where a finger would bring up a keyboard over half the page, it waits for the finger.
    if (matchMedia('(pointer: fine)').matches) box.current?.focus()
  }, [])
  return box
}
