import { describe, expect, it } from 'vitest'

import { piecesOf } from '../../src/ui/links'

const links = (body: string) => piecesOf(body).flatMap((piece) => (piece.type === 'link' ? [piece.text] : []))

describe('links', () => {
  it.each([
    ['see https://example.org/a?b=c#d for more', 'https://example.org/a?b=c#d'],
    ['it is at http://example.org.', 'http://example.org'],
    ['(at https://example.org/a)', 'https://example.org/a'],
    ['https://example.org/a_(b)', 'https://example.org/a_(b)'],
    ['地址是https://example.org/订单，请看', 'https://example.org/'],
    ['请看 https://example.org/a。谢谢', 'https://example.org/a'],
    ['<https://example.org/a>', 'https://example.org/a'],
  ])('finds the address in %j', (body, address) => {
    expect(links(body)).toEqual([address])
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://example.org', 'https://', 'example.org', 'http://[x'])(
    'leaves %j as text',
    (body) => {
      expect(piecesOf(body)).toEqual([{ type: 'text', at: 0, text: body }])
    },
  )

  it('loses nothing of a body', () => {
    const body = ' a https://x.org/, b <b>https://y.org</b> http://z.org'
    const joined = piecesOf(body).map((piece) => piece.text)
    expect(joined.join('')).toBe(body)
  })

  it('reads a body of nothing but brackets in one go', { timeout: 1_000 }, () => {
    expect(links(`http://a${')]}.'.repeat(10_000)}`)).toEqual(['http://a'])
  })

  it('leaves an address as text that is longer than browsers are sure to follow', () => {
    const longest = `https://example.org/${'a'.repeat(2_028)}`
    expect(links(longest)).toEqual([longest])
    expect(links(`${longest}a`)).toEqual([])
  })

  it.each([
    ['(https://example.org/a_(b)).', 'https://example.org/a_(b)'],
    ['[https://example.org/a.]', 'https://example.org/a'],
    ['https://example.org/(a))).', 'https://example.org/(a)'],
  ])('takes off brackets that were opened before it: %j', (body, address) => {
    expect(links(body)).toEqual([address])
  })
})
