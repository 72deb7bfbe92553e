/** The service worker: the only module that touches its globals. `stampRelease` fills in what belongs to the release. */

import { Notices } from './notices'
import { type Release, Shell } from './shell'

declare const self: ServiceWorkerGlobalScope
declare const PARLEY_RELEASE: Release

const shell = new Shell(PARLEY_RELEASE, {
  origin: self.location.origin,
  caches: self.caches,
  fetch: (request) => self.fetch(request),
  wait: (ms) => new Promise((resolve) => self.setTimeout(() => resolve(null), ms)),
})

const notices = new Notices({
  show: (title, options) => self.registration.showNotification(title, options),
  isShown: async (tag) => (await self.registration.getNotifications({ tag })).length > 0,
  hide: async (tag) => {
    for (const notification of await self.registration.getNotifications({ tag })) notification.close()
  },
  tabs: () => self.clients.matchAll({ type: 'window', includeUncontrolled: true }),
  open: (path) => self.clients.openWindow(path),
})

self.addEventListener('install', (event) => {
  event.waitUntil(shell.install().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(shell.activate().then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const answer = shell.answer(event.request)
  if (answer !== null) event.respondWith(answer)
})

self.addEventListener('message', (event) => {
  const from = event.source instanceof Client ? event.source.id : ''
  event.waitUntil(notices.heard(event.data, from))
})

self.addEventListener('notificationclick', (event) => {
  event.waitUntil(notices.clicked(event.notification))
})
