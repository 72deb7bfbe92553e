/** From text to frame and back. Pure: nothing here knows a socket. */

import type { ClientFrame, ServerFrame } from './frames.gen'
import { SERVER_FRAME_TYPES } from './frames.gen'
import validateServerFrame from './validateServerFrame.gen'

/** What a text from the server turned out to be. FR9: only a `frame` changes anything. */
export type Decoded =
  | { readonly type: 'frame'; readonly frame: ServerFrame }
  /** A newer server says something that this client has no ears for. */
  | { readonly type: 'unknown_type'; readonly name: string }
  | { readonly type: 'invalid' }

const INVALID: Decoded = { type: 'invalid' }

export function decode(text: string): Decoded {
  const value = parseJson(text)
  const name = tagOf(value)
  if (name === null) return INVALID
  if (!isKnownType(name)) return { type: 'unknown_type', name }
  return validateServerFrame(value) ? { type: 'frame', frame: value } : INVALID
}

export function encode(frame: ClientFrame): string {
  return JSON.stringify(frame)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function tagOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return null
  return typeof value.type === 'string' ? value.type : null
}

const isKnownType = (name: string): boolean => SERVER_FRAME_TYPES.some((type) => type === name)
