/** Who is here, person by person. Pure. */

import type { Member } from '../protocol/frames.gen'
import { personKey } from '../room/people'

export interface Person {
  readonly member: Member
  /** Of each of their tabs; more than one only where the credential says who they are. */
  readonly clientIds: readonly number[]
  readonly isSelf: boolean
}

/** Gathers the tabs of one author; oneself comes first, under the name of this tab. */
export function peopleOf(members: readonly Member[], self: number | null): readonly Person[] {
  const isSelf = ({ client_id }: Member) => client_id === self
  const ordered = [...members.filter(isSelf), ...members.filter((member) => !isSelf(member))]
  const people = new Map<string, Person>()
  for (const member of ordered) {
    const key = personKey(member)
    const known = people.get(key) ?? { member, clientIds: [], isSelf: isSelf(member) }
    people.set(key, { ...known, clientIds: [...known.clientIds, member.client_id] })
  }
  return [...people.values()]
}

/** How many people are here: as many as the list shows, or as the server counts where it tells no list. */
export function countPeople(members: readonly Member[] | null, personCount: number): number {
  return members === null ? personCount : new Set(members.map(personKey)).size
}
