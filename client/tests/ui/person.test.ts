import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { Member } from '../../src/protocol/frames.gen'
import { en } from '../../src/ui/language/en'
import { displayName, hueOf, markOf, shortName } from '../../src/ui/person'
import { contrast, oklch } from './contrast'

const named = (name: string | null, client_id = 1596980209979, author: string | null = null): Member => ({
  client_id,
  author,
  name,
})

describe('a person', () => {
  it('is called by name, or else by the whole client ID', () => {
    expect(displayName(en, named('Ana'))).toBe('Ana')
    expect(displayName(en, named(null))).toBe('Client #1596980209979')
  })

  it('has a long ID shortened where many stand together', () => {
    expect(shortName(en, named(null))).toBe('Client #1596…')
    expect(shortName(en, named(null, 42))).toBe('Client #42')
  })

  it.each([
    ['Ana', 'AN'],
    ['Ana Lima Costa', 'AL'],
    ['李小明', '小明'],
    ['x', 'X'],
    ['😀 b', '😀B'],
    ['🇩🇪 Ana', '🇩🇪A'],
    ['🇩🇪🇫🇷', '🇩🇪🇫🇷'],
    ['👩🏽‍🚀 x', '👩🏽‍🚀X'],
    ['e\u0301ve', 'E\u0301V'],
    [null, '15'],
  ])('called %j has the mark %j', (name, mark) => {
    expect(markOf(named(name))).toBe(mark)
  })

  it('keeps the colour of the author in every tab', () => {
    expect(hueOf(named('Ana', 1, 'u1'))).toBe(hueOf(named('Ana', 2, 'u1')))
  })

  it('has one of many colours', () => {
    const hues = new Set(Array.from({ length: 360 }, (_, id) => hueOf(named(null, 1_000_000 + id))))
    expect(hues.size).toBeGreaterThan(180)
  })
})

describe('the colours of people', () => {
  const tokens = readFileSync(join(import.meta.dirname, '../../src/ui/styles/tokens.css'), 'utf8')
  const pairOf = (name: string): readonly number[] => {
    const [, pair = ''] = new RegExp(`--person-${name}: ([\\d. ]+);`).exec(tokens) ?? []
    return pair.split(' ').map(Number)
  }

  it.each(['light', 'dark'])('can be read at every hue in the %s theme', (theme) => {
    const [inkLightness = 0, inkChroma = 0] = pairOf(`ink-${theme}`)
    const [washLightness = 0, washChroma = 0] = pairOf(`wash-${theme}`)
    for (let hue = 0; hue < 360; hue += 1) {
      const ink = oklch(inkLightness, inkChroma, hue)
      expect(contrast(ink, oklch(washLightness, washChroma, hue))).toBeGreaterThan(4.5)
    }
  })
})
