import { useWords } from './language/language'
import { isMac, keysOf, LOCAL_KEYS, SHORTCUTS } from './shortcuts'

/** Every shortcut with its keys, and what keys do where one writes and reads; loaded when it is asked for. */
export function ShortcutsDialog() {
  const { shortcuts, localKeys, localKeysTitle } = useWords()
  return (
    <>
      <dl className="shortcuts">
        {SHORTCUTS.map((shortcut) => (
          <Line key={shortcut.name} does={shortcuts[shortcut.name]} keys={keysOf(shortcut, isMac())} />
        ))}
      </dl>
      <h3>{localKeysTitle}</h3>
      <dl className="shortcuts">
        {LOCAL_KEYS.map(({ name, keys }) => (
          <Line key={name} does={localKeys[name]} keys={keys} />
        ))}
      </dl>
    </>
  )
}

function Line({ does, keys }: { readonly does: string; readonly keys: readonly string[] }) {
  return (
    <div>
      <dt>{does}</dt>
      <dd>
        {keys.map((key) => (
          <kbd key={key} translate="no">
            {key}
          </kbd>
        ))}
      </dd>
    </div>
  )
}
