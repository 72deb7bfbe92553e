/** Serving Parley with what `npm start` presets: demo login, a SQLite file in `data/`. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, VENV_PYTHON } from './paths.mjs'
import { portFrom, requireFreePort } from './ports.mjs'
import { endAllOnStop, ended, onStop, start } from './processes.mjs'
import { say } from './say.mjs'
import { buildClient, requirePython, setUpNpm, setUpPython } from './setup.mjs'

// Longer than the server's own graceful timeout, so that it usually ends by itself.
const PATIENCE_MS = 15_000

/** Sets up, starts the server and stays until it has ended; returns its status. */
export async function serve() {
  const host = process.env.PARLEY_HOST || '127.0.0.1'
  const port = portFrom('PARLEY_PORT', 8000)
  const letGo = endAllOnStop()
  requirePython()
  // Before the long set-up, so that nobody waits for it in vain.
  await requireFreePort(host, port, 'PARLEY_PORT')
  await setUpPython('runtime')
  await setUpNpm()
  await buildClient()
  await requireFreePort(host, port, 'PARLEY_PORT')
  letGo()
  return runServer(host, port)
}

async function runServer(host, port) {
  const auth = process.env.PARLEY_AUTH || 'demo'
  if (!process.env.PARLEY_STORE_URL) mkdirSync(join(ROOT, 'data'), { recursive: true })
  say(`Starting the server${auth === 'demo' ? '; any token gets in (PARLEY_AUTH=demo)' : ''}`)
  const env = {
    PARLEY_AUTH: auth,
    PARLEY_HOST: host,
    PARLEY_PORT: String(port),
    PARLEY_STORE_URL: process.env.PARLEY_STORE_URL || 'sqlite:///data/parley.db',
  }
  const server = start(VENV_PYTHON, ['-m', 'server'], { env })
  const wasStopped = passStopsTo(server)
  const status = await ended(server)
  return wasStopped() ? 0 : (status ?? 1)
}

/** Hands a stop on, so that the server says goodbye; returns a function that tells whether one came. */
function passStopsTo(server) {
  let stopped = false
  onStop(() => {
    // A terminal signals the server too; SIGTERM on top of its SIGINT asks for nothing more.
    server.kill('SIGTERM')
    if (!stopped) setTimeout(() => server.kill('SIGKILL'), PATIENCE_MS).unref()
    stopped = true
  })
  return () => stopped
}
