import type { Welcome } from '../../src/protocol/frames.gen'
import type { JoinOptions } from '../../src/room/joinRoom'
import { joinRoom } from '../../src/room/joinRoom'
import type { JoinedRoom, TimelineItem } from '../../src/room/state'
import { type FakeEnvironment, fakeEnvironment } from './fakeEnvironment'
import type { FakeSocket } from './fakeSocket'
import { welcome } from './frames'

export interface Joined {
  readonly room: JoinedRoom
  readonly tab: FakeEnvironment
  readonly socket: FakeSocket
}

/** A room that was joined, with the test in the place of the server. */
export function join(
  overrides: Partial<Welcome> = {},
  tab: FakeEnvironment = fakeEnvironment(),
  options: Partial<JoinOptions> = {},
): Joined {
  const room = joinRoom({ itemId: 'foo', token: 'secret', ...options }, tab)
  return { room, tab, socket: greet(tab, overrides) }
}

/** Opens the newest socket and welcomes its client. */
export function greet(tab: FakeEnvironment, overrides: Partial<Welcome> = {}): FakeSocket {
  tab.socket.open()
  tab.socket.say(welcome(overrides))
  return tab.socket
}

/** Loses the newest socket and welcomes the client on the next. */
export function comeBack(tab: FakeEnvironment, overrides: Partial<Welcome> = {}): FakeSocket {
  tab.socket.end(1006)
  return greetAgain(tab, overrides)
}

/** Waits for the retry of a link that has lost its socket. */
export function greetAgain(tab: FakeEnvironment, overrides: Partial<Welcome> = {}): FakeSocket {
  const before = tab.sockets.length
  while (tab.sockets.length === before)
    if (!tab.browser.clock.runNext()) throw new Error('Expected a retry, none came.')
  return greet(tab, overrides)
}

/** What stands in the list, in short: `#3 text`, `sending text`, `failed text`, `joined 7`, `break`. */
export function shown(room: JoinedRoom): readonly string[] {
  return room.getState().items.map(describe)
}

function describe(item: TimelineItem): string {
  switch (item.type) {
    case 'entry':
      return `#${item.entry.offset} ${item.entry.body}${item.own ? ' (own)' : ''}`
    case 'pending':
      return `${item.status} ${item.body}`
    case 'change':
      return `failed ${item.change.kind} ${item.change.body}`
    case 'joined':
    case 'left':
      return `${item.type} ${item.member.client_id}`
    case 'break':
      return 'break'
  }
}
