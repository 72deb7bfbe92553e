/** What somebody is about to do with a message: answer it, edit it, go and look at it. */

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

import type { Member } from '../protocol/frames.gen'
import type { JoinedRoom, RoomState } from '../room/state'
import { ServerLeadContext } from './hooks'
import { useWords } from './language/language'
import { later } from './later'
import type { IsNamesake, Namesakes } from './namesakes'
import { useRoom } from './roomContext'
import { useDraft } from './useDraft'

/** What the message box is for; the room keeps it with the draft. */
export type Composing =
  | { readonly type: 'message' }
  | { readonly type: 'reply'; readonly offset: number }
  | { readonly type: 'edit'; readonly offset: number }

/** The same functions for as long as the room is shown, so that rows need not be drawn again. */
interface TalkActions {
  readonly compose: (composing: Composing) => void
  /** Gives the message box back to what it was for before. */
  readonly cancel: () => void
  /** Shows the message with this offset, loaded or not; null where it is shown, or cannot be. */
  readonly jump: (offset: number | null) => void
}

interface Talk extends TalkActions {
  readonly composing: Composing
  readonly jumpingTo: number | null
}

const nobody: IsNamesake = () => false
const NAMESAKES = later(() => import('./namesakes'))

const ActionsContext = createContext<TalkActions | null>(null)
const TalkContext = createContext<Talk | null>(null)
const SelfContext = createContext<Member | null>(null)
const NamesakesContext = createContext<IsNamesake>(nobody)

export function TalkProvider({ state, children }: { readonly state: RoomState; readonly children: ReactNode }) {
  const room = useRoom()
  const composing = useComposing(room)
  const [jumpingTo, jump] = useState<number | null>(null)
  const actions = useMemo(
    () => ({ compose: (next: Composing) => compose(room, next), cancel: () => cancel(room), jump }),
    [room],
  )
  const talk = useMemo(() => ({ ...actions, composing, jumpingTo }), [actions, composing, jumpingTo])
  const isNamesake = useNamesakes(state)
  const { clientId, author, name } = state
  const self = useMemo(
    () => (clientId === null ? null : { client_id: clientId, author, name }),
    [clientId, author, name],
  )
  return (
    <SelfContext value={self}>
      <ServerLeadContext value={state.serverLead}>
        <NamesakesContext value={isNamesake}>
          <ActionsContext value={actions}>
            <TalkContext value={talk}>{children}</TalkContext>
          </ActionsContext>
        </NamesakesContext>
      </ServerLeadContext>
    </SelfContext>
  )
}

/** Nobody is one until the tables of letters are loaded. */
function useNamesakes({ members, items }: RoomState): IsNamesake {
  const { room } = useWords()
  const [namesakes, setNamesakes] = useState<Namesakes | null>(null)
  useEffect(() => {
    NAMESAKES.load()
      .then((loaded) => setNamesakes(new loaded.Namesakes([room.you, room.client('')])))
      .catch(() => {})
  }, [room])
  return namesakes === null ? nobody : namesakes.of(members, items)
}

/** The same object until the box is for something else, however much is typed. */
function useComposing(room: JoinedRoom): Composing {
  const replyTo = useDraft(room, (draft) => draft.replyTo)
  const edited = useDraft(room, ({ edit }) => edit?.offset ?? null)
  return useMemo(() => {
    if (edited !== null) return { type: 'edit', offset: edited }
    return replyTo === null ? { type: 'message' } : { type: 'reply', offset: replyTo }
  }, [replyTo, edited])
}

function compose(room: JoinedRoom, composing: Composing): void {
  if (composing.type === 'edit') room.setDraft({ edit: { offset: composing.offset, text: null } })
  else room.setDraft({ edit: null, replyTo: composing.type === 'reply' ? composing.offset : null })
}

function cancel(room: JoinedRoom): void {
  room.setDraft(room.getDraft().edit === null ? { replyTo: null } : { edit: null })
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

/** Whether two persons in this room have this name, or names that read as one. */
export function useIsNamesake(name: string | null): boolean {
  const isNamesake = useIsNamesakeOf()
  return name !== null && isNamesake(name)
}

/** As `useIsNamesake`, for many names. */
export function useIsNamesakeOf(): IsNamesake {
  return useContext(NamesakesContext)
}

function expected<T>(value: T | null): T {
  if (value === null) throw new Error('Expected a talk around this component, found none.')
  return value
}
