import { describe, expect, it } from 'vitest'

import { calledIn, isMentioned } from '../../src/room/mentions'

const shown = (name: string | null, text: string) =>
  calledIn(name, text).map((run) => (run.isMention ? `[${run.text}]` : run.text))

describe('a mention', () => {
  it('is marked where it stands, though letters before it are compared as more or fewer', () => {
    expect(shown('İrem', 'Straße İ x\u0302: @irem, @İrem!')).toEqual([
      'Straße İ x\u0302: ',
      '[@irem]',
      ', ',
      '[@İrem]',
      '!',
    ])
  })

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
    ['İrem', 'selam @irem'],
    ['Irmak', '@ırmak'],
    ['Weiß', '@WEISS'],
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

describe('where a text calls somebody', () => {
  it.each([
    ['Ana', 'hi @ana and @Ana!', ['hi ', '[@ana]', ' and ', '[@Ana]', '!']],
    ['Ana', '@Ana', ['[@Ana]']],
    ['Ana', '@Anabel, mail@ana', ['@Anabel, mail@ana']],
    ['Ana B', 'see @ana\n b', ['see ', '[@ana\n b]']],
    ['José', '@jose\u0301 has it', ['[@jose\u0301]', ' has it']],
    ['Jose\u0301', '@José', ['[@José]']],
    ['.*', '@.* @ab', ['[@.*]', ' @ab']],
    [null, '@null', ['@null']],
    ['Ana', '', []],
  ])('finds %s in %j', (name, text, runs) => {
    expect(shown(name, text)).toEqual(runs)
  })

  it('leaves every character as it was written', () => {
    const text = 'e\u0301 @Ana \u2066@ana\u2069 @ana@ana'
    const runs = calledIn('Ana', text)
    expect(runs.map(({ at, text: run }) => text.slice(at, at + run.length)).join('')).toBe(text)
  })
})
