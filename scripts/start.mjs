/** `npm start`: sets up what is missing and serves Parley, for trying it out (anybody with any token gets in). */

import { requireNode } from './lib/node.mjs'

requireNode()
const { main } = await import('./lib/say.mjs')
const { serve } = await import('./lib/serve.mjs')
await main(serve)
