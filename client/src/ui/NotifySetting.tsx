import { useState } from 'react'

import type { KeptSettings } from '../room/settings'
import { useSettings } from './appearance'
import { useWords } from './language/language'
import { type Permission, permissionNow, useNotificationPermission } from './notificationPermission'
import { Switch } from './Switch'

/** The browser is asked for its permission when somebody turns this on, and never before. On is what it lets be on. */
export function NotifySetting({ settings }: { readonly settings: KeptSettings }) {
  const { settings: words } = useWords()
  const { notifies } = useSettings(settings)
  const permission = useNotificationPermission()
  const [hasAsked, setHasAsked] = useState(false)
  const change = async (isOn: boolean) => {
    if (isOn) await askPermission()
    setHasAsked(isOn)
    settings.set({ notifies: isOn && permissionNow() === 'granted' })
  }
  const hints: Partial<Record<Permission, string>> = {
    denied: words.notificationsBlocked,
    missing: words.notificationsMissing,
  }
  // What was never asked for is no trouble.
  const hint = notifies || hasAsked ? hints[permission] : undefined
  return (
    <Switch
      label={words.notifies}
      hint={hint ?? words.notifiesHint}
      isOn={notifies && permission === 'granted'}
      onChange={(isOn) => void change(isOn)}
    />
  )
}

async function askPermission(): Promise<void> {
  if (permissionNow() !== 'missing') await Notification.requestPermission()
}
