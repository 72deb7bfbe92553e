/**
 * Makes text of others fit to be drawn, whatever they sent.
 *
 * Above all it breaks what a reader sees as one character where that goes on without an end.
 *
 * Unicode lets a cluster of code points be as long as it likes, and a browser
 * needs seconds to draw one of thousands. The server refuses such a text
 * (FR15); what an older one took stands in the log all the same. Pure.
 */

/** Code points that extend a cluster; no script and no emoji needs as many in one. */
const BREAK_AFTER = 16
/** As the server counts (FR15). */
const MAX_CLUSTER_LENGTH = 64
/** Takes no room, and ends a cluster. */
const ZERO_WIDTH_SPACE = '\u200b'

const LEADING = String.raw`\u1100-\u115f\ua960-\ua97c`
const VOWELS = String.raw`\u1160-\u11a7\ud7b0-\ud7c6`
const TRAILING = String.raw`\u11a8-\u11ff\ud7cb-\ud7fb`
const EXTENDING = [
  // Marks, joiners, skin tones, the tags of flags, and Arabic number signs, which join what follows.
  String.raw`[\p{M}\u200c\u200d\uff9e\uff9f\p{Emoji_Modifier}\u{e0020}-\u{e007f}]`,
  String.raw`[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]`,
  String.raw`(?<=\u200d)\p{Extended_Pictographic}`,
  // Conjoining jamo make a syllable in this order.
  `(?<=[${LEADING}])[${LEADING}${VOWELS}]`,
  `(?<=[${VOWELS}])[${VOWELS}${TRAILING}]`,
  `(?<=[${TRAILING}])[${TRAILING}]`,
].join('|')
const LONG = new RegExp(`(?:${EXTENDING}){${BREAK_AFTER}}(?=${EXTENDING})`, 'gu')
const ENDLESS = new RegExp(`((?:${EXTENDING}){${MAX_CLUSTER_LENGTH - 1}})(?:${EXTENDING})+`, 'gu')

/** What ends a line elsewhere, and shows nothing in a browser. */
const LINE_END = /\r\n?|[\v\f\x85\u2028\u2029]/g

/** The text as it is drawn: with line ends that a browser knows, and a break in every cluster that is much too long. */
export function drawable(text: string): string {
  const lines = text.replaceAll(LINE_END, '\n')
  return lines.length <= BREAK_AFTER ? lines : lines.replaceAll(LONG, `$&${ZERO_WIDTH_SPACE}`)
}

/** The text as it can be sent: without what is too much of a cluster. */
export function withoutEndlessClusters(text: string): string {
  return text.length <= MAX_CLUSTER_LENGTH ? text : text.replaceAll(ENDLESS, '$1')
}
