import { useId } from 'react'

import { DENSITIES, THEMES } from '../room/settings'
import { useSettings } from './appearance'
import { LanguageSwitch, useWords } from './language/language'
import { NameSetting } from './NameSetting'
import { NotifySetting } from './NotifySetting'
import { Switch } from './Switch'
import type { DialogProps } from './useDialog'

/** What a person can choose; each choice holds at once. */
export function SettingsDialog({ rooms, settings }: DialogProps) {
  const { language, settings: words } = useWords()
  const chosen = useSettings(settings)
  return (
    <div className="settings">
      <NameSetting rooms={rooms} settings={settings} />
      <Choice
        label={words.theme}
        options={THEMES}
        names={words.themes}
        value={chosen.theme}
        onChange={(theme) => settings.set({ theme })}
      />
      <Choice
        label={words.density}
        options={DENSITIES}
        names={words.densities}
        value={chosen.density}
        onChange={(density) => settings.set({ density })}
      />
      <div className="setting">
        <span aria-hidden="true">{language}</span>
        <LanguageSwitch />
      </div>
      <NotifySetting settings={settings} />
      <Switch
        label={words.sounds}
        hint={words.soundsHint}
        isOn={chosen.sounds}
        onChange={(sounds) => settings.set({ sounds })}
      />
    </div>
  )
}

interface ChoiceProps<T extends string> {
  readonly label: string
  readonly options: readonly T[]
  readonly names: Readonly<Record<T, string>>
  readonly value: T
  readonly onChange: (value: T) => void
}

function Choice<T extends string>({ label, options, names, value, onChange }: ChoiceProps<T>) {
  const id = useId()
  const change = (chosen: string) => {
    const option = options.find((each) => each === chosen)
    if (option !== undefined) onChange(option)
  }
  return (
    <div className="setting">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => change(event.target.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {names[option]}
          </option>
        ))}
      </select>
    </div>
  )
}
