import { expect, it } from 'vitest'
import { reconnectDelay } from '../../src/connection/reconnectDelay'

it.each([
  [0, 500],
  [1, 1_000],
  [5, 16_000],
  [6, 20_000],
  [400, 20_000],
])('CL1: waits before retry %i for a random part of %i ms', (attempt, ceiling) => {
  expect(reconnectDelay(attempt, () => 0)).toBe(0)
  expect(reconnectDelay(attempt, () => 0.25)).toBe(ceiling / 4)
  expect(reconnectDelay(attempt, () => 0.999)).toBeLessThan(ceiling)
})
