/** Every word that the page says, as one type: a language is one file that fills it. */

import type { ErrorCode } from '../../protocol/errorCodes.gen'
import type { LocalError } from '../../room/outgoing'
import type { Settings } from '../../room/settings'
import type { LocalKeyName, ShortcutName } from '../shortcuts'

/** What happened, why, and what to do next: three sentences. */
export interface Explanation {
  readonly what: string
  readonly why: string
  readonly next: string
}

/**
 * The words of one language.
 *
 * `{name}` and the like are places for what a person wrote; `Filled` puts it
 * there, isolated from the direction of the words around it.
 */
export interface Catalogue {
  /** BCP 47, for `lang` and for `Intl`. */
  readonly tag: string
  /** Which way its lines run, for `dir`. */
  readonly dir: 'ltr' | 'rtl'
  readonly language: string

  readonly form: {
    readonly title: string
    readonly purpose: string
    readonly itemId: string
    readonly token: string
    readonly tokenHint: string
    /** In place of the hint, where the token is that of a room which this tab is in. */
    readonly tokenLent: (item: string) => string
    readonly show: string
    readonly hide: string
    readonly name: string
    readonly optional: string
    readonly join: string
    readonly joining: string
    readonly cancel: string
    readonly recentItems: string
  }

  readonly connection: {
    readonly connecting: string
    readonly connected: string
    readonly reconnecting: string
    readonly offline: string
    readonly going_away: string
    readonly closed: string
  }

  readonly banner: {
    readonly lost: string
    readonly retryIn: (seconds: number) => string
    readonly retryingNow: string
    readonly tryNow: string
    readonly unreachable: string
    /** Something answers in the server's place, with this status of HTTP. */
    readonly stranger: (status: number | null) => string
    readonly offline: string
    readonly degraded: string
    readonly storeFull: string
    readonly goingAway: string
    readonly addressFull: string
    readonly personFull: string
    readonly roomFull: string
    readonly nodeFull: string
    readonly notYet: string
  }

  /** Over what was kept of a room, where nothing newer can be had; `when` is a time, or a day and a time. */
  readonly kept: {
    readonly offline: (when: string) => string
    readonly unreachable: (when: string) => string
  }

  readonly room: {
    readonly here: (count: number) => string
    readonly whoIsHere: string
    readonly tooManyToList: string
    readonly you: string
    readonly tabs: (count: number) => string
    readonly yourId: string
    readonly copy: string
    readonly copied: string
    /** It could be selected, not copied: which keys do the rest; none on a touch screen. */
    readonly selected: (keys: string | null) => string
    readonly leave: string
    readonly client: (id: string) => string
  }

  /** In the list of those who are here. */
  readonly roster: {
    readonly notKnown: string
  }

  readonly list: {
    readonly label: string
    readonly joining: string
    readonly empty: string
    readonly emptyHint: string
    readonly aloneHint: string
    readonly loadOlder: string
    readonly loadingOlder: string
    readonly start: string
    readonly full: string
    readonly trimmed: string
    readonly joined: string
    readonly left: string
    readonly missing: string
    readonly unknownKind: string
    readonly today: string
    readonly yesterday: string
    readonly newMessages: (count: number) => string
    /** Where more may have been missed than are known. */
    readonly atLeastNew: (count: number) => string
    /** A message among several that were copied; one line where its text is one. */
    readonly copied: (name: string, time: string, text: string) => string
    readonly toNewest: string
  }

  readonly reading: {
    /** Above the first message that is new to the reader. */
    readonly unread: string
    readonly toUnread: string
    /** How many people came and how many went; one of the two may be 0. */
    readonly moves: (joined: number, left: number) => string
  }

  readonly message: {
    readonly sending: string
    readonly sent: string
    readonly failed: string
    readonly retry: string
    readonly discard: string
    /** Why a message was refused, by error code; all that are known today have words. */
    readonly refusals: Readonly<Record<ErrorCode | LocalError, string>> & Readonly<Record<string, string | undefined>>
    readonly refusedOtherwise: (code: string) => string
  }

  readonly composer: {
    readonly label: string
    readonly placeholder: (item: string) => string
    readonly send: string
    readonly charactersLeft: (count: number) => string
    readonly charactersOver: (count: number) => string
    readonly typingOne: string
    readonly typingTwo: string
    readonly typingMany: string
  }

  /** What can be done with a message, and what became of it. */
  readonly change: {
    readonly actions: string
    readonly react: string
    readonly reply: string
    readonly edit: string
    readonly remove: string
    readonly removeAsk: string
    readonly removeNow: string
    readonly keep: string
    readonly chooseEmoji: string
    readonly edited: string
    readonly editedAt: (time: string) => string
    readonly deleted: string
    readonly saving: string
    readonly editFailed: string
    readonly editAgain: string
    readonly deletionFailed: string
    readonly reactionFailed: string
    readonly removalFailed: string
    readonly reactions: string
    readonly reactedWith: (emoji: string, names: readonly string[]) => string
  }

  readonly quote: {
    readonly inReplyTo: string
    readonly deleted: string
    readonly earlier: string
    readonly replyingTo: string
    readonly editing: string
    readonly cancel: string
    readonly save: string
  }

  readonly search: {
    readonly open: string
    readonly title: string
    readonly label: string
    readonly results: string
    readonly found: (count: number) => string
    readonly foundMost: (count: number) => string
    readonly none: string
    readonly back: (day: string) => string
    readonly complete: string
    readonly further: string
    readonly reading: string
    readonly stop: string
  }

  readonly closing: {
    readonly useHere: string
    readonly reload: string
    readonly joinAgain: string
    readonly backToForm: string
    /** By close code; those after which the page comes back by itself need none. */
    readonly reasons: Readonly<Record<number, Explanation>>
    readonly otherwise: (code: number) => Explanation
    readonly pageFault: Explanation
  }

  readonly dialog: {
    readonly close: string
    readonly shortcuts: string
    readonly settings: string
  }

  readonly rooms: {
    readonly title: string
    readonly another: string
    readonly leave: (item: string) => string
    readonly closed: string
    /** `newMessages` is a whole phrase of its own. */
    readonly withMentions: (newMessages: string, mentions: number) => string
  }

  readonly settings: {
    readonly name: string
    readonly nameHint: string
    readonly nameGiven: string
    readonly change: string
    readonly changed: string
    readonly theme: string
    readonly themes: Readonly<Record<Settings['theme'], string>>
    readonly density: string
    readonly densities: Readonly<Record<Settings['density'], string>>
    readonly notifies: string
    readonly notifiesHint: string
    readonly notificationsBlocked: string
    readonly notificationsMissing: string
    readonly sounds: string
    readonly soundsHint: string
    /** Over a notification: who wrote, and in which room. */
    readonly mentionedBy: (name: string, item: string) => string
  }

  /** What each shortcut does. */
  readonly shortcuts: Readonly<Record<ShortcutName, string>>
  /** Stands above the second part of the list of shortcuts. */
  readonly localKeysTitle: string
  readonly localKeys: Readonly<Record<LocalKeyName, string>>

  /** Of a message that is long. */
  readonly folding: { readonly showAll: string; readonly showLess: string }
  /** Of a text that is longer than its field takes. */
  readonly cutAfter: (characters: number) => string
  readonly itemMissing: string
  /** What the browser does not keep, where it keeps nothing or has no room. */
  readonly unkept: { readonly nothing: string; readonly not_all: string; readonly understood: string }
  /** A file of the page that is not on the server any more. */
  readonly missingPart: string
}
