import { type ComponentType, type FocusEvent, type KeyboardEvent, type Ref, useEffect, useRef, useState } from 'react'

import type { Entry } from '../protocol/frames.gen'
import { isBySame } from '../room/changes'
import type { EmojiPaletteProps } from './EmojiPalette'
import { Icon } from './Icon'
import { useWords } from './language/language'
import { later } from './later'
import { useRoom } from './roomContext'
import { useSelf, useTalkActions } from './talk'

const PALETTE = later(async () => (await import('./EmojiPalette')).EmojiPalette)

/**
 * What can be done with a message: seen on hover, and while the focus is in its
 * row; a finger opens it by a button.
 *
 * Until then the tools are not even made, for they would be more than half of
 * all that is drawn of a message.
 */
export function MessageActions({ entry, isAtHand }: { readonly entry: Entry; readonly isAtHand: boolean }) {
  const { change: words } = useWords()
  const room = useRoom()
  const self = useSelf()
  const { compose } = useTalkActions()
  const [isOpen, setOpen] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const moreButton = useRef<HTMLButtonElement>(null)
  const reactButton = useRef<HTMLButtonElement>(null)
  const [Palette, setPalette] = useState<ComponentType<EmojiPaletteProps> | null>(null)
  const isMine = self !== null && isBySame(entry, self)
  const hasTools = isAtHand || isOpen

  const choose = () => {
    // What cannot be loaded, without a network, stays closed and can be asked for again.
    PALETTE.load().then(
      (loaded) => setPalette(() => loaded),
      () => {},
    )
  }
  const close = () => {
    // Where the tools are opened by a button they go now, and the focus stays with the button.
    if (document.activeElement === reactButton.current) moreButton.current?.focus()
    setPalette(null)
    setOpen(false)
  }
  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
  }
  const doing = (action: () => void) => () => {
    setOpen(false)
    action()
  }

  if (isAsking) return <RemovalQuestion onRemove={() => room.remove(entry.offset)} onEnd={() => setAsking(false)} />
  return (
    <div className={isOpen ? 'message-actions open' : 'message-actions'} onBlur={onBlur}>
      <button
        type="button"
        ref={moreButton}
        className="more"
        // Arrow keys lead to a message, and Tab into it: a hundred messages are no hundred stops.
        tabIndex={hasTools ? 0 : -1}
        aria-expanded={isOpen}
        aria-label={words.actions}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
      {hasTools && (
        <div className="tools" role="toolbar" aria-label={words.actions}>
          {self !== null && <Tool name="react" label={words.react} buttonRef={reactButton} onClick={choose} />}
          <Tool
            name="reply"
            label={words.reply}
            onClick={doing(() => compose({ type: 'reply', offset: entry.offset }))}
          />
          {isMine && (
            <>
              <Tool
                name="edit"
                label={words.edit}
                onClick={doing(() => compose({ type: 'edit', offset: entry.offset }))}
              />
              <Tool name="remove" label={words.remove} onClick={doing(() => setAsking(true))} />
            </>
          )}
        </div>
      )}
      {Palette && (
        <Palette anchor={reactButton} onChoose={(emoji) => room.react(entry.offset, emoji)} onClose={close} />
      )}
    </div>
  )
}

interface ToolProps {
  readonly name: 'react' | 'reply' | 'edit' | 'remove'
  readonly label: string
  readonly buttonRef?: Ref<HTMLButtonElement>
  readonly onClick: () => void
}

function Tool({ name, label, buttonRef, onClick }: ToolProps) {
  return (
    <button type="button" ref={buttonRef} aria-label={label} title={label} onClick={onClick}>
      <Icon name={name} />
    </button>
  )
}

/** In the place of the actions, so that whoever pressed a key there is asked there. */
function RemovalQuestion({ onRemove, onEnd }: { readonly onRemove: () => void; readonly onEnd: () => void }) {
  const { change: words } = useWords()
  const group = useRef<HTMLDivElement>(null)
  const firstButton = useRef<HTMLButtonElement>(null)
  useEffect(() => firstButton.current?.focus(), [])
  const end = () => {
    // The focus stays in the row that it came from.
    group.current?.closest<HTMLElement>('[data-row]')?.focus({ preventScroll: true })
    onEnd()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') end()
  }
  return (
    <div ref={group} className="removal" role="group" aria-label={words.removeAsk}>
      <span>{words.removeAsk}</span>
      <button
        type="button"
        className="quiet danger"
        ref={firstButton}
        onKeyDown={onKeyDown}
        onClick={() => (onRemove(), end())}
      >
        {words.removeNow}
      </button>
      <button type="button" className="quiet" onKeyDown={onKeyDown} onClick={end}>
        {words.keep}
      </button>
    </div>
  )
}
