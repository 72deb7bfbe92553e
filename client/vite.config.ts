import react from '@vitejs/plugin-react'
import type { ProxyOptions } from 'vite'
import { defineConfig } from 'vitest/config'

import { stampRelease, WORKER } from './scripts/stampRelease.ts'

const SERVER = process.env['PARLEY_DEV_SERVER'] ?? 'http://127.0.0.1:8000'

/** `/items/foo` is a page of the client, `/items/foo/ws` the server's socket: only upgrades go through. */
const socketsOnly: ProxyOptions = {
  target: SERVER,
  ws: true,
  bypass: (request) => (request.headers.upgrade?.toLowerCase() === 'websocket' ? undefined : '/index.html'),
}

type ModuleInfo = (id: string) => { readonly importers: readonly string[] } | null

/**
 * Whether the page needs a module before it draws, which then comes in one file with all others of the kind: parted among
 * several they compress worse, and come later.
 */
function isOfFirstView(id: string, infoOf: ModuleInfo, seen = new Set<string>()): boolean {
  if (id.endsWith(FIRST_MODULE)) return true
  if (seen.has(id)) return false
  seen.add(id)
  return infoOf(id)?.importers.some((importer) => isOfFirstView(importer, infoOf, seen)) ?? false
}

const FIRST_MODULE = '/src/main.tsx'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), stampRelease()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // As README.md lists them, and index.html tells who has an older one.
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    // The content security policy is `script-src 'self'`: nothing inline, nothing from data: addresses.
    // The page names its one file itself, and what is loaded later needs no second one soon: a helper would only cost bytes.
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: 'index.html', worker: 'worker/serviceWorker.ts' },
      // A service worker rules the folder that it lies in, under a name that never changes.
      output: {
        entryFileNames: ({ name }) => (name === 'worker' ? WORKER : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [
            {
              debugName: 'page',
              name: (id, ctx) => (isOfFirstView(id, (of) => ctx.getModuleInfo(of)) ? 'page' : null),
            },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    fs: { allow: ['..'] },
    proxy: {
      '/api': SERVER,
      '/docs': SERVER,
      '/items': socketsOnly,
      '/ws': { target: SERVER, ws: true },
    },
  },
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    environment: 'node',
    // A test that hangs fails; one that runs beside ten others on two cores does not.
    testTimeout: 30_000,
  },
})
