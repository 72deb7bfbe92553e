import { expect, it } from 'vitest'
import entries from '../../../server/protocol/entries.py?raw'
import * as contract from '../../src/protocol/contract'

/** What `server/protocol/entries.py` says under a name, as JSON would. */
function declared(name: string): unknown {
  const [, value] = new RegExp(`^${name} = (.*)$`, 'm').exec(entries) ?? []
  return JSON.parse(value?.replaceAll('_', '') ?? 'null')
}

it.each([
  ['CONTRACT', contract.CONTRACT],
  ['SUBPROTOCOL', contract.SUBPROTOCOL],
  ['MAX_ITEM_ID_BYTES', contract.MAX_ITEM_ID_BYTES],
  ['MAX_NAME_LENGTH', contract.MAX_NAME_LENGTH],
  ['MAX_BODY_LENGTH', contract.DEFAULT_BODY_LENGTH],
])('%s is what the server says', (name, value) => {
  expect(declared(name)).toBe(value)
})
