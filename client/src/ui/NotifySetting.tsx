import { useState } from 'react'

import type { KeptSettings } from '../room/settings'
import { useSettings } from './appearance'
import { useWords } from './language/language'
import { Switch } from './Switch'

type Answer = 'granted' | 'blocked' | 'missing'

/** The browser is asked for its permission when somebody turns this on, and never before. */
export function NotifySetting({ settings }: { readonly settings: KeptSettings }) {
  const { settings: words } = useWords()
  const { notifies } = useSettings(settings)
  const [answer, setAnswer] = useState<Answer>('granted')
  const change = async (isOn: boolean) => {
    const given = isOn ? await askPermission() : 'granted'
    setAnswer(given)
    settings.set({ notifies: isOn && given === 'granted' })
  }
  const hints: Record<Answer, string> = {
    granted: words.notifiesHint,
    blocked: words.notificationsBlocked,
    missing: words.notificationsMissing,
  }
  return <Switch label={words.notifies} hint={hints[answer]} isOn={notifies} onChange={(isOn) => void change(isOn)} />
}

async function askPermission(): Promise<Answer> {
  if (!('Notification' in window)) return 'missing'
  return (await Notification.requestPermission()) === 'granted' ? 'granted' : 'blocked'
}
