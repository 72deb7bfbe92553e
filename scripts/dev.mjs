/** `npm run dev`: the server with reload and Vite with hot reload, the second passing on to the first. */

import { requireNode } from './lib/node.mjs'

requireNode()
const { main } = await import('./lib/say.mjs')
const { develop } = await import('./lib/develop.mjs')
await main(develop)
