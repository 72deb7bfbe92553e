import { describe, expect, it } from 'vitest'

import closeCodes from '../../../shared/schema/close-codes.json'
import errorCodes from '../../../shared/schema/error-codes.json'
import { en } from '../../src/ui/language/en'
import { chooseLanguage } from '../../src/ui/language/language'
import { dayName, dayOf } from '../../src/ui/language/times'
import { zh } from '../../src/ui/language/zh'

const LEFT = 1000
/** What the browser itself gives up on, beside the server's refusals. */
const OWN_REFUSALS = ['too_long', 'too_big', 'too_old']
const FINAL_CODES = closeCodes.filter(({ code, advice }) => advice !== 'come_back' && code !== LEFT)

describe.each([en, zh].map((words) => [words.tag, words] as const))('%s', (_, words) => {
  it.each(FINAL_CODES.map(({ code }) => code))('CL2: says what %d means, why, and what to do', (code) => {
    const reason = words.closing.reasons[code]
    expect([reason?.what, reason?.why, reason?.next].every((sentence) => (sentence ?? '') !== '')).toBe(true)
  })

  it('has words for every refusal of a message', () => {
    const codes = [...errorCodes.map(({ code }) => code), ...OWN_REFUSALS]
    expect(codes.filter((code) => words.message.refusals[code] === undefined)).toEqual([])
  })

  it('keeps every place that a name goes into', () => {
    expect(words.list.joined).toContain('{name}')
    expect(words.list.left).toContain('{name}')
    expect(words.composer.typingTwo).toMatch(/\{first\}.*\{second\}/)
  })
})

const november = (day: number) => new Date(2026, 10, day, 22).getTime()

describe('choosing a language', () => {
  it.each([
    [null, ['zh-CN', 'en'], 'zh'],
    [null, ['zh-Hant-TW'], 'zh'],
    [null, ['de-DE', 'en-GB'], 'en'],
    [null, ['pt'], 'en'],
    ['zh-Hans', ['en'], 'zh'],
    ['en', ['zh-CN'], 'en'],
    ['nonsense', ['zh'], 'zh'],
  ])('remembered %j and preferred %j', (remembered, preferred, expected) => {
    expect(chooseLanguage(remembered, preferred)).toBe(expected)
  })
})

describe('the name of a day', () => {
  const now = new Date(2026, 10, 23, 9).getTime()

  it.each([
    [23, 'Today'],
    [22, 'Yesterday'],
    [20, 'Friday'],
    [2, 'Monday, November 2'],
  ])('November %d, seen on the 23rd, is %s', (day, name) => {
    expect(dayName(en, november(day), now)).toBe(name)
  })

  it('CL21: counts calendar days, not hours', () => {
    const justAfterMidnight = new Date(2026, 10, 23, 0, 5).getTime()
    expect(dayName(en, new Date(2026, 10, 22, 0, 1).getTime(), justAfterMidnight)).toBe('Yesterday')
    expect(dayName(en, new Date(2026, 10, 17, 0, 1).getTime(), new Date(2026, 10, 23, 23, 59).getTime())).toBe(
      'Tuesday',
    )
    expect(dayName(en, new Date(2026, 10, 16, 23, 59).getTime(), justAfterMidnight)).toBe('Monday, November 16')
  })

  it('carries its year when that is over', () => {
    expect(dayName(zh, new Date(2025, 0, 5).getTime(), now)).toBe('2025年1月5日')
  })

  it('is one day until midnight', () => {
    expect(dayOf(new Date(2026, 10, 23, 0, 0).getTime())).toBe(dayOf(new Date(2026, 10, 23, 23, 59).getTime()))
  })
})
