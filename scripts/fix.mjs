/** `npm run fix`: formats everything, and mends what the linters can mend by themselves. */

import { requireNode } from './lib/node.mjs'

requireNode()
const { runInTurn } = await import('./lib/in-turn.mjs')
const { npmBin, VENV_PYTHON } = await import('./lib/paths.mjs')
const { main } = await import('./lib/say.mjs')

await main(() =>
  runInTurn([
    [VENV_PYTHON, '-m', 'ruff', 'check', '--fix', '.'],
    [VENV_PYTHON, '-m', 'ruff', 'format', '.'],
    [process.execPath, npmBin('oxlint/bin/oxlint'), '--fix'],
    [process.execPath, npmBin('@biomejs/biome/bin/biome'), 'check', '--write'],
  ]),
)
