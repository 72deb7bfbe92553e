import type { TextStore, Unsubscribe } from '../connection/environment'
import { type Author, draftKey, drop, propertyOf, readJson, writeJson } from './kept'
import { Notifier } from './notifier'
import type { Draft, Drafts, UnfinishedEdit } from './state'
import { draftOf } from './text'

const NO_DRAFT: Draft = { body: '', replyTo: null, edit: null }

/** A draft, and the epoch in which its offsets hold; null where that is not known. */
interface Kept {
  readonly draft: Draft
  readonly epoch: string | null
}

/** The text in the composer, kept by this tab for its item and author. */
export class KeptDraft implements Drafts {
  readonly #store: TextStore
  readonly #itemId: string
  readonly #notifier = new Notifier()
  #author: Author | undefined
  #kept: Kept = { draft: NO_DRAFT, epoch: null }

  constructor(store: TextStore, itemId: string) {
    this.#store = store
    this.#itemId = itemId
  }

  getDraft(): Draft {
    return this.#kept.draft
  }

  setDraft(change: Partial<Draft>): void {
    this.#set({ ...this.#kept, draft: { ...this.#kept.draft, ...change } })
  }

  onDraft(listener: () => void): Unsubscribe {
    return this.#notifier.subscribe(listener)
  }

  /** Says in which epoch the messages were seen that a text may be for before it is known whose it is. */
  recall(epoch: string | null): void {
    if (this.#author === undefined) this.#kept = { ...this.#kept, epoch }
  }

  /**
   * Says whose text it is, and in which epoch its offsets hold.
   *
   * What was typed in the meantime goes before what was kept. In another epoch
   * the same offset is another message, so no text is for it any more.
   */
  open(author: Author, epoch: string): void {
    const isTyped = this.#author === undefined && !isBlank(this.#kept.draft)
    const kept = author === this.#author || isTyped ? this.#kept : this.#read(author)
    const isOfThis = kept.epoch === null || kept.epoch === epoch
    this.#author = author
    this.#set({ draft: isOfThis ? kept.draft : untied(untied(kept.draft)), epoch })
  }

  /** Forgets it for good, also those of others, and where nobody is known yet. */
  forget(): void {
    this.setDraft(NO_DRAFT)
    drop(this.#store, 'draft', this.#itemId)
  }

  #set({ draft, epoch }: Kept): void {
    this.#kept = { draft: bounded(draft), epoch }
    this.#write()
    this.#notifier.changed()
  }

  #read(author: Author): Kept {
    const value = readJson(this.#store, draftKey(this.#itemId, author))
    const [body, replyTo, epoch] = ['body', 'reply_to', 'epoch'].map((name) => propertyOf(value, name))
    return {
      draft: {
        body: typeof body === 'string' ? body : '',
        replyTo: typeof replyTo === 'number' ? replyTo : null,
        edit: parseEdit(propertyOf(value, 'edit')),
      },
      epoch: typeof epoch === 'string' ? epoch : null,
    }
  }

  #write(): void {
    if (this.#author === undefined) return
    const key = draftKey(this.#itemId, this.#author)
    const { draft, epoch } = this.#kept
    const { body, replyTo: reply_to, edit } = draft
    if (isBlank(draft)) this.#store.remove(key)
    else writeJson(this.#store, key, { body, reply_to, edit, epoch })
  }
}

/** The draft without the message that its text is for, which is gone; no text is lost with it. */
export function untied({ body, replyTo, edit }: Draft): Draft {
  if (edit === null) return { body, replyTo: null, edit }
  return { body: [body, edit.text ?? ''].filter((text) => text !== '').join('\n'), replyTo, edit: null }
}

/** Whatever was pasted, or kept by another release. */
function bounded(draft: Draft): Draft {
  const { body, edit } = draft
  return { ...draft, body: draftOf(body), edit: edit && { ...edit, text: edit.text && draftOf(edit.text) } }
}

function isBlank({ body, replyTo, edit }: Draft): boolean {
  return body === '' && replyTo === null && edit === null
}

function parseEdit(value: unknown): UnfinishedEdit | null {
  const offset = propertyOf(value, 'offset')
  const text = propertyOf(value, 'text')
  return typeof offset === 'number' ? { offset, text: typeof text === 'string' ? text : null } : null
}
