import { type ComponentType, type ReactNode, useState } from 'react'

import type { RoomList } from '../room/roomList'
import type { KeptSettings } from '../room/settings'
import { useShortcut } from './shortcuts'

/** What a dialog is about, and how it goes away. */
export interface DialogProps {
  readonly rooms: RoomList
  readonly settings: KeptSettings
  readonly onClose: () => void
}

/** Each dialog is loaded when it is first opened. */
const LOADERS = {
  settings: () => import('./SettingsDialog'),
  shortcuts: () => import('./ShortcutsDialog'),
} satisfies Record<string, () => Promise<{ default: ComponentType<DialogProps> }>>

export interface DialogControl {
  readonly open: (name: keyof typeof LOADERS) => void
  /** The dialog that is open, to be put anywhere on the page. */
  readonly dialog: ReactNode
}

/** The one dialog that lies over the page, opened by its shortcut or by `open`. */
export function useDialog(about: Omit<DialogProps, 'onClose'>): DialogControl {
  const [Shown, setShown] = useState<ComponentType<DialogProps> | null>(null)
  const open = (name: keyof typeof LOADERS) => {
    // What cannot be loaded, without a network, stays closed and can be asked for again.
    LOADERS[name]().then(
      (module) => setShown(() => module.default),
      () => {},
    )
  }
  useShortcut('settings', () => open('settings'))
  useShortcut('shortcuts', () => open('shortcuts'))
  return { open, dialog: Shown && <Shown {...about} onClose={() => setShown(null)} /> }
}
