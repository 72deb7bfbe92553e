/** The steps of `npm test`, each of which can be run by itself: `npm test lint`, `npm test server client`. */

import { availableParallelism } from 'node:os'

import { npmBin, ROOT, VENV_PYTHON } from './paths.mjs'
import { buildClient } from './setup.mjs'

const CI = Boolean(process.env.CI)

const python = (...args) => ({ command: VENV_PYTHON, args })
const node = (...args) => ({ command: process.execPath, args })
const biome = npmBin('@biomejs/biome/bin/biome')
const oxlint = npmBin('oxlint/bin/oxlint')
const pytest = (...args) => python('-m', 'pytest', '--color=no', ...args)

/** Each worker has a browser, and servers on ports of their own: more than four take more memory than they save time. */
const BROWSERS = Math.min(4, availableParallelism())

/**
 * What is asked of the code.
 *
 * Every command of a step runs, also after one that failed. A step that is `alone` waits until nothing else runs: a
 * browser on a busy machine is no fair witness. `build` asks for the built client first.
 */
export const STEPS = [
  {
    name: 'server',
    timeoutSeconds: 2100,
    title: 'pytest, server and scripts',
    commands: [
      pytest(
        'server',
        'scripts',
        '--ignore=server/tests/faults',
        '-p',
        'no:playwright',
        '--cov=server.protocol',
        '--cov=server.core',
        '--cov-branch',
        '--cov-fail-under=100',
      ),
    ],
  },
  {
    name: 'faults',
    timeoutSeconds: 2400,
    title: 'the fault kit, its quick lane',
    commands: [pytest('server/tests/faults', '-p', 'no:playwright')],
  },
  {
    name: 'format',
    title: 'formatters',
    commands: [python('-m', 'ruff', 'format', '--check', '.'), node(biome, 'ci', '--colors=off')],
  },
  {
    name: 'lint',
    title: 'linters',
    commands: [python('-m', 'ruff', 'check', '.'), node(oxlint, '--type-aware', '--deny-warnings')],
  },
  {
    name: 'types',
    title: 'mypy strict, tsc strict',
    commands: [
      python('-m', 'mypy', 'server', 'e2e', 'scripts', 'bench'),
      node(npmBin('typescript/bin/tsc'), '--noEmit', '-p', 'client'),
      node(npmBin('typescript/bin/tsc'), '--noEmit', '-p', 'client/worker'),
    ],
  },
  {
    name: 'imports',
    title: 'imports point inward',
    commands: [
      python('-c', 'from importlinter.cli import lint_imports_command as check; check()', '--no-cache'),
      node('client/scripts/check-imports.mjs'),
    ],
  },
  {
    name: 'generated',
    title: 'generated files are up to date',
    commands: [
      python('-m', 'server.protocol.schema', '--check'),
      python('-m', 'server.settings_page', '--check'),
      python('-m', 'bench.report.page', '--check'),
      node('client/scripts/generate.mjs', '--check'),
    ],
  },
  { name: 'rules', title: 'each rule has a test', commands: [python('-m', 'scripts.check_rules')] },
  { name: 'locks', title: 'locks fit and hold no address', commands: [python('-m', 'scripts.check_locks')] },
  { name: 'client', title: 'Vitest', commands: [node(npmBin('vitest/vitest.mjs'), 'run', '--root', 'client')] },
  { name: 'dead', title: 'knip: nothing unused', commands: [node(npmBin('knip/bin/knip.js'), '--no-progress')] },
  { name: 'bench', title: 'the benchmark counts right', commands: [pytest('bench', '-p', 'no:playwright')] },
  { name: 'size', title: 'size of the client', prepare: buildClient, commands: [node('scripts/check-size.mjs')] },
  {
    name: 'e2e',
    timeoutSeconds: 3000,
    title: 'Playwright, end to end',
    prepare: buildClient,
    alone: true,
    commands: [pytest('e2e', '-n', String(BROWSERS))],
  },
]

/** What a command's surroundings are: lines as wide as ours, and Python finds the packages of this folder. */
export const STEP_ENV = {
  COLUMNS: '120',
  PYTHONPATH: ROOT,
  PYTHONUNBUFFERED: '1',
  // Playwright brings a Node of its own, which wants libraries that a bare Debian lacks; this one runs already.
  PLAYWRIGHT_NODEJS_PATH: process.env.PLAYWRIGHT_NODEJS_PATH ?? process.execPath,
}

/** Reads how many tests a step's output tells of, by the closing lines of pytest and Vitest. */
export function countTests(output) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const line of output.split('\n').filter(isClosingLine)) {
    for (const [, number, word] of line.matchAll(/(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)/g)) {
      counts[KIND[word]] += Number(number)
    }
  }
  return counts
}

const KIND = {
  passed: 'passed',
  failed: 'failed',
  error: 'failed',
  errors: 'failed',
  skipped: 'skipped',
  xfailed: 'skipped',
  xpassed: 'failed',
}

// "===== 3 failed, 12 passed in 4.56s =====" and "      Tests  1 failed | 12 passed (13)".
function isClosingLine(line) {
  return (
    /^=+ .*\b(passed|failed|errors?|skipped|deselected|no tests ran)\b.* in [\d.]+s/.test(line) ||
    /^\s+Tests {2}/.test(line)
  )
}

/** Whether a step failed: a command did, or, where nobody would read of it, something was skipped. */
export function hasFailed(status, counts) {
  return status !== 0 || (CI && counts.skipped > 0)
}
