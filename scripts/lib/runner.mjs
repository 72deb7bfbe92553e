/** Runs the steps, two at a time, and tells what came of them. */

import { run } from './processes.mjs'
import { say, seconds, Trouble } from './say.mjs'
import { countTests, hasFailed, STEP_ENV } from './steps.mjs'

const AT_ONCE = 2

/** Runs all steps, whatever fails, and returns their results in the order in which they stand. */
export async function runSteps(steps, { verbose }) {
  const results = new Map()
  const takeFrom = async (queue) => {
    for (let step = queue.shift(); step; step = queue.shift()) results.set(step, await runStep(step, verbose))
  }
  const shared = steps.filter((step) => !step.alone)
  await Promise.all(Array.from({ length: AT_ONCE }, () => takeFrom(shared)))
  await takeFrom(steps.filter((step) => step.alone))
  return steps.map((step) => results.get(step))
}

async function runStep(step, verbose) {
  say(`… ${step.name}: ${step.title}`)
  const since = performance.now()
  const { status, output } = await outcome(step)
  const counts = countTests(output)
  const failed = hasFailed(status, counts)
  const took = seconds(since)
  say(`${failed ? '✗' : '✓'} ${step.name} (${took})${testsOf(counts)}`)
  if (failed || verbose) say(indented(output))
  return { name: step.name, failed, took, counts, output }
}

async function outcome(step) {
  try {
    await step.prepare?.()
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    return { status: 1, output: error.message }
  }
  let output = ''
  let status = 0
  for (const { command, args } of step.commands) {
    const result = await run(command, args, { env: STEP_ENV, timeoutSeconds: step.timeoutSeconds ?? 600 })
    output += result.output
    if (result.status !== 0) status = result.status
  }
  return { status, output }
}

/** Prints one line for each step, and last, alone on its line, the sum of all tests. */
export function printSummary(results, since) {
  say('')
  for (const { name, failed, took, counts } of results) {
    say(`${failed ? 'failed' : 'passed'}  ${name.padEnd(10)} ${took.padStart(8)}${testsOf(counts)}`)
  }
  const sum = (kind) => results.reduce((total, { counts }) => total + counts[kind], 0)
  const bad = results.filter((result) => result.failed)
  say('')
  if (bad.length > 0) say(`Failed: ${bad.map((result) => result.name).join(', ')}. Took ${seconds(since)}.`)
  else say(`Everything passed in ${seconds(since)}.`)
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''
  say(`${sum('passed')} passed, ${sum('failed')} failed${skipped}`)
}

function testsOf({ passed, failed, skipped }) {
  const parts = Object.entries({ passed, failed, skipped }).filter(([, count]) => count > 0)
  return parts.length > 0 ? `  ${parts.map(([kind, count]) => `${count} ${kind}`).join(', ')}` : ''
}

function indented(output) {
  return output.trimEnd().replace(/^/gm, '    ')
}
