/**
 * `npm test`: sets up what is missing, runs every step, and ends with a summary.
 *
 * `npm test server lint` runs only those; `--without e2e` all but that; `--verbose` shows what passing steps print;
 * `--latin-fonts` gives the browser neither emoji nor Chinese signs, as on a bare machine.
 */

import { requireNode } from './lib/node.mjs'

requireNode()
const { endAllOnStop } = await import('./lib/processes.mjs')
const { printSummary, runSteps } = await import('./lib/runner.mjs')
const { main, Trouble } = await import('./lib/say.mjs')
const { setUpNpm, setUpPython } = await import('./lib/setup.mjs')
const { STEPS } = await import('./lib/steps.mjs')

endAllOnStop()
await main(async () => {
  const since = performance.now()
  const { steps, verbose } = chosen(process.argv.slice(2))
  await Promise.all([setUpPython('dev'), setUpNpm()])
  const results = await runSteps(steps, { verbose })
  printSummary(results, since)
  return results.some((result) => result.failed) ? 1 : 0
})

function chosen(args) {
  if (args.includes('--latin-fonts')) process.env.TEST_FONTS = 'latin'
  const without = args.includes('--without') ? args.slice(args.indexOf('--without') + 1) : []
  const named = args.filter((arg) => !arg.startsWith('--') && !without.includes(arg))
  const names = STEPS.map((step) => step.name)
  for (const name of [...named, ...without]) {
    if (!names.includes(name)) throw new Trouble(`There is no step "${name}"; the steps are ${names.join(', ')}.`)
  }
  const wanted = (name) => (named.length === 0 || named.includes(name)) && !without.includes(name)
  return { steps: STEPS.filter((step) => wanted(step.name)), verbose: args.includes('--verbose') }
}
