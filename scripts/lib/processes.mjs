/** Running other programs, so that none of them outlives the script that started it. */

import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { ROOT } from './paths.mjs'

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

const running = new Set()

/**
 * Runs a command to its end without a terminal, and returns its status and all that it wrote.
 *
 * A command that cannot be started has status 127, one that ran longer than `timeoutSeconds` has status 124 and is
 * ended together with everything that it started.
 */
export function run(command, args, { env = {}, timeoutSeconds = 900 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      // Colours are for terminals, and this output is read or kept.
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that it can be ended as a whole.
      detached: true,
    })
    let output = ''
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      output += `\nStopped: it took longer than ${timeoutSeconds} s.\n`
      endTree(child, 'SIGKILL')
    }, timeoutSeconds * 1000)
    const end = (status) => {
      clearTimeout(timer)
      running.delete(child)
      // Some programs colour their output whatever they are told.
      resolve({ status: timedOut ? 124 : status, output: stripVTControlCharacters(output) })
    }
    running.add(child)
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (text) => (output += text))
    }
    child.on('error', (error) => {
      output += `${error.message}\n`
      end(127)
    })
    child.on('close', (code) => end(code ?? 1))
  })
}

/** Starts a program that shares this terminal, or writes to pipes, and goes on until it is told to stop. */
export function start(command, args, { env = {}, stdio = 'inherit', ownGroup = false } = {}) {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio,
    detached: ownGroup,
  })
  running.add(child)
  child.on('close', () => running.delete(child))
  return child
}

/** Waits for the end of a started program: its status, or null if a signal ended it. */
export function ended(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code))
  })
}

/** Signals a program and, if it leads a process group, everything that it started. */
export function endTree(child, signal) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // It leads no group: it was started to share the terminal.
    child.kill(signal)
  }
}

/** Ends everything that was started when the script is told to stop; returns a function that takes this back. */
export function endAllOnStop() {
  return onStop(() => {
    for (const child of running) endTree(child, 'SIGKILL')
    process.exit(130)
  })
}

/**
 * Calls `listener` each time somebody wants the script to stop; returns a function that takes this back.
 *
 * An npm that gets SIGTERM ends without passing it on: that its shell is gone is the only sign.
 */
export function onStop(listener) {
  for (const signal of STOP_SIGNALS) process.on(signal, listener)
  const parent = process.ppid
  const watch = setInterval(() => {
    if (!process.env.npm_lifecycle_event || process.ppid === parent) return
    clearInterval(watch)
    listener()
  }, 500).unref()
  return () => {
    for (const signal of STOP_SIGNALS) process.off(signal, listener)
    clearInterval(watch)
  }
}
