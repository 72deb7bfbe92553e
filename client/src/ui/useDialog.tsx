import { type ComponentType, type ReactNode, useState } from 'react'

import { useShortcut } from './shortcuts'

interface DialogProps {
  readonly onClose: () => void
}

/** Each dialog is loaded when it is first opened. */
const LOADERS = {
  shortcuts: () => import('./ShortcutsDialog'),
} satisfies Record<string, () => Promise<{ default: ComponentType<DialogProps> }>>

type DialogName = keyof typeof LOADERS

export interface DialogControl {
  readonly open: (name: DialogName) => void
  /** The dialog that is open, to be put anywhere on the page. */
  readonly dialog: ReactNode
}

/** The one dialog that lies over the page, opened by its shortcut or by `open`. */
export function useDialog(): DialogControl {
  const [Shown, setShown] = useState<ComponentType<DialogProps> | null>(null)
  const open = (name: DialogName) => {
    // What cannot be loaded, without a network, stays closed and can be asked for again.
    LOADERS[name]().then(
      (module) => setShown(() => module.default),
      () => {},
    )
  }
  useShortcut('shortcuts', () => open('shortcuts'))
  return { open, dialog: Shown && <Shown onClose={() => setShown(null)} /> }
}
