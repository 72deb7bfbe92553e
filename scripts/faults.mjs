/** `npm run test:faults`: runs the fault kit's full lane and writes docs/reliability.md; `-- --quick` tries it out. */

import { requireNode } from './lib/node.mjs'

requireNode()
const { runInTurn } = await import('./lib/in-turn.mjs')
const { VENV_PYTHON } = await import('./lib/paths.mjs')
const { main } = await import('./lib/say.mjs')

await main(() => runInTurn([[VENV_PYTHON, '-m', 'server.tests.faults.report', ...process.argv.slice(2)]]))
