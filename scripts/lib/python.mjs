/** Finding a Python that is new enough. */

import { spawnSync } from 'node:child_process'
import { Trouble } from './say.mjs'

const OLDEST = [3, 11]
const CANDIDATES = ['python3', 'python', ...[14, 13, 12, 11].map((minor) => `python3.${minor}`)]

/** Returns the path of a Python that is new enough, or says in one sentence what is missing. */
export function findPython() {
  const chosen = process.env.PARLEY_PYTHON
  const needed = `Parley needs Python ${OLDEST.join('.')} or newer`
  const seen = []
  for (const command of chosen ? [chosen] : CANDIDATES) {
    const found = inspect(command)
    if (found && isNewEnough(found.version)) return found.path
    if (found) seen.push(found.version.join('.'))
  }
  if (chosen && seen.length === 0) throw new Trouble(`${needed}, and PARLEY_PYTHON=${chosen} does not start one.`)
  if (chosen) throw new Trouble(`${needed}, and PARLEY_PYTHON=${chosen} is Python ${seen[0]}.`)
  const found = seen.length > 0 ? `only found ${[...new Set(seen)].join(', ')}` : 'found none'
  throw new Trouble(`${needed}, and ${found}; install one, or name it with PARLEY_PYTHON=/path/to/python3.`)
}

/** Returns a Python's own path and version, or null if the command starts none. */
export function inspect(command) {
  const program = 'import sys; print(sys.executable); print(*sys.version_info[:3])'
  const result = spawnSync(command, ['-c', program], { encoding: 'utf8', timeout: 20_000 })
  const [path, version] = (result.stdout ?? '').trim().split('\n')
  if (result.status !== 0 || !path || !version) return null
  return { path, version: version.split(' ').map(Number) }
}

export function isNewEnough(version) {
  return version[0] > OLDEST[0] || (version[0] === OLDEST[0] && version[1] >= OLDEST[1])
}
