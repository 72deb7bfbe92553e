import { useEffect, useState } from 'react'

import type { Entry, Member } from '../protocol/frames.gen'
import { isBySame, isDeleted } from '../room/changes'
import type { JoinedRoom, RoomState, TimelineItem } from '../room/state'
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
  const [draft, setDraft] = useDraft(room, state.clientId !== null)
  const { composing, compose, cancel } = useTalk()
  const self = useSelf()
  const target = useEntry(composing.type === 'message' ? null : composing.offset)
  const [edited, setEdited] = useEdited(composing, target)
  // Somebody deleted it from another tab.
  const isGone = target !== null && isDeleted(target)
  useEffect(() => {
    if (isGone) cancel()
  }, [isGone, cancel])

  const isEdit = composing.type === 'edit'
  const text = isEdit ? edited : draft
  // Code points, as the server counts them.
  const left = state.bodyLengthLimit - [...text.trim()].length
  const canSend = text.trim() !== '' && left >= 0

  const change = (next: string) => {
    if (isEdit) return setEdited(next)
    setDraft(next)
    room.setTyping(next.trim() !== '')
  }
  const send = () => {
    if (!canSend) return
    if (composing.type === 'edit') room.edit(composing.offset, text.trim())
    else say(room, text.trim(), composing)
    if (!isEdit) setDraft('')
    cancel()
  }
  const editLast = () => {
    const last = text === '' && composing.type === 'message' ? lastOf(state.items, self) : null
    if (last !== null) compose({ type: 'edit', offset: last.offset })
    return last !== null
  }
  const stopTyping = () => {
    if (text.trim() !== '' && !isEdit) room.setTyping(false)
  }
  return { text, composing, target, left, canSend, change, send, cancel, editLast, stopTyping }
}

function say(room: JoinedRoom, text: string, composing: Composing): void {
  if (composing.type === 'reply') room.send(text, composing.offset)
  else room.send(text)
  room.setTyping(false)
}

/** What a message is being made into; begins with what it says. */
function useEdited(composing: Composing, target: Entry | null): readonly [string, (text: string) => void] {
  const [edited, setEdited] = useState<{ readonly composing: Composing; readonly text: string } | null>(null)
  if (composing !== edited?.composing) setEdited({ composing, text: target?.body ?? '' })
  const text = composing === edited?.composing ? edited.text : (target?.body ?? '')
  return [text, (next) => setEdited({ composing, text: next })]
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
