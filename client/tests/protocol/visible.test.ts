import { describe, expect, it } from 'vitest'

import texts from '../../../shared/schema/examples/texts.json'
import { hasVisible } from '../../src/protocol/visible'
import { cleanName } from '../../src/room/text'

describe('a text', () => {
  it.each(texts.visible)('FR16: shows something: %j', (text) => {
    expect(hasVisible(text)).toBe(true)
  })

  it.each(texts.nothing)('FR16: shows nothing, and is no name: %j', (text) => {
    expect(hasVisible(text)).toBe(false)
    expect(cleanName(text)).toBeNull()
  })

  it.each(texts.names_with_direction)('FR17: turns nothing around as a name: %j', (text) => {
    expect(cleanName(text)).toBe('Ana')
  })
})
