/** How a single emoji is shown. Pure. */

/** Characters that are drawn as black signs unless variation selector 16 follows. */
const BLACK_SIGN = /(?!\p{Emoji_Presentation})\p{Extended_Pictographic}(?![\ufe0e\ufe0f\p{Emoji_Modifier}])/gu
const VARIATION_SELECTOR_16 = '\ufe0f'

/** The same emoji, drawn in colour: a client that is not ours may have sent the heart without its selector. */
export function inColour(emoji: string): string {
  return emoji.replaceAll(BLACK_SIGN, (sign) => sign + VARIATION_SELECTOR_16)
}
