/**
 * Checks the client's import law: `ui → room → connection → protocol`, React in
 * `ui/` and `main.tsx` only, the browser in `browserEnvironment.ts` only.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const SOURCE = fileURLToPath(new URL('../src/', import.meta.url))

/** Each folder, and the folders and packages that it may import from; `main.tsx` stands above them all. */
const MAY_IMPORT = {
  protocol: ['protocol'],
  connection: ['connection', 'protocol'],
  room: ['room', 'connection', 'protocol'],
  ui: ['ui', 'room', 'connection', 'protocol', 'react', 'react-dom', 'virtua'],
}

const BROWSER = join('connection', 'browserEnvironment.ts')

/** The page may look at its own window; it opens no socket, and what it keeps of a room the engine keeps. */
const FORBIDDEN_IN_UI = ['WebSocket', 'BroadcastChannel', 'sessionStorage']

const FORBIDDEN_IN_ENGINE = FORBIDDEN_IN_UI.concat(
  ['window', 'document', 'navigator', 'location', 'history', 'localStorage', 'crypto', 'fetch'],
  ['setTimeout', 'setInterval', 'Date.now', 'Math.random', 'performance'],
)

const IMPORT = /\b(?:from|import)\s*\(?\s*'([^']+)'/g
const STRING_OR_COMMENT = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\*[\s\S]*?\*\/|\/\/.*$/gm

const withoutComments = (text) => text.replace(STRING_OR_COMMENT, (part) => (part.startsWith('/') ? ' ' : part))
const withoutStrings = (text) => text.replace(STRING_OR_COMMENT, ' ')

function sourceFiles() {
  const files = readdirSync(SOURCE, { recursive: true, withFileTypes: true })
  return files
    .filter((file) => file.isFile() && /(?<!\.d)\.tsx?$/.test(file.name))
    .map((file) => relative(SOURCE, join(file.parentPath, file.name)))
    .filter((path) => path.includes(sep))
}

/** The folder or the package that an import leads to. */
function targetOf(path, specifier) {
  if (!specifier.startsWith('.')) return specifier.split('/')[0]
  return relative(SOURCE, resolve(SOURCE, dirname(path), specifier)).split(sep)[0]
}

function wrongImports(path, text) {
  const folder = path.split(sep)[0]
  const targets = [...withoutComments(text).matchAll(IMPORT)].map(([, specifier]) => targetOf(path, specifier))
  return targets
    .filter((target) => !(MAY_IMPORT[folder] ?? []).includes(target))
    .map((target) => `${path}: ${folder}/ may not import from ${target}`)
}

function wrongNames(path, text) {
  if (path === BROWSER) return []
  const code = withoutStrings(text)
  const forbidden = path.startsWith(`ui${sep}`) ? FORBIDDEN_IN_UI : FORBIDDEN_IN_ENGINE
  return forbidden
    .filter((name) => new RegExp(`(?<![.\\w#])${name.replace('.', '\\.')}\\b(?!\\??:)`).test(code))
    .map((name) => `${path}: ${name} belongs in ${BROWSER}`)
}

const files = sourceFiles()
const faults = files.flatMap((path) => {
  const text = readFileSync(join(SOURCE, path), 'utf8')
  return [...wrongImports(path, text), ...wrongNames(path, text)]
})
for (const fault of faults) console.error(fault)
if (files.length === 0) console.error('no source files were found to check')
process.exitCode = faults.length > 0 || files.length === 0 ? 1 : 0
