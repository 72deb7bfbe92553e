import { type ComponentType, type ReactNode, useState } from 'react'

import type { RoomList } from '../room/roomList'
import type { KeptSettings } from '../room/settings'
import { Dialog } from './Dialog'
import { useWords } from './language/language'
import { Late, type Later, later } from './later'
import { useShortcut } from './shortcuts'

/** What a dialog is about. */
export interface DialogProps {
  readonly rooms: RoomList
  readonly settings: KeptSettings
}

type DialogName = 'settings' | 'shortcuts'

const CONTENTS: Record<DialogName, Later<ComponentType<DialogProps>>> = {
  settings: later(async () => (await import('./SettingsDialog')).SettingsDialog),
  shortcuts: later(async () => (await import('./ShortcutsDialog')).ShortcutsDialog),
}

export interface DialogControl {
  readonly open: (name: DialogName) => void
  /** The dialog that is open, to be put anywhere on the page. */
  readonly dialog: ReactNode
}

/** The one dialog that lies over the page, opened by its shortcut or by `open`; at once, also where its content is yet to come. */
export function useDialog(about: DialogProps): DialogControl {
  const words = useWords()
  const [name, open] = useState<DialogName | null>(null)
  const close = () => open(null)
  useShortcut('settings', () => open('settings'))
  useShortcut('shortcuts', () => open('shortcuts'))
  const dialog = name && (
    <Dialog key={name} title={words.dialog[name]} onClose={close}>
      <Late part={CONTENTS[name]} props={about} onFailed={close} />
    </Dialog>
  )
  return { open, dialog }
}
