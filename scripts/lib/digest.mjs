/** Knowing whether something changed since it was last used: a digest kept beside what was made of it. */

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ROOT } from './paths.mjs'

const MADE = new Set(['dist', 'node_modules', '.vite', 'coverage'])

/** Returns a digest of the files and folders at these paths, of their names and all that is in them. */
export function digestOf(paths, ...more) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap((path) => filesAt(join(ROOT, path)))) {
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.update(more.join('\0')).digest('hex')
}

function filesAt(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  const names = readdirSync(path).filter((name) => !MADE.has(name))
  return names.sort().flatMap((name) => filesAt(join(path, name)))
}

/** Reads a stamp: an object of digests by name, empty if there is none. */
export function readStamp(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return {}
  }
}

export function writeStamp(path, stamp) {
  writeFileSync(path, `${JSON.stringify(stamp)}\n`)
}
