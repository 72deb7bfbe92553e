/**
 * Makes text of others fit to be drawn, whatever they sent.
 *
 * Above all it breaks what a reader sees as one character where that goes on without an end.
 *
 * Unicode lets a cluster of code points be as long as it likes, and a browser
 * needs seconds to draw one of thousands. The server refuses such a text
 * (FR15); what an older one took stands in the log all the same. It counts in the
 * same way (`server/protocol/clusters.py`), except that the marks are those that
 * the browser knows, since it joins no others. Pure.
 */

/** Code points that extend a cluster; no script and no emoji needs as many in one. */
const BREAK_AFTER = 16
/** As the server counts (FR15). */
const MAX_CLUSTER_LENGTH = 64
/** Takes no room, and ends a cluster. */
const ZERO_WIDTH_SPACE = '\u200b'

// Marks, joiners, sound marks, skin tones and the tags of flags; the am of Thai and of Lao; vowels and ends of syllables.
const MARKS = String.raw`\p{M}\u200c\u200d\uff9e\uff9f\p{Emoji_Modifier}\u{e0020}-\u{e007f}\u0e33\u0eb3\u1160-\u11ff\ud7b0-\ud7c6\ud7cb-\ud7fb\u{16d63}\u{16d67}-\u{16d6a}`
// The marks that make one conjunct of two letters: those of the combining class 9, and a few more.
const VIRAMAS = String.raw`\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0eba\u0f84\u1039\u103a\u1714\u1715\u1734\u17d2\u1a60\u1b44\u1baa\u1bab\u1bf2\u1bf3\u1cf5\u1cf6\u2d7f\ua806\ua82c\ua8c4\ua953\ua9c0\uaaf6\uabed\u{10a3f}\u{11046}\u{11070}\u{1107f}\u{110b9}\u{11133}\u{11134}\u{111c0}\u{11235}\u{112ea}\u{1134d}\u{113ce}-\u{113d0}\u{11442}\u{114c2}\u{115bf}\u{1163f}\u{116b6}\u{1172b}\u{11839}\u{1193d}\u{1193e}\u{119e0}\u{11a34}\u{11a3a}\u{11a47}\u{11a99}\u{11c3f}\u{11d44}\u{11d45}\u{11d97}\u{11f41}\u{11f42}\u{1612f}`
// Number signs of Arabic, and letters of Indic scripts, which join what follows.
const PREPENDED = String.raw`\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\u{110bd}\u{110cd}\u{111c2}\u{111c3}\u{113d1}\u{1193f}\u{11941}\u{11a3a}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}`
const LEADING = String.raw`\u1100-\u115f\ua960-\ua97c`
const PICTOGRAPHS = String.raw`\xa9\xae\u203c-\u3299\u{1f000}-\u{1faff}\u{1fc00}-\u{1fffd}`
const LETTER = String.raw`[\p{L}\p{Nl}\p{No}\u{10000}-\u{1efff}]`
const EXTENDING = [
  `[${MARKS}]`,
  `${LETTER}(?<=[${VIRAMAS}][${MARKS}]*?${LETTER})`,
  `(?<=\\u200d)[${PICTOGRAPHS}]`,
  `(?<=[${PREPENDED}])[^\\0-\\x1f]`,
  `(?<=[${LEADING}])[${LEADING}]`,
].join('|')
const LONG = new RegExp(`(?:${EXTENDING}){${BREAK_AFTER}}(?=${EXTENDING})`, 'gu')
// Before what extends a cluster stands one code point, or the two of a flag.
const MOST = `(?:(?<=[\\u{1f1e6}-\\u{1f1ff}]{2})(?:${EXTENDING}){${MAX_CLUSTER_LENGTH - 2}}|(?:${EXTENDING}){${MAX_CLUSTER_LENGTH - 1}})`
const ENDLESS = new RegExp(`(${MOST})(?:${EXTENDING})+`, 'gu')

/** What ends a line elsewhere, and shows nothing in a browser. */
const LINE_END = /\r\n?|[\v\f\x85\u2028\u2029]/g

/** The text as it is drawn: with line ends that a browser knows, and a break in every cluster that is much too long. */
export function drawable(text: string): string {
  const lines = text.replaceAll(LINE_END, '\n')
  return lines.length <= BREAK_AFTER ? lines : lines.replaceAll(LONG, `$&${ZERO_WIDTH_SPACE}`)
}

/** Returns the text as it can be sent: a cluster that is too long is cut, and a break keeps what follows from joining it. */
export function withoutEndlessClusters(text: string): string {
  return text.length <= MAX_CLUSTER_LENGTH ? text : text.replaceAll(ENDLESS, `$1${ZERO_WIDTH_SPACE}`)
}
