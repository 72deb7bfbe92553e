import type { TextStore } from '../connection/environment'
import { type Author, draftKey, drop } from './kept'
import type { Drafts } from './state'

/** The text in the composer, kept by this tab for its item and author. */
export class Draft implements Drafts {
  readonly #store: TextStore
  readonly #itemId: string
  #author: Author | undefined
  #body = ''

  constructor(store: TextStore, itemId: string) {
    this.#store = store
    this.#itemId = itemId
  }

  getDraft(): string {
    return this.#body
  }

  setDraft(body: string): void {
    this.#body = body
    this.#write()
  }

  /** Says whose text it is; what was typed in the meantime goes before what was kept. */
  open(author: Author): void {
    if (author === this.#author) return
    const kept = this.#store.get(draftKey(this.#itemId, author)) ?? ''
    this.#body = this.#author === undefined && this.#body !== '' ? this.#body : kept
    this.#author = author
    this.#write()
  }

  /** Forgets it for good, also those of others, and where nobody is known yet. */
  forget(): void {
    this.setDraft('')
    drop(this.#store, 'draft', this.#itemId)
  }

  #write(): void {
    if (this.#author === undefined) return
    const key = draftKey(this.#itemId, this.#author)
    if (this.#body === '') this.#store.remove(key)
    else this.#store.set(key, this.#body)
  }
}
