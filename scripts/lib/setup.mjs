/** The set-up: locked Python packages, locked npm packages, the built client. Each only if something changed. */

import { appendFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf, readStamp, writeStamp } from './digest.mjs'
import { CLIENT_BUILD, inCache, npmBin, ROOT, VENV, VENV_PYTHON } from './paths.mjs'
import { run } from './processes.mjs'
import { findPython, inspect, isNewEnough } from './python.mjs'
import { say, seconds, Trouble } from './say.mjs'

const PYTHON_STAMP = join(VENV, 'parley.json')
const NPM_STAMP = join(ROOT, 'node_modules', '.parley.json')
const LOG = 'setup.log'

// How pip, uv and npm say that they reached nobody.
const UNREACHED =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|Max retries exceeded|name resolution|error sending request|dns error|[Cc]onnection refused|connection error|timed out/

/** Says in one sentence if there is no Python to make `.venv` of, or `PARLEY_PYTHON` names none. */
export function requirePython() {
  if (process.env.PARLEY_PYTHON || !isVenvUsable()) findPython()
}

// A .venv is of no use any more when the Python that it was made of is gone.
function isVenvUsable() {
  const python = existsSync(VENV_PYTHON) ? inspect(VENV_PYTHON) : null
  return python !== null && isNewEnough(python.version)
}

/** Installs the Python packages of a lock into `.venv`: `runtime`, or `dev`, which has those too. */
export async function setUpPython(lock) {
  const file = lock === 'dev' ? 'requirements-dev.lock' : 'requirements.lock'
  const hasVenv = isVenvUsable()
  const digest = digestOf([file])
  const stamp = hasVenv ? readStamp(PYTHON_STAMP) : {}
  if (stamp[lock] === digest) return
  const uv = (await run('uv', ['--version'])).status === 0
  if (!hasVenv) await makeVenv(uv)
  rmSync(PYTHON_STAMP, { force: true })
  await installPackages(uv, file)
  const runtime = digestOf(['requirements.lock'])
  writeStamp(PYTHON_STAMP, lock === 'dev' ? { runtime, dev: digest } : { runtime })
}

async function makeVenv(uv) {
  const python = findPython()
  say(`Making .venv with ${python}`)
  rmSync(VENV, { recursive: true, force: true })
  const [command, args] = uv ? ['uv', ['venv', '--python', python, VENV]] : [python, ['-m', 'venv', VENV]]
  const { status, output } = await run(command, args)
  if (status === 0) return
  log(output)
  throw new Trouble(
    `${python} could not make a virtual environment: its venv module may be missing ` +
      `(Debian and Ubuntu have it in the package python3-venv). Details: .cache/${LOG}`,
  )
}

async function installPackages(uv, file) {
  const since = performance.now()
  say(`Installing the Python packages of ${file} with ${uv ? 'uv' : 'pip'}`)
  if (!uv) await ensurePip()
  // The lock names every package. An older pip would resolve `coverage[toml]` anew, to a newer release without a hash.
  const options = ['install', '--require-hashes', '--no-deps', '-r', file]
  const result = uv
    ? await run('uv', ['pip', ...options, '--python', VENV_PYTHON])
    : await run(VENV_PYTHON, ['-m', 'pip', ...options, '--disable-pip-version-check', '--no-input', '--retries', '2'])
  if (result.status !== 0) throw failure('the Python packages', result.output)
  say(`  done in ${seconds(since)}`)
}

// A .venv that uv made has no pip.
async function ensurePip() {
  if ((await run(VENV_PYTHON, ['-m', 'pip', '--version'])).status === 0) return
  const { status, output } = await run(VENV_PYTHON, ['-m', 'ensurepip', '--default-pip'])
  if (status !== 0) throw failure('pip', output)
}

/** Installs the npm packages, exactly as locked. */
export async function setUpNpm() {
  const digest = digestOf(['package-lock.json'], process.platform, process.arch)
  if (readStamp(NPM_STAMP).npm === digest) return
  const since = performance.now()
  say('Installing the npm packages')
  const options = ['ci', '--no-audit', '--no-fund', '--fetch-retries=2', '--fetch-retry-mintimeout=1000']
  const result = await run('npm', options)
  if (result.status !== 0) throw failure('the npm packages', result.output)
  writeStamp(NPM_STAMP, { npm: digest })
  say(`  npm: done in ${seconds(since)}`)
}

/** Builds the client, which the server then serves from `client/dist`. */
export async function buildClient() {
  const digest = digestOf(['client', 'shared/schema', 'package-lock.json'])
  const stamp = inCache('client-build.json')
  if (readStamp(stamp).client === digest && existsSync(join(CLIENT_BUILD, 'index.html'))) return
  const since = performance.now()
  say('Building the client')
  rmSync(stamp, { force: true })
  const { status, output } = await run(process.execPath, [npmBin('vite/bin/vite.js'), 'build', 'client'])
  if (status !== 0) {
    log(output)
    throw new Trouble(`The client could not be built:\n${output.trim()}`)
  }
  writeStamp(stamp, { client: digest })
  say(`  done in ${seconds(since)}`)
}

function failure(what, output) {
  log(output)
  if (!UNREACHED.test(output))
    return new Trouble(`Installing ${what} failed: ${lastLine(output)}. Details: .cache/${LOG}`)
  return new Trouble(
    `No network: ${what} could not be fetched, because nobody answered; try again when this machine is online. ` +
      `Details: .cache/${LOG}`,
  )
}

function lastLine(output) {
  const lines = output.split('\n').map((line) => line.trim())
  return (lines.findLast((line) => /error/i.test(line)) ?? lines.findLast(Boolean) ?? 'no output').replace(/\.$/, '')
}

function log(text) {
  appendFileSync(inCache(LOG), `${new Date().toISOString()}\n${text}\n`)
}
