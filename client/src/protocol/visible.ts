/**
 * Which texts show anything, and what may stand in a name: the same judgement as the server's
 * (`server/protocol/visible.py`), which refuses what is not taken here (FR16, FR17, AU5).
 */

const DIRECTION_CONTROLS = String.raw`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`
// Unicode's Default_Ignorable_Code_Point, and what else is drawn as nothing; written out, as on the server.
const NOTHING = String.raw`\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}`
const WIDE_BLANKS = String.raw`\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`
const CONTROLS = String.raw`\0-\x1f\x7f-\x9f`
const JOINED = String.raw`\u0600-\u08ff\u0900-\u0dff\u1780-\u17b3`

const VISIBLE = new RegExp(`[^ ${CONTROLS}${WIDE_BLANKS}${NOTHING}]`, 'u')
const DIRECTION_CONTROL = new RegExp(`[${DIRECTION_CONTROLS}]`, 'gu')
const SPELLING = new RegExp(`(?<=[${JOINED}])[\\u200c\\u200d](?=[${JOINED}])`, 'gu')
const INVISIBLE = new RegExp(`[${NOTHING}]`, 'gu')
const HIDDEN = new RegExp(`^ | $|[${WIDE_BLANKS}${NOTHING}]`, 'u')

export const hasVisible = (text: string): boolean => VISIBLE.test(text)

/** A text without what would turn the text around it. */
export const withoutDirectionControls = (text: string): string => text.replaceAll(DIRECTION_CONTROL, '')

/** A text without what nobody sees. */
export const withoutInvisible = (text: string): string => text.replaceAll(INVISIBLE, '')

/** Whether the text would look the same without some character of it, or with a plain blank in its place. */
export const hasHidden = (text: string): boolean => HIDDEN.test(text.replaceAll(SPELLING, ''))
