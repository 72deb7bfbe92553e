import { type ComponentType, useState } from 'react'
import { createPortal } from 'react-dom'

import { Icon } from './Icon'
import { useWords } from './language/language'
import { useRoom } from './roomContext'
import type { SearchDialogProps } from './SearchDialog'
import { useShortcut } from './shortcuts'
import { useTalkActions } from './talk'

/** Opens the search of this room, which is loaded when it is first opened. */
export function SearchButton() {
  const { search } = useWords()
  const room = useRoom()
  const { jump } = useTalkActions()
  const [Shown, setShown] = useState<ComponentType<SearchDialogProps> | null>(null)
  const open = () => {
    // What cannot be loaded, without a network, stays closed and can be asked for again.
    import('./SearchDialog').then(
      (module) => setShown(() => module.SearchDialog),
      () => {},
    )
  }
  const close = () => setShown(null)
  useShortcut('search', open)
  return (
    <>
      <button type="button" className="quiet search-button" aria-label={search.open} title={search.open} onClick={open}>
        <Icon name="search" />
      </button>
      {/* Not in the header, which has nothing to do with it. */}
      {Shown &&
        createPortal(
          <Shown room={room} onClose={close} onFound={(offset) => (close(), jump(offset))} />,
          document.body,
        )}
    </>
  )
}
