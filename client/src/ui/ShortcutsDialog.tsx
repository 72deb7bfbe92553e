import { useWords } from './language/language'
import { isMac, keysOf, SHORTCUTS } from './shortcuts'

/** Every shortcut with its keys; loaded when it is asked for. */
export function ShortcutsDialog() {
  const { shortcuts } = useWords()
  return (
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
  )
}
