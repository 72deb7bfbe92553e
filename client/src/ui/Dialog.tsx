import { type ReactNode, type RefObject, type SyntheticEvent, useEffect, useId, useRef } from 'react'

import { useWords } from './language/language'

interface Props {
  readonly title: string
  /** Gets the focus at first; the first button does where there is none. */
  readonly first?: RefObject<HTMLElement | null>
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A native modal dialog, open while it is mounted; then the focus returns to where it came from. */
export function Dialog({ title, first, onClose, children }: Props) {
  const { dialog: words } = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const { activeElement } = document
    const opened = dialog.current
    opened?.showModal()
    first?.current?.focus()
    return () => {
      opened?.close()
      if (activeElement instanceof HTMLElement) activeElement.focus()
    }
  }, [first])
  const onBackdrop = (event: SyntheticEvent) => {
    if (event.target === dialog.current) onClose()
  }
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={id} onCancel={onClose} onPointerDown={onBackdrop}>
      <div className="dialog-page">
        <header>
          <h2 id={id}>{title}</h2>
          <button type="button" className="quiet" onClick={onClose}>
            {words.close}
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
