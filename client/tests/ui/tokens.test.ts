import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { contrast, type LinearRgb, oklch } from './contrast'

const TOKENS = readFileSync(join(import.meta.dirname, '../../src/ui/styles/tokens.css'), 'utf8')

function colour(token: string, theme: 'light' | 'dark'): LinearRgb {
  const [, light = '', dark = ''] =
    new RegExp(`--${token}: light-dark\\(oklch\\(([^)]+)\\), oklch\\(([^)]+)\\)\\)`).exec(TOKENS) ?? []
  const [lightness = 0, chroma = 0, hue = 0] = (theme === 'light' ? light : dark).split(' ').map(Number)
  return oklch(lightness, chroma, hue)
}

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each(['page', 'hover', 'raised', 'found'])('shows messages at 7:1 on %s', (surface) => {
    expect(contrast(colour('ink', theme), colour(surface, theme))).toBeGreaterThan(7)
  })

  it.each([
    ['muted', 'page'],
    ['muted', 'aside'],
    ['muted', 'hover'],
    ['faint', 'raised'],
    ['accent', 'page'],
    ['accent', 'aside'],
    ['accent', 'hover'],
    ['accent', 'danger-wash'],
    ['accent-strong', 'hover'],
    ['on-accent', 'accent'],
    ['on-accent', 'accent-strong'],
    ['mention-ink', 'mention-wash'],
    ['danger', 'page'],
    ['danger', 'danger-wash'],
    ['warning-ink', 'warning-wash'],
    ['warning-ink', 'page'],
  ])('shows %s at 4.5:1 on %s', (ink, surface) => {
    expect(contrast(colour(ink, theme), colour(surface, theme))).toBeGreaterThan(4.5)
  })

  it.each(['edge', 'good', 'warning', 'danger'])('shows the shape of %s at 3:1 on the page', (shape) => {
    expect(contrast(colour(shape, theme), colour('page', theme))).toBeGreaterThan(3)
  })
})
