import { describe, expect, it } from 'vitest'
import { decode } from '../../src/protocol/codec'
import { ERROR_RULES } from '../../src/protocol/errorCodes.gen'
import { SERVER_FRAME_TYPES } from '../../src/protocol/frames.gen'
import { isClientFrame, isServerFrame } from '../doubles/schemas'

const texts = import.meta.glob<string>('../../../shared/schema/examples/**/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
})

function examples(folder: string): readonly [string, string][] {
  return Object.entries(texts)
    .filter(([path]) => path.includes(`/examples/${folder}/`))
    .map(([path, text]) => [path.split('/').at(-1) ?? path, text])
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What the models refuse and JSON Schema cannot say: a rule between two fields, and a text that has no UTF-8. */
const BEYOND_THE_SCHEMA = new Set(['wrong_field--read-both-directions.json', 'not_json--lone-surrogate.json'])

describe('the golden frames', () => {
  it.each(examples('valid/client'))('FR11: the schema takes the client frame %s', (_, text) => {
    expect(isClientFrame(parse(text))).toBe(true)
  })

  it.each(examples('valid/server'))('FR11: the client takes the server frame %s', (_, text) => {
    expect(isServerFrame(parse(text))).toBe(true)
    expect(decode(text).type).toBe('frame')
  })

  it.each(examples('invalid/client'))('FR11: the schema refuses the client frame %s', (name, text) => {
    expect(isClientFrame(parse(text))).toBe(BEYOND_THE_SCHEMA.has(name))
  })

  it.each(examples('invalid/server'))('FR11: the client refuses the server frame %s', (_, text) => {
    expect(isServerFrame(parse(text))).toBe(false)
    expect(decode(text).type).not.toBe('frame')
  })

  it.each(['hello', 'send', 'read', 'typing', 'ping', 'leave'])('FR11: show the client frame %s twice', (type) => {
    expect(examples('valid/client').filter(([name]) => name.startsWith(type)).length).toBeGreaterThanOrEqual(2)
  })

  it.each(SERVER_FRAME_TYPES)('FR11: show the server frame %s twice', (type) => {
    expect(examples('valid/server').filter(([name]) => name.startsWith(type)).length).toBeGreaterThanOrEqual(2)
  })

  it('FR11: name an error code of the table in each refused client frame', () => {
    const names = examples('invalid/client').map(([name]) => name)
    expect(names.length).toBeGreaterThanOrEqual(25)
    expect(names.filter((name) => !((name.split('--')[0] ?? '') in ERROR_RULES))).toEqual([])
  })
})
