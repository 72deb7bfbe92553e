import { useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

import { Dialog } from './Dialog'
import { Icon } from './Icon'
import { useWords } from './language/language'
import { Late, later } from './later'
import { useRoom } from './roomContext'
import { useShortcut } from './shortcuts'
import { useTalkActions } from './talk'

const SEARCH_DIALOG = later(async () => (await import('./SearchDialog')).SearchDialog)

/** Opens the search of this room: at once, and with what is typed into it before the rest of it is loaded. */
export function SearchButton() {
  const { search } = useWords()
  const room = useRoom()
  const { jump } = useTalkActions()
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const open = () => {
    setTyped('')
    setOpen(true)
  }
  const close = () => setOpen(false)
  useShortcut('search', open)
  return (
    <>
      <button type="button" className="quiet search-button" aria-label={search.open} title={search.open} onClick={open}>
        <Icon name="search" />
      </button>
      {/* Not in the header, which has nothing to do with it. */}
      {isOpen &&
        createPortal(
          <Late
            part={SEARCH_DIALOG}
            props={{ room, typed, onClose: close, onFound: (offset: number) => (close(), jump(offset)) }}
            meanwhile={<SearchShell typed={typed} onTyped={setTyped} onClose={close} />}
            onFailed={close}
          />,
          document.body,
        )}
    </>
  )
}

interface ShellProps {
  readonly typed: string
  readonly onTyped: (typed: string) => void
  readonly onClose: () => void
}

/** Takes the first keys, which would go into the message box otherwise. */
function SearchShell({ typed, onTyped, onClose }: ShellProps) {
  const { search } = useWords()
  const box = useRef<HTMLInputElement>(null)
  // After the dialog's own effect, which gives the focus to its first button.
  useEffect(() => box.current?.focus(), [])
  return (
    <Dialog title={search.title} onClose={onClose}>
      <div className="search">
        <input
          ref={box}
          type="search"
          aria-label={search.label}
          placeholder={search.label}
          value={typed}
          onChange={(event) => onTyped(event.target.value)}
        />
      </div>
    </Dialog>
  )
}
