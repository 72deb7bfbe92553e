/** Where things are. Everything that can be made again lies in `.venv`, `node_modules`, `client/dist` or `.cache`. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
export const VENV = join(ROOT, '.venv')
export const VENV_PYTHON = join(VENV, 'bin', 'python')
export const CLIENT_BUILD = join(ROOT, 'client', 'dist')

/** Returns a path in `.cache`, which is made if it is not there. */
export function inCache(name) {
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  return join(ROOT, '.cache', name)
}

/** Returns the path of a program of an npm package, a script that `node` runs. */
export function npmBin(path) {
  return join(ROOT, 'node_modules', path)
}
