/** `npm run setup`: installs what developing needs, if something changed: the Python packages and the npm packages. */

import { requireNode } from './lib/node.mjs'

requireNode()
const { endAllOnStop } = await import('./lib/processes.mjs')
const { main } = await import('./lib/say.mjs')
const { setUpNpm, setUpPython } = await import('./lib/setup.mjs')

endAllOnStop()
await main(async () => {
  await Promise.all([setUpPython('dev'), setUpNpm()])
})
