import { expect, it } from 'vitest'
import { bearerProtocol } from '../../src/connection/bearer'

it.each(['secret', 'a b/c=d', '口令', 'ÿ?>', 'x'.repeat(2_000)])(
  'AU1: carries the token %s through a subprotocol',
  (token) => {
    const protocol = bearerProtocol(token)
    expect(protocol).toMatch(/^bearer\.[\w-]+$/)
    const base64 = protocol.slice('bearer.'.length).replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    expect(new TextDecoder().decode(bytes)).toBe(token)
  },
)
