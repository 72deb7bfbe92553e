import { describe, expect, it } from 'vitest'

import { Notices, type Tab } from '../../worker/notices'

const ASKED = { type: 'show_notice', title: 'Bob in foo', body: '@ana?', itemId: 'foo/1', isSilent: false }

/** A browser with these tabs, each an ID and a path, and what was done in it. */
function browser(...tabs: readonly (readonly [id: string, path: string, visible?: 'visible'])[]) {
  const done: unknown[] = []
  const tabOf = ([id, path, visible]: readonly [string, string, 'visible'?]): Tab => ({
    id,
    url: `https://parley.example${path}`,
    visibilityState: visible ?? 'hidden',
    focus: async () => {
      done.push(`focus ${id}`)
      throw new Error('Not allowed to focus a window.')
    },
    postMessage: (message: unknown) => void done.push({ to: id, message }),
  })
  let data: unknown = null
  const shown = new Set<string>()
  const notices = new Notices({
    show: async (title, options) => {
      data = options.data
      shown.add(options.tag ?? '')
      done.push({ title, body: options.body, tag: options.tag })
    },
    isShown: async (tag) => shown.has(tag),
    hide: async (tag) => {
      shown.delete(tag)
      done.push(`hide ${tag}`)
    },
    tabs: async () => tabs.map(tabOf),
    open: async (path) => done.push(`open ${path}`),
  })
  const click = async () => {
    done.length = 0
    await notices.clicked({ data, close: () => done.push('closed') })
    return done
  }
  return { notices, done, click, putAway: () => shown.clear() }
}

describe('a notification of the worker', () => {
  it('says what it was asked to, one for each room', async () => {
    const { notices, done } = browser()
    await notices.heard(ASKED, 'a')
    expect(done).toEqual([{ title: 'Bob in foo', body: '@ana?', tag: 'foo/1' }])
  })

  it.each([null, 'show_notice', { type: 'another' }])('is not shown for another message: %o', async (message) => {
    const { notices, done } = browser()
    await notices.heard(message, 'a')
    expect(done).toEqual([])
  })

  const PATH = '/items/foo%2F1'
  it.each([
    [
      'the tab that asked',
      'b',
      [
        ['a', PATH],
        ['b', '/items/bar'],
      ],
      'b',
    ],
    [
      'a tab that shows the room, where the one that asked was reloaded',
      'gone',
      [
        ['a', '/'],
        ['b', PATH],
      ],
      'b',
    ],
    [
      'the tab that was looked at last, where none shows the room',
      'gone',
      [
        ['a', '/'],
        ['b', '/items/bar'],
      ],
      'a',
    ],
  ] as const)('leads to %s', async (_, from, tabs, to) => {
    const { notices, click } = browser(...tabs)
    await notices.heard(ASKED, from)
    const message = { type: 'notice_clicked', itemId: 'foo/1' }
    expect(await click()).toEqual(['closed', { to, message }, `focus ${to}`])
  })

  it('opens the room where no tab is left', async () => {
    const { notices, click } = browser()
    await notices.heard(ASKED, 'gone')
    expect(await click()).toEqual(['closed', `open ${PATH}`])
  })

  it('CL20: follows its message without a sound, until somebody puts it away', async () => {
    const { notices, done, putAway } = browser()
    const edited = { ...ASKED, body: '@ana!', isSilent: true }
    await Promise.all([notices.heard(ASKED, 'a'), notices.heard(edited, 'a')])
    expect(done).toMatchObject([{ body: '@ana?' }, { body: '@ana!' }])
    putAway()
    await notices.heard(edited, 'a')
    expect(done).toHaveLength(2)
    await notices.heard(ASKED, 'a')
    expect(done).toHaveLength(3)
  })

  it('CL20: is not shown for a room that another tab shows to somebody, and goes when a tab says so', async () => {
    const { notices, done } = browser(['a', '/'], ['b', PATH, 'visible'])
    await notices.heard(ASKED, 'a')
    expect(done).toEqual([])
    await notices.heard({ type: 'hide_notice', itemId: 'foo/1' }, 'b')
    expect(done).toEqual(['hide foo/1'])
  })
})
