/** How somebody is shown: a name, a two-letter mark and a colour. */

import type { Member } from '../protocol/frames.gen'
import { hasVisible, withoutDirectionControls } from '../protocol/visible'
import { drawable } from '../room/clusters'
import type { Catalogue } from './language/catalogue'

/** Digits of a client ID that tell people in one room apart at a glance. */
const SHORT_ID_DIGITS = 4
const HAN = /^\p{Script=Han}+$/u

/** A name as it can be shown; null where there is none, or one of an old log that shows nothing. */
function nameOf({ name }: Member): string | null {
  const shown = drawable(withoutDirectionControls(name ?? '')).trim()
  return hasVisible(shown) ? shown : null
}

export function displayName(words: Catalogue, person: Member): string {
  return nameOf(person) ?? words.room.client(`${person.client_id}`)
}

/** The name with a long ID shortened, for places where many stand together. */
export function shortName(words: Catalogue, person: Member): string {
  const name = nameOf(person)
  if (name !== null) return name
  const id = `${person.client_id}`
  return words.room.client(id.length > SHORT_ID_DIGITS + 1 ? `${id.slice(0, SHORT_ID_DIGITS)}…` : id)
}

/** Tells one person from another of the same name: the same in every tab of an author, as long as the tab else. */
export function shortIdOf({ author, client_id }: Member): string {
  const id = author === null ? `${client_id}` : `${hash(author)}`
  return `#${id.slice(0, SHORT_ID_DIGITS)}`
}

/** Two letters: of a name its initials, in Chinese the given name, else the ID's first digits. */
export function markOf(person: Member): string {
  const name = nameOf(person)
  if (name === null) return `${person.client_id}`.slice(0, 2)
  if (HAN.test(name)) return [...name].slice(-2).join('')
  const [first = '', second] = name.split(/[\s\-_.]+/).filter((part) => part !== '')
  const letters = second === undefined ? charactersOf(first).slice(0, 2) : [first, second].map(firstCharacter)
  return letters.join('').toUpperCase()
}

/** What a reader sees as characters: a flag and a letter with its accents are one each. */
function charactersOf(text: string): readonly string[] {
  // NOTE: Firefox has it since 2024.
  if (!('Segmenter' in Intl)) return text.match(/\P{M}\p{M}*/gu) ?? []
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)
}

const firstCharacter = (text: string): string => charactersOf(text)[0] ?? ''

/** A hue from 0 to 359, the same for one author in every tab and on every day. */
export function hueOf(person: Member): number {
  return hash(person.author ?? `${person.client_id}`) % 360
}

/** Whether one name and mark can stand over what both wrote; who wrote it is `isBySame`. */
export function isShownAlike(one: Member, other: Member): boolean {
  return one.client_id === other.client_id && one.author === other.author && one.name === other.name
}

// FNV-1a with a last mix: alone it gives neighbouring IDs neighbouring hues.
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const unit of text) value = Math.imul(value ^ (unit.codePointAt(0) ?? 0), 0x01000193)
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return (value ^ (value >>> 13)) >>> 0
}
