/** The members and who of them writes; draws the lines about joins and leaves, one for all the tabs of a person. */

import type { Clock, Unsubscribe } from '../connection/environment'
import type { Member, Presence, Welcome } from '../protocol/frames.gen'
import { personKey } from './people'

/**
 * After a restart a server knows nobody, and its members come back one by one.
 * A member of before counts as gone only after this time: the server's own grace
 * period, and the longest delays of the first few retries.
 */
const RETURN_GRACE_MS = 15_000

export interface RosterEvents {
  noted(type: 'joined' | 'left', member: Member): void
  changed(): void
}

export class Roster {
  readonly #clock: Clock
  readonly #events: RosterEvents
  /** The member that this tab is: a list of one of each person may have another tab of this one's (PR8). */
  #self: Member | null = null
  #members: ReadonlyMap<number, Member> | null = null
  #count = 0
  /** PR8: of more persons than these only the count is sent. */
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

  /** How many persons they are. */
  get count(): number {
    return this.#count
  }

  get typing(): readonly Member[] {
    return this.#typing.filter((id) => id !== this.#self?.client_id).map((id) => this.#member(id))
  }

  /** The members now, after a connection was made. */
  welcome({ members, member_count, person_count, client_id, author, name, limits }: Welcome): void {
    this.#count = person_count ?? member_count
    this.#listed = limits.listed_members
    this.#step(() => {
      const before = this.#members
      if (before === null || members === null) this.#forgetMissing()
      else for (const member of before.values()) this.#missing.set(member.client_id, member)
      // The client that this tab was before is no other person.
      if (this.#self !== null) this.#missing.delete(this.#self.client_id)
      this.#self = { client_id, author, name }
      this.#replace(members)
    })
    this.#startGrace()
  }

  presence(frame: Presence): void {
    this.#count = frame.person_count ?? frame.member_count
    this.#step(() => (frame.full ? this.#replace(frame.joined) : this.#change(frame)))
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

  /**
   * Takes a step, and then draws a line for each person who came or went by it.
   *
   * A person who was not seen to leave is still here, and so is one who has another tab.
   */
  #step(take: () => void): void {
    const [before, formerSelf] = [this.#people(), this.#selfKey()]
    take()
    const [after, self] = [this.#people(), this.#selfKey()]
    // Without a list of members before or after, nobody was seen to come or to leave.
    if (before === null || after === null) return
    for (const [key, member] of before) {
      if (!after.has(key) && key !== formerSelf) this.#events.noted('left', member)
    }
    for (const [key, member] of after) if (!before.has(key) && key !== self) this.#events.noted('joined', member)
  }

  #people(): ReadonlyMap<string, Member> | null {
    if (this.#members === null) return null
    const all = [...this.#missing.values(), ...this.#members.values()]
    return new Map(all.map((member) => [personKey(member), member]))
  }

  #selfKey(): string | null {
    const self = this.#self === null ? undefined : this.#members?.get(this.#self.client_id)
    return self === undefined ? null : personKey(self)
  }

  #change({ joined, left }: Presence): void {
    if (this.#members === null) return
    for (const { client_id } of left) this.#missing.delete(client_id)
    const gone = new Set(left.map(({ client_id }) => client_id))
    this.#typing = this.#typing.filter((id) => !gone.has(id))
    const others = [...this.#members.values()].filter(({ client_id }) => !gone.has(client_id))
    this.#replace([...others, ...joined])
  }

  #replace(members: readonly Member[] | null): void {
    for (const { client_id } of members ?? []) this.#missing.delete(client_id)
    this.#members = members === null ? null : byId([...(this.#self === null ? [] : [this.#self]), ...members])
  }

  #startGrace(): void {
    if (this.#missing.size > 0) this.#cancelGrace = this.#clock.setTimer(() => this.#endGrace(), RETURN_GRACE_MS)
  }

  #endGrace(): void {
    this.#step(() => this.#missing.clear())
    this.#events.changed()
  }

  #forgetMissing(): void {
    this.#cancelGrace()
    this.#missing.clear()
  }

  #member(clientId: number): Member {
    return this.#members?.get(clientId) ?? { client_id: clientId, author: null, name: null }
  }
}

function byId(members: readonly Member[]): ReadonlyMap<number, Member> {
  return new Map(members.map((member) => [member.client_id, member]))
}
