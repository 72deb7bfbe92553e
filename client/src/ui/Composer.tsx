import { type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useRef } from 'react'

import type { JoinedRoom, RoomState } from '../room/state'
import { draftOf, MAX_DRAFT_LENGTH } from '../room/text'
import { ComposingLine } from './ComposingLine'
import { useWords } from './language/language'
import { matches } from './media'
import type { Composing } from './talk'
import { type Composer as ComposerOf, useComposer } from './useComposer'

export const MESSAGE_BOX_ID = 'message'
/** The counter appears when no more than this part of the limit is left. */
const COUNTED_PART = 0.1
/** So much of the text makes the box as high as it gets. */
const GROWN_LENGTH = 4_000
/** More lines at once are not left to the browser. */
const MANY_LINES = 1_000
/** As much of an item's name as the box has room for on a phone of 320 px: twelve letters, or five Chinese characters. */
const PLACEHOLDER_ROOM = 60
const LETTER = 5
const WIDE_CHARACTER = 12
const WIDE = /[\u1100-\u11ff\u2e80-\u{3ffff}]/u
// NOTE: Safari ends a composition before the Enter that ended it, and marks
// that Enter with this key code only.
const KEY_OF_COMPOSITION = 229

interface Props {
  readonly room: JoinedRoom
  readonly state: RoomState
}

/** The message box: Enter sends, Shift and Enter break the line, Up edits one's last message, Escape leaves it. */
export function Composer({ room, state }: Props) {
  const words = useWords()
  const composer = useComposer(room, state)
  const { text, composing, left, canSend } = composer
  const box = useBoxFocus(composing)
  const isTooLong = left < 0
  useFitInput(box, composer.change)

  const send = () => {
    composer.send()
    box.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Whatever is pressed while a word is composed belongs to the input method.
    if (event.nativeEvent.isComposing || event.keyCode === KEY_OF_COMPOSITION) return
    if (!isDone(event, { ...composer, send })) return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <form className="composer" onSubmit={(event) => (event.preventDefault(), send())}>
      <ComposingLine {...composer} />
      <label className="sr-only" htmlFor={MESSAGE_BOX_ID}>
        {words.composer.label}
      </label>
      {/* As high as a copy of its text, which the style sheet lays under it. */}
      <div className="grown" data-text={text.slice(0, GROWN_LENGTH)}>
        <textarea
          id={MESSAGE_BOX_ID}
          ref={box}
          rows={1}
          enterKeyHint="send"
          placeholder={words.composer.placeholder(beginningOf(state.itemId))}
          value={text}
          // What is beyond it is cut off before it is laid out.
          maxLength={MAX_DRAFT_LENGTH}
          aria-invalid={isTooLong}
          aria-describedby="length"
          onChange={(event) => composer.change(event.target.value)}
          onBlur={composer.stopTyping}
          onKeyDown={onKeyDown}
        />
      </div>
      <button type="submit" className="primary" aria-disabled={!canSend}>
        {composing.type === 'edit' ? words.quote.save : words.composer.send}
      </button>
      <p id="length" className={isTooLong ? 'length over' : 'length'} role="status">
        <Length left={left} limit={state.bodyLengthLimit} isCut={text.length >= MAX_DRAFT_LENGTH - 1} />
      </p>
    </form>
  )
}

/** Does what a key stands for; false where it stands for nothing but itself. */
function isDone(event: KeyboardEvent, { composing, send, cancel, editLast }: ComposerOf): boolean {
  const isBare = !(event.shiftKey || event.altKey || event.ctrlKey || event.metaKey)
  if (event.key === 'Enter' && !event.shiftKey) send()
  else if (event.key === 'Escape' && composing.type !== 'message') cancel()
  else return event.key === 'ArrowUp' && isBare && editLast()
  return true
}

interface LengthProps {
  readonly left: number
  readonly limit: number
  readonly isCut: boolean
}

function Length({ left, limit, isCut }: LengthProps) {
  const { composer, cutAfter } = useWords()
  if (left >= 0) return left <= limit * COUNTED_PART && <span>{composer.charactersLeft(left)}</span>
  return <span>{`${composer.charactersOver(-left)}${isCut ? ` · ${cutAfter(MAX_DRAFT_LENGTH)}` : ''}`}</span>
}

// NOTE: Chromium cuts the placeholder of a text area without an ellipsis, whatever the style sheet says.
function beginningOf(itemId: string): string {
  let left = PLACEHOLDER_ROOM
  const fits = (sign: string) => (left -= WIDE.test(sign) ? WIDE_CHARACTER : LETTER) >= 0
  const signs = [...itemId]
  const end = signs.findIndex((sign) => !fits(sign))
  return (end === -1 ? signs : signs.slice(0, end)).join('').trimEnd()
}

/**
 * Takes what is pasted or dropped in the browser's place where that would take seconds over it.
 *
 * Megabytes and a character that does not end are cut before they are laid out, and a text of very many lines, of which
 * a browser makes an element each as it pastes them, is put in as one.
 */
function useFitInput(box: RefObject<HTMLTextAreaElement | null>, change: (text: string) => void): void {
  const onInput = useEffectEvent((element: HTMLTextAreaElement, event: InputEvent) => {
    if (event.data === null) return
    const fit = draftOf(event.data)
    if (fit === event.data && !hasManyLines(fit)) return
    event.preventDefault()
    element.setRangeText(fit, element.selectionStart, element.selectionEnd, 'end')
    change(element.value)
  })
  useEffect(() => {
    const element = box.current
    const listener = (event: InputEvent) => element && onInput(element, event)
    element?.addEventListener('beforeinput', listener)
    return () => element?.removeEventListener('beforeinput', listener)
  }, [box])
}

function hasManyLines(text: string): boolean {
  return text.split('\n', MANY_LINES).length === MANY_LINES
}

/** The box has the focus at first, and whenever it is for another message. */
function useBoxFocus(composing: Composing) {
  const box = useRef<HTMLTextAreaElement>(null)
  const before = useRef(composing)
  useEffect(() => {
    // Where a finger would bring up a keyboard over half the page, it waits for the finger.
    if (matches('(pointer: fine)')) box.current?.focus()
  }, [])
  useEffect(() => {
    if (before.current === composing) return
    before.current = composing
    box.current?.focus()
    box.current?.setSelectionRange(box.current.value.length, box.current.value.length)
  }, [composing])
  return box
}
