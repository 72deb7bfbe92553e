/** Times in words, in a person's own language, calendar and time zone. */

import type { Catalogue } from './catalogue'

const DAY_MS = 24 * 60 * 60 * 1000

// Making a formatter costs more than a hundred uses of it.
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(tag: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${tag} ${name}`
  const known = formatters.get(id)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(tag, options)
  formatters.set(id, made)
  return made
}

export function timeOfDay(words: Catalogue, at: number): string {
  return formatter(words.tag, 'time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
}

export function fullTime(words: Catalogue, at: number): string {
  return formatter(words.tag, 'full', { dateStyle: 'full', timeStyle: 'medium' }).format(at)
}

/** The time of a moment today, of any other the day too: for the middle of a sentence. */
export function momentName(words: Catalogue, at: number, now: number): string {
  if (dayOf(at) === dayOf(now)) return timeOfDay(words, at)
  return formatter(words.tag, 'moment', { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' }).format(at)
}

/** The day that `at` falls on where the reader is, as a value to compare. */
export function dayOf(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
}

/** "Today", "Yesterday", a weekday within the week, else the date. */
export function dayName(words: Catalogue, at: number, now: number): string {
  if (dayOf(at) === dayOf(now)) return words.list.today
  if (dayOf(at) === dayOf(now - DAY_MS)) return words.list.yesterday
  if (at < now && now - at < 6 * DAY_MS) return formatter(words.tag, 'weekday', { weekday: 'long' }).format(at)
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  if (isThisYear) return formatter(words.tag, 'date', { weekday: 'long', day: 'numeric', month: 'long' }).format(at)
  return formatter(words.tag, 'year', { day: 'numeric', month: 'long', year: 'numeric' }).format(at)
}
