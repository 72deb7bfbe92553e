/**
 * The address bar: it names the item whose room is shown, and leads there.
 *
 * So a reload, a bookmark and the way back mean what they mean on any other page.
 */

import type { Environment, HistoryStep, Unsubscribe } from '../connection/environment'
import { followLinks, itemInPath, type Join, type Launch, pathOf, readLaunch } from './launch'

export interface AddressBar {
  /** Names this item, or the form for null; does nothing where it does so already. */
  show(itemId: string | null, step: HistoryStep): void
  /** Calls back with what each link asks for that is opened in this tab from now on. */
  onLink(follow: (asked: Join) => void): Unsubscribe
  /** Calls back with where each step back or forward leads to. */
  onTravel(arrive: (launch: Launch) => void): Unsubscribe
}

export function addressBar(environment: Environment): AddressBar {
  return {
    show: (itemId, step) => {
      const path = environment.path()
      const isShown = itemId === null ? path === '/' : itemInPath(path) === itemId
      if (!isShown) environment.showPath(itemId === null ? '/' : pathOf(itemId), step)
    },
    onLink: (follow) => followLinks(environment, follow),
    onTravel: (arrive) => environment.onTravel(() => arrive(readLaunch(environment))),
  }
}
