/** Text as the wire takes it, whatever was typed or pasted. */

import { MAX_NAME_LENGTH } from '../protocol/contract'
import { hasVisible, withoutDirectionControls } from '../protocol/visible'
import { withoutEndlessClusters } from './clusters'

/** More of a text than a message can hold, and so little that a box of it is laid out at once. */
export const MAX_DRAFT_LENGTH = 20_000
/** Of one line: an item, a name. Longer than any that is valid, so that what is wrong with it is told. */
export const MAX_LINE_LENGTH = 1_000
/** As much of a query as a search looks for. */
export const MAX_QUERY_LENGTH = 200
/** The server takes no token that is longer. */
export const MAX_TOKEN_LENGTH = 8_192

/** A text that can be laid out, whatever was pasted, kept or handed over. */
export function draftOf(text: string): string {
  return withoutEndlessClusters(beginningOf(text, MAX_DRAFT_LENGTH))
}

/** No more than so much of a text, and no half of a character at its end. */
export function beginningOf(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).replace(/\p{Cs}$/u, '')
}

/** Without NUL, which no store keeps, and without half a surrogate pair, which is no UTF-8. */
export function cleanBody(body: string): string {
  return body.replaceAll('\0', '').replaceAll(/\p{Cs}/gu, '\ufffd')
}

/** One line of at most 64 characters that shows something and turns nothing around, or null: `hello` with any other name would be refused. */
export function cleanName(name: string | null | undefined): string | null {
  const line = withoutDirectionControls(name ?? '')
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll(/\p{Cs}/gu, '\ufffd')
  const short = [...line.trim()].slice(0, MAX_NAME_LENGTH).join('').trim()
  return hasVisible(short) ? short : null
}
