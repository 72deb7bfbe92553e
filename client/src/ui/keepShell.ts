/** Has the browser keep the page itself, so that it opens without a network. */

import { serviceWorkers } from './serviceWorkers'

const WORKER = '/service-worker.js'

/** After the page has loaded, for which it would only compete. A page that is not trusted may keep nothing. */
export function keepShell(): void {
  if (serviceWorkers() === null) return
  if (document.readyState === 'complete') register()
  else addEventListener('load', register, { once: true })
}

/** A browser that forbids site data refuses; the page then works as before, with a network. */
function register(): void {
  serviceWorkers()
    ?.register(WORKER)
    .catch(() => {})
}
