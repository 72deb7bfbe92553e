/** `npm run generate`: writes everything that is generated, the contract first. */

import { requireNode } from './lib/node.mjs'

requireNode()
const { runInTurn } = await import('./lib/in-turn.mjs')
const { VENV_PYTHON } = await import('./lib/paths.mjs')
const { main } = await import('./lib/say.mjs')

await main(() =>
  runInTurn([
    [VENV_PYTHON, '-m', 'server.protocol.schema'],
    [VENV_PYTHON, '-m', 'server.settings_page'],
    [VENV_PYTHON, '-m', 'bench.report.page'],
    [process.execPath, 'client/scripts/generate.mjs'],
  ]),
)
