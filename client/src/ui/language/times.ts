/** Times in words, in a person's own language, calendar and time zone. */

import type { Catalogue } from './catalogue'

// Making a formatter costs more than a hundred uses of it.
const formatters = new Map<string, Intl.DateTimeFormat>()

/** A formatter keeps the zone that it was made in; each zone has its own. */
let zone = ''

/** The device's time zone as it is now, for the times that are written from now on. */
export function zoneNow(): string {
  zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return zone
}

function formatter(tag: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${tag} ${name} ${zone}`
  const known = formatters.get(id)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(tag, options)
  formatters.set(id, made)
  return made
}

/** Makes what the first message of a room needs. A browser reads a language's whole data for the first formatter. */
export function prepareTimes(words: Catalogue): void {
  const now = Date.now()
  timeOfDay(words, now)
  relativeTime(words, now, now)
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

/** The whole date, without a time of day. */
export function fullDay(words: Catalogue, at: number): string {
  return formatter(words.tag, 'full day', { dateStyle: 'full' }).format(at)
}

const RECENT_MS = 60 * 60 * 1000
const MINUTE_MS = 60 * 1000
const distances = new Map<string, Intl.RelativeTimeFormat>()

/** "5 min. ago" within the hour; null for what is longer ago, or not yet by the clock of this device. */
export function relativeTime(words: Catalogue, at: number, now: number): string | null {
  const distance =
    distances.get(words.tag) ?? new Intl.RelativeTimeFormat(words.tag, { numeric: 'auto', style: 'short' })
  distances.set(words.tag, distance)
  const minutes = Math.floor((now - at) / MINUTE_MS)
  if (now - at >= RECENT_MS || minutes < -1) return null
  return minutes < 1 ? distance.format(0, 'second') : distance.format(-minutes, 'minute')
}

/** The day that `at` falls on where the reader is, as a value to compare. */
export function dayOf(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
}

/** Calendar days from one moment to another: one has 23 hours, and one 25, where clocks are set twice a year. */
function daysBetween(from: number, to: number): number {
  return Math.round((noonOf(to) - noonOf(from)) / (24 * 60 * 60 * 1000))
}

function noonOf(at: number): number {
  return new Date(at).setHours(12, 0, 0, 0)
}

/** "Today", "Yesterday", a weekday within the week, else the date. */
export function dayName(words: Catalogue, at: number, now: number): string {
  if (dayOf(at) === dayOf(now)) return words.list.today
  const days = daysBetween(at, now)
  if (days === 1) return words.list.yesterday
  if (days > 1 && days < 7) return formatter(words.tag, 'weekday', { weekday: 'long' }).format(at)
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  if (isThisYear) return formatter(words.tag, 'date', { weekday: 'long', day: 'numeric', month: 'long' }).format(at)
  return formatter(words.tag, 'year', { day: 'numeric', month: 'long', year: 'numeric' }).format(at)
}
