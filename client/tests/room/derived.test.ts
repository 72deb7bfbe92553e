/** What is derived from a message follows it. */

import { describe, expect, it } from 'vitest'
import { entryFrame, OTHER } from '../doubles/frames'
import { asked, letIn, listOf, said, shown, socketOf } from '../doubles/listing'

const change = (offset: number, kind: string, target: number, body = '') =>
  entryFrame(offset, { client_id: OTHER, kind, target, body })

/** Ana is in two rooms and looks at the second, while three messages come in the first, two of which call her. */
function called() {
  const all = listOf()
  for (const item of ['foo', 'bar']) {
    all.list.open(asked(item, 'Ana'), true)
    letIn(all.tab, item, { name: 'Ana' })
  }
  const foo = socketOf(all.tab, 'foo')
  foo.say(said(1, '@Ana?'))
  foo.say(said(2, 'nobody in particular'))
  foo.say(said(3, '@ana, again'))
  const mention = () => all.list.getState().rooms[0]?.mention?.body ?? null
  return { ...all, foo, mention }
}

describe('what is unread follows its messages', () => {
  it('CL20: counts what was deleted no more, as a message and as a mention', () => {
    const { list, foo, mention } = called()
    expect([shown(list)[0], mention()]).toEqual(['foo 3@2', '@ana, again'])
    foo.say(change(4, 'deletion', 3))
    expect([shown(list)[0], mention()]).toEqual(['foo 2@1', '@Ana?'])
    foo.say(change(5, 'deletion', 1))
    expect([shown(list)[0], mention()]).toEqual(['foo 1', null])
    foo.say(change(6, 'deletion', 2))
    expect(shown(list)[0]).toBe('foo')
  })

  it('CL20: marks a mention as long as the text has it', () => {
    const { list, foo, mention } = called()
    foo.say(change(4, 'edit', 3, 'nobody after all'))
    expect([shown(list)[0], mention()]).toEqual(['foo 3@1', '@Ana?'])
    foo.say(change(5, 'edit', 2, 'but @Ana here'))
    expect([shown(list)[0], mention()]).toEqual(['foo 3@2', 'but @Ana here'])
  })

  it('CL20: has no mention left once the room was read', () => {
    const { list, mention } = called()
    list.show('foo')
    expect([shown(list)[0], mention()]).toEqual(['foo*', null])
  })

  it('CL20: begins to count behind what was deleted', () => {
    const { list, foo, tab } = called()
    foo.say(change(4, 'deletion', 1))
    list.show('foo')
    const first = list.getState().active?.unreadFrom
    expect(first).toBe(said(2).key)
    expect(tab.sockets).toHaveLength(2)
  })
})
