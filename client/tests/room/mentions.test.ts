import { describe, expect, it } from 'vitest'

import { isMentioned } from '../../src/room/mentions'

describe('a mention', () => {
  it.each([
    ['Ana', '@Ana'],
    ['Ana', 'thanks, @ana!'],
    ['ana', '@ANA: look'],
    ['Ana', '(@Ana)'],
    ['Ana', '@Ana-Maria'],
    ['Ana', 'mail@ana and @ana'],
    ['Ana', '谢谢@Ana你好'],
    ['小明', '谢谢@小明你好'],
    ['Ana B', '@ana  b?'],
    ['José', '@jose\u0301 has it'],
    ['Jose\u0301', '@José'],
    ['C++', 'ask @c++, please'],
    ['A.', '@A.B'],
    ['Åsa', 'hej @åsa'],
    ['Ana', 'first line\n@Ana second'],
  ])('calls %s in %j', (name, body) => {
    expect(isMentioned(name, body)).toBe(true)
  })

  it.each([
    ['Ana', 'Ana'],
    ['Ana', '@Anabel'],
    ['Ana', '@ana_2'],
    ['Ana', '@Ana7'],
    ['Ana', '@Anaé'],
    ['Ana', 'mail@ana'],
    ['Ana', 'é@ana'],
    ['Ana', '@ Ana'],
    ['C++', '@C'],
    ['.', '@x'],
    ['小明', '小明'],
    [null, '@null @'],
  ])('is none of %s in %j', (name, body) => {
    expect(isMentioned(name, body)).toBe(false)
  })
})
