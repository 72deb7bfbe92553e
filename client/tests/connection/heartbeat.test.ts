import { describe, expect, it } from 'vitest'
import { Heartbeat } from '../../src/connection/heartbeat'
import { FakeClock } from '../doubles/fakeClock'

function beating(intervalMs = 20_000) {
  const clock = new FakeClock()
  const seen: string[] = []
  const heartbeat = new Heartbeat(
    clock,
    intervalMs,
    () => seen.push('ping'),
    () => seen.push('lost'),
  )
  return { clock, heartbeat, seen }
}

describe('Heartbeat', () => {
  it('CL9: pings after each interval while frames come', () => {
    const { clock, heartbeat, seen } = beating()
    clock.advance(19_999)
    expect(seen).toEqual([])
    clock.advance(1)
    heartbeat.heard()
    clock.advance(20_000)
    expect(seen).toEqual(['ping', 'ping'])
  })

  it('CL9: counts as lost when nothing comes within as long again', () => {
    const { clock, seen } = beating()
    clock.advance(39_999)
    expect(seen).toEqual(['ping'])
    clock.advance(1)
    expect(seen).toEqual(['ping', 'lost'])
  })

  it('asks at once when it is told to, and counts from there', () => {
    const { clock, heartbeat, seen } = beating()
    clock.advance(15_000)
    heartbeat.probe()
    expect(seen).toEqual(['ping'])
    clock.advance(19_999)
    expect(seen).toEqual(['ping'])
    clock.advance(1)
    expect(seen).toEqual(['ping', 'lost'])
  })

  it('CL9: counts as lost however often it is asked while the answer is missing', () => {
    const { clock, heartbeat, seen } = beating()
    for (const ms of [15_000, 15_000, 4_999]) {
      clock.advance(ms)
      heartbeat.probe()
    }
    expect(seen).toEqual(['ping', 'ping', 'ping'])
    clock.advance(1)
    expect(seen.at(-1)).toBe('lost')
  })

  it('CL9: counts as lost as soon as the shorter of two questions has no answer', () => {
    const { clock, heartbeat, seen } = beating()
    clock.advance(20_000)
    heartbeat.probe(3_000)
    heartbeat.probe()
    clock.advance(2_999)
    expect(seen).toEqual(['ping', 'ping', 'ping'])
    clock.advance(1)
    expect(seen.at(-1)).toBe('lost')
  })

  it('CL9: gives a question no more time because it is short, where one is open that is over sooner', () => {
    const { clock, heartbeat, seen } = beating()
    heartbeat.probe()
    clock.advance(19_000)
    heartbeat.probe(3_000)
    clock.advance(1_000)
    expect(seen.at(-1)).toBe('lost')
  })

  it('CL9: gives each question that follows an answer its full time', () => {
    const { clock, heartbeat, seen } = beating()
    heartbeat.probe()
    heartbeat.heard()
    clock.advance(15_000)
    heartbeat.probe()
    clock.advance(19_999)
    expect(seen).toEqual(['ping', 'ping'])
    clock.advance(1)
    expect(seen.at(-1)).toBe('lost')
  })

  it('CL9: asks once more, for 3 s, where the timer comes late: the page stood still, and an answer may wait', () => {
    const { clock, heartbeat, seen } = beating()
    clock.advance(20_000)
    clock.sleep(3_600_000)
    clock.runNext()
    expect(seen).toEqual(['ping', 'ping'])
    clock.advance(2_999)
    expect(seen).toEqual(['ping', 'ping'])
    clock.advance(1)
    expect(seen.at(-1)).toBe('lost')
    expect(heartbeat.stop()).toBeUndefined()
  })

  it('CL9: lets no deadline count that passed while the page stood still', () => {
    const { clock, heartbeat, seen } = beating()
    clock.advance(20_000)
    clock.sleep(60_000)
    heartbeat.probe(3_000)
    clock.advance(2_999)
    expect(seen).toEqual(['ping', 'ping'])
    heartbeat.heard()
    clock.advance(1)
    expect(seen).not.toContain('lost')
  })

  it('says nothing after it was stopped', () => {
    const { clock, heartbeat, seen } = beating()
    heartbeat.stop()
    clock.advance(100_000)
    expect(seen).toEqual([])
  })

  it('leaves a server in peace that wants no pings', () => {
    const { clock, heartbeat, seen } = beating(0)
    clock.advance(100_000)
    heartbeat.probe()
    expect(seen).toEqual([])
  })
})
