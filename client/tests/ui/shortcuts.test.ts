// @vitest-environment happy-dom

import { describe, expect, it } from 'vitest'

import { isPressed, keysOf, SHORTCUTS, type ShortcutName } from '../../src/ui/shortcuts'

function shortcut(name: ShortcutName) {
  const found = SHORTCUTS.find((each) => each.name === name)
  if (found === undefined) throw new Error(`Expected a shortcut of the name ${name}.`)
  return found
}

const ALT = { altKey: true }
const CTRL = { ctrlKey: true }
const META = { metaKey: true }

function press(init: KeyboardEventInit, target: Element = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, ...init })
  target.dispatchEvent(event)
  return event
}

describe('a shortcut', () => {
  it.each([
    ['nextRoom', { key: 'ArrowDown', ...ALT }, false, true],
    ['nextRoom', { key: 'ArrowDown' }, false, false],
    ['nextRoom', { key: 'ArrowDown', ...ALT, ...CTRL }, false, false],
    ['messageBox', { key: 'm', code: 'KeyM', ...ALT }, false, true],
    ['messageBox', { key: 'µ', code: 'KeyM', ...ALT }, true, true],
    ['messageBox', { key: 'm', code: 'KeyM', ...ALT, isComposing: true }, false, false],
    ['search', { key: 'k', ...CTRL }, false, true],
    ['search', { key: 'k', ...META }, false, false],
    ['search', { key: 'k', ...META }, true, true],
    ['search', { key: 'k', ...CTRL }, true, false],
    ['shortcuts', { key: '?', shiftKey: true }, false, true],
    ['shortcuts', { key: '?', shiftKey: true, ...ALT }, false, false],
  ] as const)('%s by %j, on a Mac: %s, is pressed: %s', (name, init, onMac, expected) => {
    expect(isPressed(shortcut(name), press(init), onMac)).toBe(expected)
  })

  it.each(['input', 'textarea', 'select'])('that is a bare key is not one while somebody types in: %s', (tag) => {
    const field = document.body.appendChild(document.createElement(tag))
    expect(isPressed(shortcut('shortcuts'), press({ key: '?' }, field), false)).toBe(false)
    expect(isPressed(shortcut('nextRoom'), press({ key: 'ArrowDown', ...ALT }, field), false)).toBe(tag !== 'select')
    field.remove()
  })

  it('has keys that no other one has', () => {
    const keys = SHORTCUTS.map((each) => keysOf(each, false).join(' '))
    expect(new Set(keys).size).toBe(keys.length)
    expect(keysOf(shortcut('previousRoom'), true)).toEqual(['⌥', '↑'])
  })
})
