/** `node scripts/python.mjs -m module …`: runs the Python of `.venv` after the set-up, with the client built. */

import { requireNode } from './lib/node.mjs'

requireNode()
const { runInTurn } = await import('./lib/in-turn.mjs')
const { VENV_PYTHON } = await import('./lib/paths.mjs')
const { main } = await import('./lib/say.mjs')
const { buildClient, setUpNpm } = await import('./lib/setup.mjs')

await main(async () => {
  await setUpNpm()
  await buildClient()
  return runInTurn([[VENV_PYTHON, ...process.argv.slice(2)]])
})
