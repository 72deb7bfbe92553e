/** Every shortcut: one entry each; its words have the same name in `Catalogue`. */

import { useEffect, useEffectEvent } from 'react'

const TYPED_INTO = 'input, textarea, select, [contenteditable]'
/** A list that drops down has its own use for Alt and an arrow. */
const OPENED_BY_ALT = 'select'

export interface Shortcut {
  /** As `KeyboardEvent.key` has it; a letter is also known by its place on the keyboard. */
  readonly key: string
  /** `mod` is Command on a Mac and Control elsewhere; a bare key is for those who do not type just now. */
  readonly modifier: 'alt' | 'mod' | null
}

// In the order in which the list shows them.
export const SHORTCUTS = [
  { name: 'nextRoom', key: 'ArrowDown', modifier: 'alt' },
  { name: 'previousRoom', key: 'ArrowUp', modifier: 'alt' },
  { name: 'messageBox', key: 'm', modifier: 'alt' },
  { name: 'people', key: 'p', modifier: 'alt' },
  { name: 'search', key: 'k', modifier: 'mod' },
  { name: 'settings', key: ',', modifier: 'mod' },
  { name: 'shortcuts', key: '?', modifier: null },
] as const satisfies readonly (Shortcut & { readonly name: string })[]

export type ShortcutName = (typeof SHORTCUTS)[number]['name']

/** What keys do in one part of the page, which sees to them itself; the list tells of them after the shortcuts. */
export const LOCAL_KEYS = [
  { name: 'editLast', keys: ['↑'] },
  { name: 'breakLine', keys: ['Shift', 'Enter'] },
  { name: 'cancel', keys: ['Esc'] },
  { name: 'walk', keys: ['↑', '↓'] },
  { name: 'ends', keys: ['Home', 'End'] },
] as const satisfies readonly { readonly name: string; readonly keys: readonly string[] }[]

export type LocalKeyName = (typeof LOCAL_KEYS)[number]['name']

/** Does `action` whenever its keys are pressed, while the component is mounted; not behind an open dialog. */
export function useShortcut(name: ShortcutName, action: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isIt = SHORTCUTS.some((each) => each.name === name && isPressed(each, event, isMac()))
    if (!isIt || event.defaultPrevented || document.querySelector('dialog[open]') !== null) return
    event.preventDefault()
    action()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}

/** The keys as they are printed on the keyboard, one string each. */
export function keysOf({ key, modifier }: Shortcut, onMac: boolean): readonly string[] {
  const printed = { ArrowDown: '↓', ArrowUp: '↑' }[key] ?? key.toUpperCase()
  if (modifier === null) return [printed]
  const names = onMac ? { alt: '⌥', mod: '⌘' } : { alt: 'Alt', mod: 'Ctrl' }
  return [names[modifier], printed]
}

export function isMac(): boolean {
  return /^(?:Mac|iP)/.test(navigator.platform)
}

export function isPressed({ key, modifier }: Shortcut, event: KeyboardEvent, onMac: boolean): boolean {
  if (event.isComposing || !isKey(key, event)) return false
  const mod = onMac ? 'meta' : 'ctrl'
  // Exactly these: AltGr counts as Control and Alt. Shift may be what a key like ? takes.
  if (heldIn(event) !== (modifier === 'mod' ? mod : (modifier ?? ''))) return false
  return !isWithin(event.target, modifier === null ? TYPED_INTO : OPENED_BY_ALT)
}

function heldIn({ altKey, ctrlKey, metaKey }: KeyboardEvent): string {
  return [altKey && 'alt', ctrlKey && 'ctrl', metaKey && 'meta'].filter(Boolean).join('+')
}

// NOTE: with Option held a Mac's letters are other characters.
function isKey(key: string, event: KeyboardEvent): boolean {
  return event.key === key || (/^[a-z]$/.test(key) && event.code === `Key${key.toUpperCase()}`)
}

function isWithin(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null
}
