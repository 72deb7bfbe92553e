import { describe, expect, it } from 'vitest'

import { EMOJI } from '../../src/ui/EmojiPalette'
import { inColour } from '../../src/ui/emoji'

describe('an emoji that stands alone', () => {
  it.each([
    ['\u2764', '\u2764\ufe0f'],
    ['\u2764\ufe0f', '\u2764\ufe0f'],
    ['\u2b50', '\u2b50'],
    ['\u26f9\u{1f3fd}', '\u26f9\u{1f3fd}'],
    ['\u{1f44d}\u{1f3fd}', '\u{1f44d}\u{1f3fd}'],
    ['\u2620\u200d\u2764', '\u2620\ufe0f\u200d\u2764\ufe0f'],
    // Somebody asked for the black sign.
    ['\u2764\ufe0e', '\u2764\ufe0e'],
    ['+1', '+1'],
  ])('is drawn in colour where it has a black form too: %s', (emoji, shown) => {
    expect(inColour(emoji)).toBe(shown)
  })

  it('has its selector in the palette already', () => {
    expect(EMOJI.map(inColour)).toEqual(EMOJI)
  })
})
