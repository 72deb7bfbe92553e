/** A notification and a quiet sound, for a page that is not in view. */

import type { HideNotice, ShowNotice } from './noticeMessages'
import { serviceWorkers } from './serviceWorkers'

interface Notice extends Omit<ShowNotice, 'type'> {
  readonly onClick: () => void
}

const LONGEST_BODY = 200

/** Has the worker show it, which can do so on every device; without a worker the page itself shows it. */
export async function notify(notice: Notice): Promise<void> {
  const { title, itemId, isSilent, onClick } = notice
  const body = beginningOf(notice.body)
  const registration = await workerRegistration()
  if (registration?.active)
    registration.active.postMessage({ type: 'show_notice', title, body, itemId, isSilent } satisfies ShowNotice)
  else showAlone({ title, body, itemId, isSilent, onClick })
}

/** Takes the notification of a room away, whichever tab of this browser had asked for it. */
export async function hideNotice(itemId: string): Promise<void> {
  alone.get(itemId)?.close()
  alone.delete(itemId)
  const registration = await workerRegistration()
  registration?.active?.postMessage({ type: 'hide_notice', itemId } satisfies HideNotice)
}

/** A worker that cannot be asked for is none. */
async function workerRegistration(): Promise<ServiceWorkerRegistration | undefined> {
  return serviceWorkers()
    ?.getRegistration()
    .catch(() => undefined)
}

/** Those that the page itself shows, by their rooms: no worker knows of them. */
const alone = new Map<string, Notification>()

function showAlone({ title, body, itemId, isSilent, onClick }: Notice): void {
  if (isSilent && !alone.has(itemId)) return
  try {
    const notification = new Notification(title, { body, tag: itemId, icon: '/favicon.svg', silent: isSilent })
    alone.set(itemId, notification)
    notification.onclose = () => {
      if (alone.get(itemId) === notification) alone.delete(itemId)
    }
    notification.onclick = () => {
      window.focus()
      onClick()
      notification.close()
    }
  } catch {
    // NOTE: Chrome on Android has the constructor and throws: without a worker it shows none.
  }
}

function beginningOf(body: string): string {
  const text = [...body]
  return text.length > LONGEST_BODY ? `${text.slice(0, LONGEST_BODY).join('')}…` : body
}

const VOLUME = 0.06
const SECONDS = 0.35
const TONES = [659.3, 880]

let audio: AudioContext | null = null

/** Two soft tones, made here: a file would have to be loaded. */
export function chime(): void {
  audio ??= new AudioContext()
  // NOTE: a page that nobody touched yet is not allowed to make a sound; it stays silent.
  audio.resume().catch(() => {})
  TONES.forEach((frequency, index) => play(audio, frequency, index * SECONDS * 0.4))
}

function play(context: AudioContext | null, frequency: number, delay: number): void {
  if (context === null) return
  const start = context.currentTime + delay
  const volume = new GainNode(context, { gain: 0 })
  volume.gain.setValueAtTime(0, start)
  volume.gain.linearRampToValueAtTime(VOLUME, start + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, start + SECONDS)
  const tone = new OscillatorNode(context, { type: 'sine', frequency })
  tone.connect(volume).connect(context.destination)
  tone.start(start)
  tone.stop(start + SECONDS)
}
