/** Tells the service worker, once all files are written, which they are and what the release is called. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

import type { Plugin } from 'vite'

export const WORKER = 'service-worker.js'

/** Fetched by whoever installs the page, and by no page. */
const NOT_OF_THE_PAGE = /^\/(?:service-worker\.js|manifest\.webmanifest|icons\/.*)$/

export function stampRelease(): Plugin {
  return {
    name: 'parley:stamp-release',
    apply: 'build',
    writeBundle: {
      order: 'post',
      handler({ dir }) {
        if (dir === undefined) throw new Error('Expected a folder that the client is built into, got none.')
        stamp(dir)
      },
    },
  }
}

function stamp(dir: string): void {
  const worker = join(dir, WORKER)
  const code = readFileSync(worker, 'utf8')
  if (!code.includes('PARLEY_RELEASE') || /^\s*import\b/m.test(code))
    throw new Error(`Expected ${WORKER} to be one file with a place for the release.`)
  const release = { version: versionOf(dir, code), files: pagesFiles(dir) }
  writeFileSync(
    worker,
    code.replaceAll('PARLEY_RELEASE', () => JSON.stringify(release)),
  )
}

function pagesFiles(dir: string): readonly string[] {
  const paths = filesIn(dir).map((file) => `/${relative(dir, file).split(sep).join('/')}`)
  return paths.filter((path) => !NOT_OF_THE_PAGE.test(path)).map((path) => (path === '/index.html' ? '/' : path))
}

/** The same files make the same version, wherever and whenever they were built. */
function versionOf(dir: string, worker: string): string {
  const digest = createHash('sha256').update(worker)
  for (const file of filesIn(dir))
    if (!file.endsWith(WORKER)) digest.update(relative(dir, file)).update(readFileSync(file))
  return digest.digest('hex').slice(0, 16)
}

function filesIn(dir: string): readonly string[] {
  const found = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  return found.map((each) => join(each.parentPath, each.name)).sort()
}
