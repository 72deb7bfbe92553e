/** Who is here and who writes; draws the lines about coming and going. */

import type { Clock, Unsubscribe } from '../connection/environment'
import type { Member, Presence, Welcome } from '../protocol/frames.gen'

/**
 * After a restart a server knows nobody, and its members come back one by one.
 * Who was here before counts as gone only after this: the server's own grace,
 * and the longest delays of the first few retries.
 */
const RETURN_GRACE_MS = 15_000

export interface RosterEvents {
  noted(type: 'joined' | 'left', member: Member): void
  changed(): void
}

export class Roster {
  readonly #clock: Clock
  readonly #events: RosterEvents
  #self: number | null = null
  #members: ReadonlyMap<number, Member> | null = null
  #count = 0
  /** PR8: of more than these only the count is told. */
  #listed = Infinity
  #typing: readonly number[] = []
  /** Here before the connection was lost, and not seen since. */
  #missing = new Map<number, Member>()
  #cancelGrace: Unsubscribe = () => {}

  constructor(clock: Clock, events: RosterEvents) {
    this.#clock = clock
    this.#events = events
  }

  get members(): readonly Member[] | null {
    return this.#members === null ? null : [...this.#members.values()]
  }

  get count(): number {
    return this.#count
  }

  get typing(): readonly Member[] {
    return this.#typing.filter((id) => id !== this.#self).map((id) => this.#member(id))
  }

  /** Who is here now, after a connection was made. */
  welcome({ members, member_count, client_id: self, limits }: Welcome): void {
    const before = this.#members
    const formerSelf = this.#self
    this.#self = self
    this.#count = member_count
    this.#listed = limits.listed_members
    this.#members = members === null ? null : byId(members)
    if (before === null || members === null) return this.#forgetMissing()
    for (const member of members) if (!before.has(member.client_id)) this.#arrived(member)
    for (const member of before.values()) {
      if (!this.#has(member.client_id) && member.client_id !== formerSelf) this.#missing.set(member.client_id, member)
    }
    for (const { client_id } of members) this.#missing.delete(client_id)
    this.#startGrace()
  }

  presence(frame: Presence): void {
    this.#count = frame.member_count
    if (frame.full) this.#replace(frame.joined)
    else this.#change(frame)
    // PR8: what was known of a smaller room is not kept up any more.
    if (this.#count > this.#listed) this.#members = null
    this.#events.changed()
  }

  typists(clientIds: readonly number[]): void {
    this.#typing = clientIds
    this.#events.changed()
  }

  /** Nothing is known about who writes while there is no connection. */
  lost(): void {
    this.#typing = []
    this.#cancelGrace()
  }

  #change({ joined, left }: Presence): void {
    for (const member of left) if (this.#isKnown(member)) this.#left(member)
    for (const member of joined) if (!this.#has(member.client_id)) this.#arrived(member)
    if (this.#members !== null) this.#members = byId([...this.#members.values(), ...joined])
  }

  #replace(joined: readonly Member[]): void {
    const before = this.#members
    this.#members = byId(joined)
    if (before === null) return
    for (const member of before.values()) if (!this.#has(member.client_id)) this.#left(member)
    for (const member of joined) if (!before.has(member.client_id)) this.#arrived(member)
  }

  /** Draws a line, unless this is somebody who was never seen to go. */
  #arrived(member: Member): void {
    const wasMissing = this.#missing.delete(member.client_id)
    if (!wasMissing && member.client_id !== this.#self) this.#events.noted('joined', member)
  }

  #left(member: Member): void {
    const others = this.members?.filter(({ client_id }) => client_id !== member.client_id)
    this.#members = others === undefined ? null : byId(others)
    this.#missing.delete(member.client_id)
    this.#typing = this.#typing.filter((id) => id !== member.client_id)
    this.#events.noted('left', member)
  }

  #startGrace(): void {
    if (this.#missing.size > 0) this.#cancelGrace = this.#clock.setTimer(() => this.#endGrace(), RETURN_GRACE_MS)
  }

  #endGrace(): void {
    for (const member of this.#missing.values()) this.#left(member)
    this.#events.changed()
  }

  #forgetMissing(): void {
    this.#cancelGrace()
    this.#missing.clear()
  }

  #isKnown({ client_id }: Member): boolean {
    return this.#has(client_id) || this.#missing.has(client_id)
  }

  #has(clientId: number): boolean {
    return this.#members?.has(clientId) ?? false
  }

  #member(clientId: number): Member {
    return this.#members?.get(clientId) ?? { client_id: clientId, author: null, name: null }
  }
}

function byId(members: readonly Member[]): ReadonlyMap<number, Member> {
  return new Map(members.map((member) => [member.client_id, member]))
}
