/**
 * What the page begins with: an address, what this tab had joined before its
 * reload, and the items joined lately.
 *
 * CL13: a token comes in the fragment, which no server sees, and is taken out
 * of the address bar before anything else happens.
 */

import type { Environment, Unsubscribe } from '../connection/environment'
import { normalizeItemId } from '../protocol/itemId'
import { propertyOf, readJson, writeJson } from './kept'
import { beginningOf, MAX_LINE_LENGTH } from './text'

const JOINED = 'parley:joined'
const RECENT = 'parley:recent'
const MAX_RECENT = 8

export interface Join {
  readonly itemId: string
  readonly token: string
  readonly name: string | null
}

export interface Launch {
  /** Join this at once; null shows the form. */
  readonly join: Join | null
  /** What this tab had joined before its reload, in that order: it is joined again, also where it is not shown. */
  readonly kept: readonly Join[]
  /** The form's item, where the address names one; else empty. */
  readonly itemId: string
  readonly name: string | null
  /** The items joined last in this browser, the newest first: names only. */
  readonly recent: readonly string[]
}

/** Reads how the page was opened. To be called once, before anything else. */
export function readLaunch(environment: Environment): Launch {
  const { named, name, asked } = readAddress(environment)
  const kept = readJoined(environment)
  const here = named === null ? null : normalizeItemId(named)
  return {
    join: asked ?? kept.find(({ itemId }) => itemId === here) ?? null,
    kept,
    itemId: named ?? '',
    name,
    recent: recentItems(environment),
  }
}

/**
 * Calls back with what each link asks for that is opened in this tab from now on.
 *
 * Where the tab shows the page already, the browser loads nothing: all that
 * changes is the fragment.
 */
export function followLinks(environment: Environment, follow: (asked: Join) => void): Unsubscribe {
  return environment.onFragment(() => {
    const { asked } = readAddress(environment)
    if (asked !== null) follow(asked)
  })
}

/** A reload of this tab joins the same again; other tabs never see the token. */
export function rememberJoin(environment: Environment, { itemId, token, name }: Join): void {
  const kept = readJoined(environment)
  const join = { itemId, token, name }
  const isKept = kept.some((each) => each.itemId === itemId)
  const all = isKept ? kept.map((each) => (each.itemId === itemId ? join : each)) : [...kept, join]
  writeJson(environment.tabStore, JOINED, all)
}

/** The next reload does not join this item. */
export function forgetJoin(environment: Environment, itemId: string): void {
  const others = readJoined(environment).filter((each) => each.itemId !== itemId)
  if (others.length === 0) environment.tabStore.remove(JOINED)
  else writeJson(environment.tabStore, JOINED, others)
}

export function rememberItem(environment: Environment, itemId: string): void {
  const others = recentItems(environment).filter((each) => each !== itemId)
  writeJson(environment.browserStore, RECENT, [itemId, ...others].slice(0, MAX_RECENT))
}

export function recentItems({ browserStore }: Environment): readonly string[] {
  const items = readJson(browserStore, RECENT)
  return Array.isArray(items) ? items.filter((item) => typeof item === 'string') : []
}

/** CL13: the first thing that is done with an address is to take the token out of it. */
function readAddress(environment: Environment): Pick<Launch, 'name'> & { named: string | null; asked: Join | null } {
  const fragment = new URLSearchParams(environment.takeFragment())
  const named = lineOf(fragment.get('item') ?? itemInPath(environment.path()))
  const name = lineOf(fragment.get('name')) || null
  return { named, name, asked: joinOf(named, fragment.get('token'), name) }
}

/** As much as a field of the form holds. */
function lineOf(text: string | null): string | null {
  return text === null ? null : beginningOf(text, MAX_LINE_LENGTH)
}

function readJoined({ tabStore }: Environment): readonly Join[] {
  const kept = readJson(tabStore, JOINED)
  return Array.isArray(kept) ? kept.map(parseJoin).filter((join) => join !== null) : []
}

function parseJoin(value: unknown): Join | null {
  const itemId = propertyOf(value, 'itemId')
  const token = propertyOf(value, 'token')
  const name = propertyOf(value, 'name')
  if (typeof itemId !== 'string' || typeof token !== 'string') return null
  return { itemId, token, name: typeof name === 'string' ? name : null }
}

function joinOf(item: string | null, token: string | null, name: string | null): Join | null {
  const itemId = normalizeItemId(item ?? '')
  return itemId === null || token === null || token === '' ? null : { itemId, token, name }
}

/** The path of the page that shows this item's room. */
export function pathOf(itemId: string): string {
  return `/items/${encodeURIComponent(itemId)}`
}

/** The item that `/items/{item}` names. */
export function itemInPath(path: string): string | null {
  // No item has a slash in its name; the form then says so.
  const [, part] = /^\/items\/(.+?)\/?$/.exec(path) ?? []
  try {
    return part === undefined ? null : decodeURIComponent(part)
  } catch {
    return null
  }
}
