import { useEffect } from 'react'

import type { Entry, Member } from '../protocol/frames.gen'
import { hasVisible } from '../protocol/visible'
import { isBySame, isDeleted } from '../room/changes'
import { untied } from '../room/draft'
import type { Draft, JoinedRoom, RoomState, TimelineItem } from '../room/state'
import { draftOf } from '../room/text'
import { type Composing, useSelf, useTalk } from './talk'
import { useDraft } from './useDraft'
import { useEntry } from './useEntry'

export interface Composer {
  readonly text: string
  readonly composing: Composing
  /** The message that is answered or edited. */
  readonly target: Entry | null
  /** Characters that the server would still take; below 0, so many too many. */
  readonly left: number
  readonly canSend: boolean
  readonly change: (text: string) => void
  readonly send: () => void
  readonly cancel: () => void
  /** Begins to edit one's last message; false where there is none. */
  readonly editLast: () => boolean
  readonly stopTyping: () => void
}

/** The text in the message box and what becomes of it; a draft waits while a message is edited. */
export function useComposer(room: JoinedRoom, state: RoomState): Composer {
  const { body, edit } = useDraft(room, whole)
  const { composing, compose, cancel } = useTalk()
  const self = useSelf()
  const target = useTarget(room, state, composing)

  const text = edit === null ? body : (edit.text ?? draftOf(target?.body ?? ''))
  // Code points, as the server counts them.
  const left = state.bodyLengthLimit - [...text.trim()].length
  const canSend = hasVisible(text) && left >= 0 && (edit === null || target !== null)

  const change = (next: string) => {
    if (edit !== null) return room.setDraft({ edit: { ...edit, text: next } })
    room.setDraft({ body: next })
    room.setTyping(next.trim() !== '')
  }
  const send = () => {
    if (!canSend) return
    if (edit !== null) return save(room, edit.offset, text.trim())
    say(room, text.trim(), composing)
    room.setDraft({ body: '', replyTo: null })
  }
  const editLast = () => {
    const last = text === '' && composing.type === 'message' ? lastOf(state.items, self) : null
    if (last !== null) compose({ type: 'edit', offset: last.offset })
    return last !== null
  }
  const stopTyping = () => {
    if (text.trim() !== '' && edit === null) room.setTyping(false)
  }
  return { text, composing, target, left, canSend, change, send, cancel, editLast, stopTyping }
}

const whole = (draft: Draft): Draft => draft

/** The message that is answered or edited: loaded where a reload left it out, and let go where it is gone. */
function useTarget(room: JoinedRoom, state: RoomState, composing: Composing): Entry | null {
  const offset = composing.type === 'message' ? null : composing.offset
  const target = useEntry(offset)
  // Somebody deleted it from another tab, or it is not kept any more.
  const isGone = target === null ? isOutOfReach(state, offset) : isDeleted(target)
  const gone = isGone ? composing : null
  const isFree = state.connection.phase === 'connected' && state.older === 'more' && state.reaching === null
  const toLoad = target === null && isFree && !isGone ? offset : null
  useEffect(() => {
    if (gone !== null) room.setDraft(untied(room.getDraft()))
  }, [gone, room])
  useEffect(() => {
    if (toLoad !== null) room.reach(toLoad)
  }, [toLoad, room])
  return target
}

/** Whether the list reaches as far as this offset, or cannot be made to: what is not in it then is nowhere. */
function isOutOfReach({ items, older }: RoomState, offset: number | null): boolean {
  if (offset === null) return false
  const first = items.find(({ type }) => type === 'entry')
  const isCovered = first?.type === 'entry' && first.entry.offset <= offset
  return isCovered || older === 'start' || older === 'trimmed' || older === 'full'
}

function say(room: JoinedRoom, text: string, composing: Composing): void {
  if (composing.type === 'reply') room.send(text, composing.offset)
  else room.send(text)
  room.setTyping(false)
}

/** What cannot be an edit any more stays in the box, as a message that nobody has sent. */
function save(room: JoinedRoom, offset: number, text: string): void {
  room.setDraft(room.edit(offset, text) ? { edit: null } : untied(room.getDraft()))
}

/** The last message of this person that can be edited. */
function lastOf(items: readonly TimelineItem[], self: Member | null): Entry | null {
  if (self === null) return null
  const isMine = (item: TimelineItem) => item.type === 'entry' && isBySame(item.entry, self) && isOpen(item.entry)
  const last = items.findLast(isMine)
  return last?.type === 'entry' ? last.entry : null
}

function isOpen(entry: Entry): boolean {
  return entry.kind === 'message' && !isDeleted(entry)
}
