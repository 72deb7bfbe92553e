import { Dialog } from './Dialog'
import { useWords } from './language/language'
import { isMac, keysOf, SHORTCUTS } from './shortcuts'
import type { DialogProps } from './useDialog'

/** Every shortcut with its keys; loaded when it is asked for. */
export default function ShortcutsDialog({ onClose }: DialogProps) {
  const { dialog, shortcuts } = useWords()
  return (
    <Dialog title={dialog.shortcuts} onClose={onClose}>
      <dl className="shortcuts">
        {SHORTCUTS.map((shortcut) => (
          <div key={shortcut.name}>
            <dt>{shortcuts[shortcut.name]}</dt>
            <dd>
              {keysOf(shortcut, isMac()).map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
