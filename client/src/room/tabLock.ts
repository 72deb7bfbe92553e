/** A name that one tab of a browser holds, for as long as its page lives. */

import type { Chance, Clock, Tabs, Unsubscribe } from '../connection/environment'

/** A reload's old page may still be on its way out; a duplicated tab waits this long once. */
const LOCK_WAIT_MS = 1_000

/** How long the other tabs may take to say that they hold the name. */
const ANSWER_WAIT_MS = 200

const ASK = 'ask:'

/** Larger than every random number: a tab that is duplicated while it still asks stays the holder. */
const OWNER = 1

export type LockEnvironment = Tabs & Clock & Chance

/** Whether the name was found in storage, which a browser copies, or is new to every tab but this one. */
export type Origin = 'kept' | 'issued'

/** Answers once: with the function that gives the name back, or null if another tab holds it. */
export function holdAlone(
  environment: LockEnvironment,
  name: string,
  origin: Origin,
  answer: (release: Unsubscribe | null) => void,
): void {
  environment.requestLock(name, LOCK_WAIT_MS, (outcome) => {
    if (outcome !== 'no_locks') return answer(outcome)
    askOtherTabs(environment, name, origin === 'issued' ? OWNER : environment.random(), answer)
  })
}

/**
 * The same without Web Locks, which a page on plain http does not have and
 * one in a sandbox may not use.
 *
 * The tab that holds the name answers `held`. Of two that ask at once the one with
 * the larger number counts as the holder: `mine` is random, or `OWNER`.
 */
function askOtherTabs(
  environment: LockEnvironment,
  name: string,
  mine: number,
  answer: (release: Unsubscribe | null) => void,
): void {
  let state: 'asking' | 'held' | 'refused' = 'asking'
  const channel = environment.openChannel(name, (text) => {
    if (text === 'held') return refuse()
    const isMine = state === 'held' || mine > Number(text.slice(ASK.length))
    // Nobody may have heard a tab that asked earlier, so the number decides for both.
    if (isMine) channel.post('held')
    else refuse()
  })
  const cancel = environment.setTimer(() => {
    state = 'held'
    answer(() => channel.close())
  }, ANSWER_WAIT_MS)
  const refuse = () => {
    if (state !== 'asking') return
    state = 'refused'
    cancel()
    channel.close()
    answer(null)
  }
  channel.post(`${ASK}${mine}`)
}
