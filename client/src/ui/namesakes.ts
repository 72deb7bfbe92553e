/** Names that two persons in a room have, or that read as the other's. No React, no DOM. */

import type { Member } from '../protocol/frames.gen'
import { withoutInvisible } from '../protocol/visible'
import { personKey } from '../room/people'
import type { TimelineItem } from '../room/state'

// Letters of other scripts that are drawn like Latin ones in nearly every font, and what passes for an l or an o. The
// capitals have a table of their own: an Η is an H, and an η is none.
const CAPITALS = pairs(
  'Αa Βb Εe Ζz Ηh Ιl Κk Μm Νn Οo Ρp Τt Υy Χx Аa Вb Еe Кk Мm Нh Оo Рp Сc Тt Уy Хx Іl Јj Ѕs Ԍg Il |l 1l 0o',
)
const SMALL = pairs('αa οo νv ρp υu ιi κk χx γy аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw кk тt мm вb нh ıi')

/** A table from a text of twos: the letter, and what it is drawn like. */
function pairs(twos: string): ReadonlyMap<string, string> {
  return new Map(twos.split(' ').map(([letter = '', latin = '']) => [letter, latin]))
}

/** The same for two names that look the same, or nearly so, on most screens; not meant to be read. */
export function skeletonOf(name: string): string {
  const plain = withoutInvisible(name.normalize('NFKD'))
  const small = Array.from(plain, (letter) => CAPITALS.get(letter) ?? letter.toLowerCase())
  const latin = small.map((letter) => SMALL.get(letter) ?? letter).join('')
  return latin.replaceAll(/\s+/g, ' ').replaceAll('rn', 'm').trim()
}

const unspaced = (skeleton: string): string => skeleton.replaceAll(' ', '')

/** Whether two persons have a name, or names that read as one. */
export type IsNamesake = (name: string) => boolean

/**
 * The names of a room that lead to more than one person, or read as the page's own words for one.
 *
 * It looks at what is new at both ends of the list, and forgets nobody: who
 * has gone still stands in the list.
 */
export class Namesakes {
  readonly #persons = new Map<string, string>()
  readonly #known = new Set<string>()
  readonly #alike = new Set<string>()
  #isNamesake = this.#judge()
  #members: readonly Member[] | null = null
  #first: string | null = null
  #last: string | null = null
  readonly #standIns: readonly string[]

  /** @param standIns what the page itself calls people by: "You", and how the words for somebody without a name begin. */
  constructor(standIns: readonly string[] = []) {
    this.#standIns = standIns.map((each) => unspaced(skeletonOf(each)))
  }

  /** The same function until there are more. */
  of(members: readonly Member[] | null, items: readonly TimelineItem[]): IsNamesake {
    if (members !== this.#members) for (const member of members ?? []) this.#see(member)
    this.#members = members
    this.#seeFrom(items, items.length - 1, -1, this.#last)
    this.#seeFrom(items, 0, 1, this.#first)
    this.#first = items[0]?.id ?? null
    this.#last = items.at(-1)?.id ?? null
    return this.#isNamesake
  }

  /** Looks from one end as far as what was seen before. */
  #seeFrom(items: readonly TimelineItem[], from: number, step: 1 | -1, seen: string | null): void {
    for (let at = from; items[at] !== undefined && items[at]?.id !== seen; at += step) this.#seeItem(items[at])
  }

  #seeItem(item: TimelineItem | undefined): void {
    if (item?.type === 'entry') this.#see(item.entry)
  }

  #see(person: Member): void {
    if (person.name === null) return
    const key = personKey(person)
    const known = `${key}\n${person.name}`
    if (this.#known.has(known)) return
    this.#known.add(known)
    const skeleton = skeletonOf(person.name)
    const other = this.#persons.get(skeleton)
    this.#persons.set(skeleton, key)
    if (this.#alike.has(skeleton)) return
    if ((other === undefined || other === key) && !this.#isStandIn(skeleton)) return
    this.#alike.add(skeleton)
    this.#isNamesake = this.#judge()
  }

  /** A label that ends with a sign, as "Client #", comes before a number. */
  #isStandIn(skeleton: string): boolean {
    const name = unspaced(skeleton)
    return this.#standIns.some((each) => (each.endsWith('#') ? name.startsWith(each) : name === each))
  }

  #judge(): IsNamesake {
    return (name) => this.#alike.size > 0 && this.#alike.has(skeletonOf(name))
  }
}
