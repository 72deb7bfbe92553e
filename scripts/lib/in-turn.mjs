/** Runs commands one after the other in this terminal, after the set-up; for the small npm scripts. */

import { endAllOnStop, ended, start } from './processes.mjs'
import { setUpNpm, setUpPython } from './setup.mjs'

/** Runs all of them, also after one that failed; returns the status of the last that did, or 0. */
export async function runInTurn(commands) {
  endAllOnStop()
  await Promise.all([setUpPython('dev'), setUpNpm()])
  let status = 0
  for (const [command, ...args] of commands) {
    const child = start(command, args)
    status = ((await ended(child)) ?? 1) || status
  }
  return status
}
