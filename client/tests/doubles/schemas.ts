/** The two unions, compiled from the schema as it stands in `shared/schema/`. */

import { Ajv2020 } from 'ajv/dist/2020.js'
import clientSchema from '../../../shared/schema/client-frame.schema.json'
import serverSchema from '../../../shared/schema/server-frame.schema.json'
import type { ClientFrame, ServerFrame } from '../../src/protocol/frames.gen'

const ajv = new Ajv2020({ strict: true, discriminator: true, validateFormats: false })

export const isClientFrame = ajv.compile<ClientFrame>(clientSchema)
export const isServerFrame = ajv.compile<ServerFrame>(serverSchema)

/** Parses what a client sent; a frame that the schema refuses fails the test. */
export function readClientFrame(text: string): ClientFrame {
  const value: unknown = JSON.parse(text)
  if (isClientFrame(value)) return value
  throw new Error(`Expected a client frame, got ${text}: ${ajv.errorsText(isClientFrame.errors)}`)
}
