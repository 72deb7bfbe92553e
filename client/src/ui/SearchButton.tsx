import { memo, useCallback, useId, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

import { MAX_QUERY_LENGTH } from '../room/text'
import { CutNote } from './CutNote'
import { Dialog } from './Dialog'
import { Icon } from './Icon'
import { useWords } from './language/language'
import { Late, later } from './later'
import { useRoom } from './roomContext'
import { useShortcut } from './shortcuts'
import { useTalkActions } from './talk'

const RESULTS = later(async () => (await import('./SearchResults')).SearchResults)

/** Opens the search of this room. Nothing of it is drawn anew with what comes in. */
export const SearchButton = memo(function SearchButton() {
  const { search } = useWords()
  const [isOpen, setOpen] = useState(false)
  const open = () => setOpen(true)
  const close = useCallback(() => setOpen(false), [])
  useShortcut('search', open)
  return (
    <>
      <button type="button" className="quiet search-button" aria-label={search.open} title={search.open} onClick={open}>
        <Icon name="search" />
      </button>
      {/* Not in the header, which has nothing to do with it. */}
      {isOpen && createPortal(<SearchDialog onClose={close} />, document.body)}
    </>
  )
})

/** Takes keys from the moment it opens, also before the rest of it is loaded: they would go into the message box. */
function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const { search } = useWords()
  const room = useRoom()
  const { jump } = useTalkActions()
  const [query, setQuery] = useState('')
  const box = useRef<HTMLInputElement>(null)
  const formId = useId()
  const onFound = useCallback(
    (offset: number) => {
      onClose()
      jump(offset)
    },
    [onClose, jump],
  )
  return (
    <Dialog title={search.title} first={box} onClose={onClose}>
      <div className="search" role="search">
        <input
          ref={box}
          type="search"
          form={formId}
          aria-label={search.label}
          placeholder={search.label}
          enterKeyHint="search"
          value={query}
          maxLength={MAX_QUERY_LENGTH}
          onChange={(event) => setQuery(event.target.value)}
        />
        <CutNote value={query} most={MAX_QUERY_LENGTH} />
        <Late part={RESULTS} props={{ room, query, formId, onFound }} onFailed={onClose} />
      </div>
    </Dialog>
  )
}
