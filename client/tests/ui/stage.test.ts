import { describe, expect, it } from 'vitest'

import { adviceFor } from '../../src/protocol/closeAdvice'
import type { RoomState } from '../../src/room/state'
import { stageOf } from '../../src/ui/stage'
import { JOINED, JOINING } from './examples'

const closed = (state: RoomState, code: number): RoomState => ({
  ...state,
  connection: { phase: 'closed', code, advice: adviceFor(code) },
})

describe('the stage', () => {
  it('is the form without a room', () => {
    expect(stageOf(null, true)).toEqual({ type: 'form', refusal: null, waiting: null })
  })

  it('is the waiting form while a join from it is unanswered', () => {
    expect(stageOf(JOINING, true)).toEqual({ type: 'form', refusal: null, waiting: { phase: 'connecting' } })
  })

  it('is the room at once for a reload, so that the form does not flash', () => {
    expect(stageOf(JOINING, false)).toEqual({ type: 'room' })
  })

  it.each([1008, 4503, 4504, 4506])('is the form with the reason when %d refuses the first join', (code) => {
    expect(stageOf(closed(JOINING, code), false)).toMatchObject({ type: 'form', refusal: code })
  })

  it.each([1008, 4005])('is the form when %d asks somebody inside for a token', (code) => {
    expect(stageOf(closed(JOINED, code), true)).toMatchObject({ type: 'form', refusal: code })
  })

  it.each([4500, 4502, 4505])('stays the room when %d ends a stay', (code) => {
    expect(stageOf(closed(JOINED, code), true)).toEqual({ type: 'room' })
  })

  it('is the plain form after leaving', () => {
    expect(stageOf(closed(JOINED, 1000), true)).toEqual({ type: 'form', refusal: null, waiting: null })
  })
})
