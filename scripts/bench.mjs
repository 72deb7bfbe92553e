/** `npm run bench`: the comparison with its peers; `npm run bench -- --help` tells its options. */

import { requireNode } from './lib/node.mjs'

requireNode()
const { runInTurn } = await import('./lib/in-turn.mjs')
const { VENV_PYTHON } = await import('./lib/paths.mjs')
const { main } = await import('./lib/say.mjs')

await main(() => runInTurn([[VENV_PYTHON, '-m', 'bench', ...process.argv.slice(2)]]))
