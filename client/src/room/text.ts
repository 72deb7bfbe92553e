/** Text as the wire takes it, whatever was typed or pasted. */

import { MAX_NAME_LENGTH } from '../protocol/contract'

/** Without NUL, which no store keeps, and without half a surrogate pair, which is no UTF-8. */
export function cleanBody(body: string): string {
  return body.replaceAll('\0', '').replaceAll(/\p{Cs}/gu, '\ufffd')
}

/** One line of at most 64 characters, or null: `hello` with any other name would be refused. */
export function cleanName(name: string | null | undefined): string | null {
  const line = (name ?? '').replaceAll(/\p{Cc}/gu, ' ').replaceAll(/\p{Cs}/gu, '\ufffd')
  return [...line.trim()].slice(0, MAX_NAME_LENGTH).join('').trim() || null
}
