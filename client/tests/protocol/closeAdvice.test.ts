import { describe, expect, it } from 'vitest'
import closeCodes from '../../../shared/schema/close-codes.json'
import { adviceFor } from '../../src/protocol/closeAdvice'
import { CLOSE_RULES } from '../../src/protocol/closeCodes.gen'

describe('adviceFor', () => {
  it('CL2: follows the table of close codes', () => {
    expect(closeCodes.map(({ code }) => adviceFor(code))).toEqual(closeCodes.map(({ advice }) => advice))
    expect(Object.keys(CLOSE_RULES)).toHaveLength(closeCodes.length)
  })

  it.each([1005, 1006, 4099, 4499])('CL2: comes back after the unknown code %i', (code) => {
    expect(adviceFor(code)).toBe('come_back')
  })

  it.each([4599, 4999])('CL2: stays away after the unknown code %i', (code) => {
    expect(adviceFor(code)).toBe('stay_away')
  })
})
