/** A joined room: its conversation, kept alive by a link, under this tab's identity. */

import type { ConnectionState } from '../connection/connectionState'
import type { Environment, Unsubscribe } from '../connection/environment'
import { Link } from '../connection/link'
import type { LinkEvents } from '../connection/linkEvents'
import { adviceFor } from '../protocol/closeAdvice'
import { CloseCode } from '../protocol/closeCodes.gen'
import { CONTRACT } from '../protocol/contract'
import type { Hello, Welcome } from '../protocol/frames.gen'
import { hasVisible } from '../protocol/visible'
import type { Changing } from './changing'
import { Conversation } from './conversation'
import { KeptDraft } from './draft'
import type { JoinOptions } from './joinOptions'
import { forgetJoin, rememberItem, rememberJoin } from './launch'
import { Notifier } from './notifier'
import type { SidePages, SideReader } from './sidePages'
import type { Draft, JoinedRoom, RoomState } from './state'
import { TabIdentity } from './tabIdentity'
import { cleanBody, cleanName } from './text'

/** Refusals that the same item would meet again after a reload. */
const NOT_THIS_ITEM: ReadonlySet<number> = new Set([CloseCode.ITEM_NOT_ALLOWED, CloseCode.BAD_ITEM_NAME])

export class LiveRoom implements JoinedRoom {
  readonly #environment: Environment
  readonly #options: JoinOptions
  #name: string | null
  readonly #notifier = new Notifier()
  readonly #link: Link
  readonly #conversation: Conversation
  readonly #identity: TabIdentity
  readonly #draft: KeptDraft
  #connection: ConnectionState = { phase: 'connecting' }
  #hasLeft = false
  #state: RoomState | null = null

  constructor(options: JoinOptions, environment: Environment) {
    const { itemId, token } = options
    this.#environment = environment
    this.#options = options
    this.#name = cleanName(options.name)
    const path = `/items/${encodeURIComponent(itemId)}/ws`
    this.#link = new Link(environment, { path, token }, this.#linkEvents())
    this.#conversation = new Conversation(environment, options, this.#link, () => this.#changed())
    this.#identity = new TabIdentity(environment, itemId)
    this.#draft = new KeptDraft(environment.tabStore, itemId)
  }

  start(): void {
    this.#remember()
    this.#link.start()
  }

  /** Ends before it began: nothing was asked of the server. */
  refuse(code: number): void {
    this.#link.leave()
    this.#connectionChanged({ phase: 'closed', code, advice: adviceFor(code) })
  }

  getState(): RoomState {
    this.#state ??= this.#draw()
    return this.#state
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#notifier.subscribe(listener)
  }

  send(body: string, replyTo?: number): void {
    this.#write(body, (text) => this.#conversation.write(text, replyTo ?? null))
  }

  edit(offset: number, body: string): boolean {
    const { bodyLengthLimit } = this.getState()
    return this.#write(body, (text) => this.#conversation.changing.edit(offset, text, bodyLengthLimit)) ?? false
  }

  remove(offset: number): void {
    this.#change((changing) => changing.remove(offset))
  }

  react(offset: number, emoji: string): void {
    this.#change((changing) => changing.react('reaction', offset, emoji))
  }

  unreact(offset: number, emoji: string): void {
    this.#change((changing) => changing.react('reaction_removal', offset, emoji))
  }

  retry(key: string): void {
    this.#notifier.step(() => this.#conversation.retry(key))
  }

  discard(key: string): void {
    this.#notifier.step(() => this.#conversation.discard(key))
  }

  loadOlder(): void {
    this.#conversation.paging.loadOlder()
  }

  dropOlder(offset: number): void {
    this.#notifier.step(() => this.#conversation.dropOlder(offset))
  }

  reach(offset: number): void {
    this.#notifier.step(() => this.#conversation.paging.reach(offset))
  }

  openPages(reader: SideReader): SidePages {
    return this.#conversation.paging.open(reader)
  }

  setTyping(active: boolean): void {
    this.#conversation.setTyping(active)
  }

  tryNow(): void {
    this.#notifier.step(() => this.#link.tryNow())
  }

  rename(name: string | null): void {
    const cleaned = cleanName(name)
    if (this.#hasLeft || cleaned === this.#name) return
    this.#name = cleaned
    if (this.#connection.phase !== 'closed') this.#remember()
    this.#notifier.step(() => this.#link.renew())
  }

  leave(): void {
    if (!this.#hasLeft) this.#notifier.step(() => this.#leave())
  }

  end(): void {
    if (this.#hasLeft) return
    this.#hasLeft = true
    this.#link.end()
    this.#notifier.step(() => this.#conversation.lost(CloseCode.PAGE_HIDDEN))
    this.#identity.putAway()
  }

  getDraft(): Draft {
    return this.#draft.getDraft()
  }

  setDraft(change: Partial<Draft>): void {
    if (!this.#hasLeft) this.#draft.setDraft(change)
  }

  onDraft(listener: () => void): Unsubscribe {
    return this.#draft.onDraft(listener)
  }

  /** Null where there is nothing to write, or nowhere. */
  #write<T>(body: string, write: (text: string) => T): T | null {
    const text = cleanBody(body)
    if (!hasVisible(text) || this.#hasLeft) return null
    return this.#notifier.step(() => write(text))
  }

  #change(change: (changing: Changing) => void): void {
    if (!this.#hasLeft) this.#notifier.step(() => change(this.#conversation.changing))
  }

  #linkEvents(): LinkEvents {
    return {
      prepare: (ready) => this.#prepare(ready),
      hello: () => this.#hello(),
      joined: (welcome) => this.#notifier.step(() => this.#joined(welcome)),
      received: (frame) => this.#notifier.step(() => this.#conversation.receive(frame)),
      lost: (code) => this.#notifier.step(() => this.#conversation.lost(code)),
      putAway: () => this.#identity.putAway(),
      changed: (state) => this.#connectionChanged(state),
    }
  }

  /** A duplicated tab finds out here that it is one, before it takes anything up. */
  #prepare(ready: () => void): void {
    this.#identity.claim(() => {
      this.#notifier.step(() => this.#conversation.recall())
      this.#draft.recall(this.#conversation.epoch)
      ready()
    })
  }

  #hello(): Hello {
    return {
      type: 'hello',
      contract: CONTRACT,
      name: this.#name,
      resume_token: this.#identity.token,
      position: this.#conversation.position,
    }
  }

  #remember(): void {
    const { itemId, token } = this.#options
    rememberJoin(this.#environment, { itemId, token, name: this.#name })
  }

  #joined(welcome: Welcome): void {
    this.#identity.issued(welcome.resume_token, welcome.client_id)
    rememberItem(this.#environment, this.#options.itemId)
    this.#draft.open(welcome.author, welcome.epoch)
    this.#conversation.joined(welcome)
  }

  #connectionChanged(state: ConnectionState): void {
    this.#connection = state
    const isRefused = state.phase === 'closed' && (asksForCredential(state) || NOT_THIS_ITEM.has(state.code))
    if (isRefused) {
      forgetJoin(this.#environment, this.#options.itemId)
      this.#conversation.forgetSeen()
    }
    // CL11: over for this room, not for this tab, which may join again as the same client.
    if (state.phase === 'closed') this.#identity.putAway()
    this.#changed()
  }

  /** Kept texts stay where another credential is asked for: the same person comes back with one. */
  #leave(): void {
    const isForGood = !asksForCredential(this.#connection)
    this.#hasLeft = true
    this.#link.leave()
    this.#conversation.lost(CloseCode.NORMAL)
    this.#identity.putAway()
    if (!isForGood) return
    this.#conversation.forget()
    this.#identity.forget()
    this.#draft.forget()
    forgetJoin(this.#environment, this.#options.itemId)
  }

  #changed(): void {
    this.#state = null
    this.#notifier.changed()
  }

  #draw(): RoomState {
    const said = this.#conversation.draw()
    const name = said.clientId === null ? this.#name : said.name
    return { itemId: this.#options.itemId, connection: this.#connection, ...said, name }
  }
}

function asksForCredential(state: ConnectionState): boolean {
  return state.phase === 'closed' && (state.advice === 'ask_again' || state.advice === 'fresh_credential')
}
