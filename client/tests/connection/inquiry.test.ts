import { describe, expect, it } from 'vitest'

import type { HttpAnswer } from '../../src/connection/environment'
import { type Finding, Inquiry } from '../../src/connection/inquiry'
import { fakeEnvironment } from '../doubles/fakeEnvironment'

function inquire() {
  const tab = fakeEnvironment()
  const found: Finding[] = []
  const inquiry = new Inquiry(tab, '/items/foo/ws', 'parley.v1, bearer.c2VjcmV0', (finding) => found.push(finding))
  return { tab, inquiry, found }
}

/** What is found when sockets fail one after the other and plain HTTP answers so. */
function findings(...answers: readonly HttpAnswer[]): readonly Finding[] {
  const { tab, inquiry, found } = inquire()
  for (const answer of answers) {
    inquiry.failed()
    tab.asked.at(-1)?.answer(answer)
  }
  return found
}

describe('why no socket opens', () => {
  it("CL19: is asked on the socket's own path, with all that its handshake carries", () => {
    const { tab, inquiry } = inquire()
    inquiry.failed()
    expect(tab.asked).toMatchObject([{ path: '/items/foo/ws', offer: 'parley.v1, bearer.c2VjcmV0' }])
  })

  it.each([
    [431, 431],
    [401, 401],
    ['redirect', 401],
  ] as const)('CL19: %s is mended by no retry', (answer, code) => {
    expect(findings(answer)).toEqual([{ type: 'final', code }])
  })

  it('CL19: a server that says that it wants an upgrade may have come back; said twice, something keeps it out', () => {
    expect(findings(426, 426)).toEqual([{ type: 'unknown' }, { type: 'final', code: 426 }])
    expect(findings(426, 503, 426)).toEqual([{ type: 'unknown' }, { type: 'unknown' }, { type: 'unknown' }])
  })

  it.each([404, 403, 200, 400])('CL19: %d comes from somebody else', (status) => {
    expect(findings(status)).toEqual([{ type: 'stranger', status }])
  })

  it.each(['silence', 500, 502, 503, 504, 429] as const)(
    'CL19: %s says no more than that it is not there',
    (answer) => {
      expect(findings(answer)).toEqual([{ type: 'unknown' }])
    },
  )

  it('CL19: is asked of a silent network once, and then with each fourth socket', () => {
    const { tab, inquiry } = inquire()
    for (let failure = 1; failure <= 8; failure += 1) {
      inquiry.failed()
      tab.asked.at(-1)?.answer('silence')
    }
    expect(tab.asked).toHaveLength(2)
  })

  it('CL19: is not asked without a network, and not heard once a socket opened', () => {
    const { tab, inquiry, found } = inquire()
    tab.hasNetwork = false
    inquiry.failed()
    expect(tab.asked).toEqual([])
    tab.hasNetwork = true
    inquiry.opened()
    inquiry.failed()
    inquiry.opened()
    tab.asked.at(-1)?.answer(431)
    expect(found).toEqual([])
  })
})
