import { describe, expect, it } from 'vitest'
import texts from '../../../shared/schema/examples/texts.json'
import { normalizeItemId } from '../../src/protocol/itemId'

describe('normalizeItemId', () => {
  it.each(['foo', 'order 7', '订单', 'a.b', '...', '}x', 'x'.repeat(128)])('AU5: takes %s as it is', (name) => {
    expect(normalizeItemId(name)).toBe(name)
  })

  it('AU5: brings a name to NFC, so that two spellings are one room', () => {
    expect(normalizeItemId('cafe\u0301')).toBe('caf\u00e9')
  })

  it.each([
    ['an empty name', ''],
    ['a slash', 'a/b'],
    ['a control character', 'a\u0085b'],
    ['a NUL', '\0'],
    ['half a surrogate pair', '\ud83d'],
    ['129 bytes', 'x'.repeat(129)],
    ['129 bytes in fewer characters', '订'.repeat(43)],
  ])('AU5: refuses %s', (_, name) => {
    expect(normalizeItemId(name)).toBeNull()
  })

  it.each(['.', '..'])('refuses %s, which a URL cannot carry in its path', (name) => {
    expect(new URL(`/items/${encodeURIComponent(name)}/ws`, 'http://host').pathname).not.toContain('/items/./')
    expect(normalizeItemId(name)).toBeNull()
  })

  it.each(texts.items)('AU5: takes %j, as the server does', (name) => {
    expect(normalizeItemId(name)).toBe(name)
  })

  it.each(texts.items_that_look_like_others)('AU5: refuses %j, as the server does', (name) => {
    expect(normalizeItemId(name)).toBeNull()
  })
})
