/** Whether the browser lets this page notify anybody, as it is now. */

import { useSyncExternalStore } from 'react'

import type { Unsubscribe } from '../room/state'

/** `missing` where the browser has no notifications for this page. */
export type Permission = NotificationPermission | 'missing'

/** A person may change it in the browser's own settings at any time. */
export function useNotificationPermission(): Permission {
  return useSyncExternalStore(onPermission, permissionNow)
}

export function permissionNow(): Permission {
  return typeof Notification === 'undefined' ? 'missing' : (Notification.permission ?? 'default')
}

/** NOTE: not every browser reports it; a person who returns from its settings brings the page into view, or focuses it. */
function onPermission(listener: () => void): Unsubscribe {
  let isOver = false
  let status: PermissionStatus | null = null
  const watch = async () => {
    status = await navigator.permissions.query({ name: 'notifications' })
    if (!isOver) status.addEventListener('change', listener)
  }
  watch().catch(() => {})
  addEventListener('focus', listener)
  document.addEventListener('visibilitychange', listener)
  return () => {
    isOver = true
    status?.removeEventListener('change', listener)
    removeEventListener('focus', listener)
    document.removeEventListener('visibilitychange', listener)
  }
}
