/**
 * Notifications that a page asks for, and what becomes of a click on one.
 *
 * NOTE: Chromium on Android shows none but a worker's. They outlive their page,
 * so a click leads to the tab that asked, to another one, or to a new one.
 */

import type { HideNotice, NoticeClicked, ShowNotice } from '../src/ui/noticeMessages'

/** A window of this page, as far as a click needs it. */
export interface Tab {
  readonly id: string
  readonly url: string
  readonly visibilityState: DocumentVisibilityState
  focus(): Promise<unknown>
  postMessage(message: NoticeClicked): void
}

/** What a worker has, handed in. */
export interface Surroundings {
  show(title: string, options: NotificationOptions): Promise<void>
  /** Whether something is shown under this tag, which nobody has put away. */
  isShown(tag: string): Promise<boolean>
  /** Closes what is shown under this tag. */
  hide(tag: string): Promise<void>
  /** The one that was looked at last goes first. */
  tabs(): Promise<readonly Tab[]>
  open(path: string): Promise<unknown>
}

/** One that was clicked. */
export interface Clicked {
  readonly data: unknown
  close(): void
}

const ICON = '/icons/192.png'

export class Notices {
  readonly #around: Surroundings
  #last: Promise<void> = Promise.resolve()

  constructor(around: Surroundings) {
    this.#around = around
  }

  /**
   * Does what a page asks for, after what was asked for before.
   * @param from the ID of the tab that asks; empty where it has none.
   */
  heard(asked: unknown, from: string): Promise<void> {
    const done = this.#last.then(() => this.#do(asked, from))
    this.#last = done.catch(() => {})
    return done
  }

  async #do(asked: unknown, from: string): Promise<void> {
    if (isShowNotice(asked)) await this.#show(asked, from)
    else if (textOf(asked, 'type') === ('hide_notice' satisfies HideNotice['type']))
      await this.#around.hide(textOf(asked, 'itemId'))
  }

  async #show({ title, body, itemId, isSilent }: ShowNotice, from: string): Promise<void> {
    const path = pathOf(itemId)
    const tabs = await this.#around.tabs()
    // It is being read in another tab.
    if (tabs.some(({ url, visibilityState }) => visibilityState === 'visible' && new URL(url).pathname === path)) return
    // Somebody has put away the one that this would follow.
    if (isSilent && !(await this.#around.isShown(itemId))) return
    // A later one of the same room takes the place of the one before.
    await this.#around.show(title, { body, tag: itemId, icon: ICON, silent: isSilent, data: { itemId, from } })
  }

  async clicked(clicked: Clicked): Promise<void> {
    clicked.close()
    const { data } = clicked
    const itemId = textOf(data, 'itemId')
    const path = pathOf(itemId)
    const tabs = await this.#around.tabs()
    const asker = tabs.find(({ id }) => id === textOf(data, 'from'))
    const tab = asker ?? tabs.find(({ url }) => new URL(url).pathname === path) ?? tabs[0]
    if (tab === undefined) return void (await this.#around.open(path))
    tab.postMessage({ type: 'notice_clicked', itemId } satisfies NoticeClicked)
    // A browser may say no; the tab shows the room all the same.
    await tab.focus().catch(() => {})
  }
}

/** As `pathOf` in `src/room/launch.ts` has it. */
function pathOf(itemId: string): string {
  return `/items/${encodeURIComponent(itemId)}`
}

function isShowNotice(value: unknown): value is ShowNotice {
  return textOf(value, 'type') === ('show_notice' satisfies ShowNotice['type'])
}

/** The text under a name; empty where there is none. */
function textOf(value: unknown, name: string): string {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : ''
  return typeof text === 'string' ? text : ''
}
