import { type FormEvent, useId, useState } from 'react'

import { hasGivenName, type RoomList } from '../room/roomList'
import type { KeptSettings } from '../room/settings'
import { cleanName, MAX_LINE_LENGTH } from '../room/text'
import { CutNote } from './CutNote'
import { useRoomState } from './hooks'
import { useWords } from './language/language'

/** The name that one goes by; where the token has one, it can only be read. */
export function NameSetting({ rooms, settings }: { readonly rooms: RoomList; readonly settings: KeptSettings }) {
  const { settings: words } = useWords()
  const { active } = rooms.getState()
  const state = useRoomState(active?.room ?? null)
  if (active !== null && hasGivenName(active)) {
    return (
      <div className="setting">
        <span>{words.name}</span>
        <bdi translate="no">{state?.name}</bdi>
        <p className="muted">{words.nameGiven}</p>
      </div>
    )
  }
  return <OwnName rooms={rooms} settings={settings} known={active?.asked.name ?? settings.getState().name ?? ''} />
}

interface OwnNameProps {
  readonly rooms: RoomList
  readonly settings: KeptSettings
  /** The name so far. */
  readonly known: string
}

/** Every room that this tab is in gets another name. */
function OwnName({ rooms, settings, known }: OwnNameProps) {
  const { settings: words } = useWords()
  const [name, setName] = useState(known)
  const [isChanged, setIsChanged] = useState(false)
  const id = useId()

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const chosen = cleanName(name)
    settings.set({ name: chosen })
    rooms.rename(chosen)
    setName(chosen ?? '')
    setIsChanged(true)
  }
  const change = (typed: string) => {
    setName(typed)
    setIsChanged(false)
  }

  return (
    <form className="setting name" onSubmit={submit}>
      <label htmlFor={id}>{words.name}</label>
      <input
        id={id}
        type="text"
        dir="auto"
        value={name}
        maxLength={MAX_LINE_LENGTH}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${id}-hint`}
        onChange={(event) => change(event.target.value)}
      />
      <button type="submit" className="quiet">
        {words.change}
      </button>
      <CutNote value={name} most={MAX_LINE_LENGTH} />
      <p id={`${id}-hint`} className="muted" role="status">
        {isChanged ? words.changed : words.nameHint}
      </p>
    </form>
  )
}
