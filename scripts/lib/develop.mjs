/** Two programs side by side, each line marked with whose it is; when one ends, or Ctrl-C comes, both end. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { npmBin, ROOT, VENV_PYTHON } from './paths.mjs'
import { portFrom, requireFreePort } from './ports.mjs'
import { endAllOnStop, ended, endTree, onStop, start } from './processes.mjs'
import { say } from './say.mjs'
import { setUpNpm, setUpPython } from './setup.mjs'

const HOST = '127.0.0.1'
const PATIENCE_MS = 5_000

/** Sets up, starts both and stays until both have ended. */
export async function develop() {
  const serverPort = portFrom('PARLEY_PORT', 8000)
  const clientPort = portFrom('PARLEY_DEV_PORT', 5173)
  const letGo = endAllOnStop()
  await requireFreePort(HOST, serverPort, 'PARLEY_PORT')
  await requireFreePort(HOST, clientPort, 'PARLEY_DEV_PORT')
  await Promise.all([setUpPython('dev'), setUpNpm()])
  letGo()
  mkdirSync(join(ROOT, 'data'), { recursive: true })
  say(`Parley, with reload: http://${HOST}:${clientPort}`)
  say('  Ctrl-C ends both halves.')
  return sideBySide([
    ['server', ...fastapi(serverPort)],
    ['client', ...vite(clientPort, serverPort)],
  ])
}

function fastapi(port) {
  const env = { PARLEY_AUTH: process.env.PARLEY_AUTH || 'demo', PYTHONUNBUFFERED: '1' }
  return [VENV_PYTHON, ['-m', 'fastapi', 'dev', '--host', HOST, '--port', String(port)], env]
}

function vite(port, serverPort) {
  const env = { PARLEY_DEV_SERVER: `http://${HOST}:${serverPort}` }
  const args = ['client', '--host', HOST, '--port', String(port), '--strictPort', '--clearScreen', 'false']
  return [process.execPath, [npmBin('vite/bin/vite.js'), ...args], env]
}

/** Runs the programs until one ends; returns 0 if a person ended them, else the status of that one. */
async function sideBySide(programs) {
  const children = programs.map(([name, command, args, env]) => {
    const child = start(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], ownGroup: true })
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => say(`${name} │ ${line}`))
    }
    return child
  })
  const ends = children.map(ended)
  const interrupted = new Promise((resolve) => onStop(() => resolve(0)))
  const status = await Promise.race([interrupted, ...ends.map(async (end) => (await end) ?? 1)])
  for (const child of children) endTree(child, 'SIGTERM')
  const impatience = setTimeout(() => {
    for (const child of children) endTree(child, 'SIGKILL')
  }, PATIENCE_MS)
  await Promise.all(ends)
  clearTimeout(impatience)
  return status
}
