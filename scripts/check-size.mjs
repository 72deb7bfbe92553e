/** Fails when the JavaScript that the first view needs is larger, gzipped, than a slow line should have to carry. */

import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { gzipSync } from 'node:zlib'
import { CLIENT_BUILD } from './lib/paths.mjs'

const LIMIT_KB = 120

const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(6)

/** Returns the scripts that the page names, and what they import before anything is shown. */
function firstView() {
  const page = readFileSync(join(CLIENT_BUILD, 'index.html'), 'utf8')
  const found = new Set()
  const queue = [...page.matchAll(/(?:src|href)="\/?([^":]+\.js)"/g)].map(([, path]) => normalize(path))
  for (let path = queue.shift(); path; path = queue.shift()) {
    if (found.has(path)) continue
    found.add(path)
    queue.push(...staticImports(path))
  }
  return [...found]
}

// In a built file `import("./x.js")` waits until it is called; `from"./x.js"` and `import"./x.js"` do not.
function staticImports(path) {
  const text = readFileSync(join(CLIENT_BUILD, path), 'utf8')
  return [...text.matchAll(/\b(?:from|import)\s*["'](\.{1,2}\/[^"']+\.js)["']/g)].map(([, target]) =>
    normalize(join(dirname(path), target)),
  )
}

let total = 0
for (const path of firstView()) {
  const size = gzipSync(readFileSync(join(CLIENT_BUILD, path)), { level: 9 }).length
  total += size
  console.log(`${kb(size)} kB  ${path}`)
}
console.log(`${kb(total)} kB of ${LIMIT_KB} kB, gzipped`)
if (total === 0) {
  console.error('The page names no script: the build is not what this check expects.')
  process.exitCode = 1
} else if (total > LIMIT_KB * 1000) {
  console.error(`The first view needs more than ${LIMIT_KB} kB: load what it does not show later, or do without it.`)
  process.exitCode = 1
}
