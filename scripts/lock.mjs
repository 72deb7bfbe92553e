/**
 * `npm run lock`: writes the three locks anew after a change of `pyproject.toml` or `package.json`.
 *
 * What is locked stays at its version; `npm run lock -- --upgrade` takes the newest that fit. Needs uv. No address is
 * written, because whoever installs chooses where from.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { requireNode } from './lib/node.mjs'

requireNode()
const { run } = await import('./lib/processes.mjs')
const { main, say, Trouble } = await import('./lib/say.mjs')

const upgrade = process.argv.includes('--upgrade')
const compile = [
  'pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes'.split(' '),
  '--no-emit-index-url --no-emit-find-links --no-annotate'.split(' '),
  ['--custom-compile-command', 'npm run lock'],
  upgrade ? ['--upgrade'] : [],
].flat()

await main(async () => {
  await must('uv', [...compile, '-o', 'requirements.lock'])
  await must('uv', [...compile, '--group', 'dev', '-c', 'requirements.lock', '-o', 'requirements-dev.lock'])
  await must('npm', [upgrade ? 'update' : 'install', '--package-lock-only', '--no-audit', '--no-fund'])
  dropFundingAddresses()
  const fits = await must('npm', ['ci', '--dry-run', '--no-audit', '--no-fund'])
  if (fits.includes('Missing:')) throw new Trouble('package-lock.json lacks packages that other systems need.')
  say('The locks are written.')
})

async function must(command, args) {
  const { status, output } = await run(command, args)
  if (status !== 0) throw new Trouble(`${command} ${args.slice(0, 2).join(' ')} failed:\n${output.trim()}`)
  return output
}

function dropFundingAddresses() {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  for (const locked of Object.values(lock.packages)) delete locked.funding
  writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
}
