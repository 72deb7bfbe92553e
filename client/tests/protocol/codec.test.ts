import { describe, expect, it } from 'vitest'
import { decode, encode } from '../../src/protocol/codec'
import { entryFrame, welcome } from '../doubles/frames'

describe('decode', () => {
  it('reads a frame', () => {
    expect(decode(JSON.stringify(entryFrame(3)))).toEqual({ type: 'frame', frame: entryFrame(3) })
  })

  it('FR9: sets a frame of an unknown type apart', () => {
    expect(decode('{"type": "fireworks", "colour": "red"}')).toEqual({ type: 'unknown_type', name: 'fireworks' })
    expect(decode('{"type": "toString"}')).toEqual({ type: 'unknown_type', name: 'toString' })
  })

  it('FR9: reads past fields that it does not know, at every depth', () => {
    const frame = { ...welcome({ page: [] }), weather: 'fine', limits: { ...welcome().limits, sails: 3 } }
    expect(decode(JSON.stringify(frame)).type).toBe('frame')
  })

  it.each([
    ['no JSON', 'hello'],
    ['nothing', ''],
    ['no object', '[]'],
    ['null', 'null'],
    ['no type', '{}'],
    ['a type that is no text', '{"type": 7}'],
    ['a missing field', '{"type": "ack", "ref": 1, "offset": 2}'],
    ['a wrong field', '{"type": "pong", "ref": "1"}'],
    ['an offset beyond what a number holds', JSON.stringify({ ...entryFrame(1), offset: 2 ** 53 })],
    ['an offset of zero', JSON.stringify({ ...entryFrame(1), offset: 0 })],
  ])('FR9: takes %s for no frame', (_, text) => {
    expect(decode(text)).toEqual({ type: 'invalid' })
  })

  it('reads a body that is longer than this contract allows, since a newer server may allow it', () => {
    expect(decode(JSON.stringify(entryFrame(1, { body: 'x'.repeat(9_000) }))).type).toBe('frame')
  })

  it('FO5: reads an entry of a kind that nobody has heard of', () => {
    expect(decode(JSON.stringify(entryFrame(1, { kind: 'hologram' }))).type).toBe('frame')
  })
})

describe('encode', () => {
  it('writes one JSON object', () => {
    expect(encode({ type: 'ping', ref: 7 })).toBe('{"type":"ping","ref":7}')
  })
})
