/** What somebody is about to do with a message: answer it, edit it, go and look at it. */

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'

import type { Member } from '../protocol/frames.gen'
import type { RoomState } from '../room/state'

/** What the message box is for. */
export type Composing =
  | { readonly type: 'message' }
  | { readonly type: 'reply'; readonly offset: number }
  | { readonly type: 'edit'; readonly offset: number }

const MESSAGE: Composing = { type: 'message' }

/** The same functions for as long as the room is shown, so that rows need not be drawn again. */
interface TalkActions {
  readonly compose: (composing: Composing) => void
  /** Gives the message box back to new messages. */
  readonly cancel: () => void
  /** Shows the message with this offset, loaded or not; null where it is shown, or cannot be. */
  readonly jump: (offset: number | null) => void
}

interface Talk extends TalkActions {
  readonly composing: Composing
  readonly jumpingTo: number | null
}

const ActionsContext = createContext<TalkActions | null>(null)
const TalkContext = createContext<Talk | null>(null)
const SelfContext = createContext<Member | null>(null)

export function TalkProvider({ state, children }: { readonly state: RoomState; readonly children: ReactNode }) {
  const [composing, compose] = useState(MESSAGE)
  const [jumpingTo, jump] = useState<number | null>(null)
  const actions = useMemo(() => ({ compose, jump, cancel: () => compose(MESSAGE) }), [])
  const talk = useMemo(() => ({ ...actions, composing, jumpingTo }), [actions, composing, jumpingTo])
  const { clientId, author, name } = state
  const self = useMemo(
    () => (clientId === null ? null : { client_id: clientId, author, name }),
    [clientId, author, name],
  )
  return (
    <SelfContext value={self}>
      <ActionsContext value={actions}>
        <TalkContext value={talk}>{children}</TalkContext>
      </ActionsContext>
    </SelfContext>
  )
}

export function useTalkActions(): TalkActions {
  return expected(useContext(ActionsContext))
}

export function useTalk(): Talk {
  return expected(useContext(TalkContext))
}

/** Who reads this; null until the first welcome. */
export function useSelf(): Member | null {
  return useContext(SelfContext)
}

function expected<T>(value: T | null): T {
  if (value === null) throw new Error('Expected a talk around this component, found none.')
  return value
}
