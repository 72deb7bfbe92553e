/**
 * The rooms that this tab is in, and which of them is shown.
 *
 * Each has a connection of its own and continues while another one is shown; so
 * the list knows what came in each while nobody looked.
 */

import type { TextStore, Unsubscribe } from '../connection/environment'
import type { Join, Launch } from './launch'
import { Notifier } from './notifier'
import type { JoinedRoom } from './state'
import { cleanName } from './text'
import type { Unseen } from './unread'
import { type ListedRoom, Visit } from './visit'

export type { ListedRoom } from './visit'

export interface RoomListState {
  /** In the order in which they were joined; without one that is only asked for. */
  readonly rooms: readonly ListedRoom[]
  /** The one that is shown or asked for; null shows the form. */
  readonly active: ListedRoom | null
}

/** A message of another in a room at which nobody looks. */
export interface News extends Unseen {
  readonly itemId: string
}

export class RoomList {
  readonly #store: TextStore
  readonly #join: (asked: Join) => JoinedRoom
  readonly #notifier = new Notifier()
  readonly #newsListeners = new Set<(news: News) => void>()
  #visits: readonly Visit[] = []
  #active: Visit | null = null
  #isLooking = true
  #state: RoomListState | null = null

  constructor(tabStore: TextStore, join: (asked: Join) => JoinedRoom) {
    this.#store = tabStore
    this.#join = join
  }

  getState(): RoomListState {
    this.#state ??= this.#draw()
    return this.#state
  }

  /** Calls `listener` after each change; the state object is replaced, never mutated. */
  subscribe(listener: () => void): Unsubscribe {
    return this.#notifier.subscribe(listener)
  }

  /** Calls back with each message that comes in unseen, once. */
  onNews(listener: (news: News) => void): Unsubscribe {
    this.#newsListeners.add(listener)
    return () => this.#newsListeners.delete(listener)
  }

  /** Joins again what this tab had joined, and what a link asks for; shows what the address names. */
  begin({ join, kept }: Launch): void {
    const asked = kept.map((each) => (each.itemId === join?.itemId ? join : each))
    const all = join === null || asked.includes(join) ? asked : [...asked, join]
    this.#notifier.step(() => {
      for (const each of all) this.#add(each, false)
      this.show(join?.itemId ?? null)
    })
  }

  /** Joins what is asked for, and shows it. A stay in the same room gives way, unless it is the same. */
  open(asked: Join, startedByForm: boolean): void {
    this.#notifier.step(() => {
      const former = this.#find(asked.itemId)
      if (former === null || !isSame(former.listed, asked)) this.#add(asked, startedByForm)
      this.show(asked.itemId)
    })
  }

  /** Shows one of the rooms, or the form for null. The others go on; what was never let in is given up. */
  show(itemId: string | null): void {
    this.#notifier.step(() => {
      const former = this.#active
      this.#lookAway()
      this.#active = this.#find(itemId)
      if (former !== null && former !== this.#active && wasNeverIn(former.listed)) this.#drop(former)
      this.#look()
      this.#changed()
    })
  }

  /** The one that comes so many places after the one shown, around the ends; null where there is no other. */
  neighbour(places: number): string | null {
    const { rooms, active } = this.getState()
    const at = active === null ? -1 : rooms.indexOf(active)
    const from = at === -1 && places < 0 ? 0 : at
    const next = rooms[(from + places + rooms.length) % rooms.length]
    return next === undefined || next === active ? null : next.asked.itemId
  }

  /** Says goodbye to a room. Of what was shown the next one takes the place, or the one before, or the form. */
  leave(itemId: string): void {
    const visit = this.#find(itemId)
    if (visit === null) return
    this.#notifier.step(() => {
      const isShown = visit === this.#active
      const at = this.#visits.indexOf(visit)
      this.#drop(visit)
      if (isShown) this.#active = null
      if (isShown) this.show((this.#visits[at] ?? this.#visits[at - 1])?.itemId ?? null)
      this.#changed()
    })
  }

  /** Another name from now on, in each room whose credential has none of its own. */
  rename(name: string | null): void {
    const cleaned = cleanName(name)
    this.#notifier.step(() => {
      for (const visit of this.#visits) if (!hasGivenName(visit.listed)) visit.rename(cleaned)
      this.#changed()
    })
  }

  /** Whether anybody looks at this page at all. */
  setLooking(isLooking: boolean): void {
    if (!isLooking) this.#lookAway()
    this.#isLooking = isLooking
    this.#look()
    this.#changed()
  }

  #add(asked: Join, startedByForm: boolean): Visit {
    const former = this.#find(asked.itemId)
    const wasShown = former !== null && former === this.#active
    former?.end()
    const cleaned = { ...asked, name: cleanName(asked.name) }
    const stay = { asked: cleaned, room: this.#join(cleaned), startedByForm }
    const isLookedAt = () => visit === this.#active && this.#isLooking
    const visit: Visit = new Visit(this.#store, stay, isLookedAt, (unseen) => this.#came(visit, unseen))
    if (former === null) this.#visits = [...this.#visits, visit]
    else this.#visits = this.#visits.map((each) => (each === former ? visit : each))
    if (wasShown) this.#active = visit
    this.#changed()
    return visit
  }

  #drop(visit: Visit): void {
    visit.leave()
    this.#visits = this.#visits.filter((each) => each !== visit)
  }

  #came(visit: Visit, unseen: readonly Unseen[]): void {
    this.#tell(visit.itemId, unseen)
    this.#changed()
  }

  #tell(itemId: string, unseen: readonly Unseen[]): void {
    for (const each of unseen) for (const listener of this.#newsListeners) listener({ ...each, itemId })
  }

  #look(): void {
    if (this.#isLooking) this.#active?.read()
  }

  #lookAway(): void {
    if (this.#isLooking) this.#active?.keepPlace()
  }

  #find(itemId: string | null): Visit | null {
    return this.#visits.find((visit) => visit.itemId === itemId) ?? null
  }

  #changed(): void {
    this.#state = null
    this.#notifier.changed()
  }

  #draw(): RoomListState {
    const listed = this.#visits.map((visit) => visit.listed)
    return { rooms: listed.filter(({ isAwaited }) => !isAwaited), active: this.#active?.listed ?? null }
  }
}

/** ID6: the name is another than the one that was asked for, so the credential has it. */
export function hasGivenName({ asked, room }: ListedRoom): boolean {
  const { connection, name } = room.getState()
  return connection.phase === 'connected' && name !== null && name !== asked.name
}

/** Nothing would change by joining again; without a token the one that worked is meant. */
function isSame({ asked, isClosed }: ListedRoom, { token }: Join): boolean {
  return !isClosed && (token === '' || token === asked.token)
}

function wasNeverIn({ room, isAwaited, isClosed }: ListedRoom): boolean {
  return isAwaited || (isClosed && room.getState().clientId === null)
}
