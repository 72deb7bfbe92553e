/** The service worker: the only module that touches its globals. `stampRelease` fills in what belongs to the release. */

import { type Release, Shell } from './shell'

declare const self: ServiceWorkerGlobalScope
declare const PARLEY_RELEASE: Release

const shell = new Shell(PARLEY_RELEASE, {
  origin: self.location.origin,
  caches: self.caches,
  fetch: (request) => self.fetch(request),
  wait: (ms) => new Promise((resolve) => self.setTimeout(() => resolve(null), ms)),
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
