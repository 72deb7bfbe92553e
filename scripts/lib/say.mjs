/** What the scripts tell a person: short lines, and one sentence when something is in the way. */

/** Something that a person can mend; its message is the whole of what they read. */
export class Trouble extends Error {}

export function say(line) {
  console.log(line)
}

export function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}

/** Runs a script; trouble ends it with its sentence and status 1, anything else is a bug and shows its trace. */
export async function main(script) {
  try {
    const status = await script()
    process.exitCode = status ?? 0
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
