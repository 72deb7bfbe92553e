/** Ports: which one is meant, and whether it is free. */

import { createServer } from 'node:net'
import { Trouble } from './say.mjs'

/** Reads a port from the environment. */
export function portFrom(name, preset) {
  const text = process.env[name] || String(preset)
  const port = Number(text)
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port
  throw new Trouble(`${name}=${text} is no port; it is a number from 1 to 65535.`)
}

/** Says in one sentence why nobody can listen there, if so. */
export async function requireFreePort(host, port, name) {
  const code = await listenError(host, port)
  if (code === null) return
  if (code === 'EADDRINUSE') {
    // Another Parley of this folder holds its store too, and a second one is turned away.
    throw new Trouble(
      `Port ${port} is taken, by another Parley perhaps; stop it, or choose another port and, beside a Parley ` +
        `of this folder, another store: ${name}=${port + 1} PARLEY_STORE_URL=memory://.`,
    )
  }
  if (code === 'EACCES')
    throw new Trouble(`Port ${port} is not for ordinary users; choose another, such as ${name}=${port + 8000}.`)
  throw new Trouble(`Nobody can listen on ${host}, port ${port} (${code}).`)
}

function listenError(host, port) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve(error.code))
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)))
  })
}
