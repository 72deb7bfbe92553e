/**
 * The browser's service workers; null where this page may have none.
 *
 * NOTE: plain http has no such property, Firefox in a private window none that
 * works, and Chromium throws on its very mention in a sandbox.
 */
export function serviceWorkers(): ServiceWorkerContainer | null {
  try {
    return navigator.serviceWorker ?? null
  } catch {
    return null
  }
}
