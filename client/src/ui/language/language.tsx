/** Which language the page speaks, and the words of it for every component. */

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { useZone } from '../hooks'
import { type Later, later } from '../later'
import { afterFrame } from '../pacing'
import type { Catalogue } from './catalogue'
import { en } from './en'
import { prepareTimes } from './times'

/** A language is one file here, named by its two letters: the page loads the one that it speaks. */
const FILES = import.meta.glob<Readonly<Record<string, Catalogue>>>(['./??.ts', '!./en.ts'])

/** Spoken to those who read none of the others, and until another is there. */
const FALLBACK = { code: 'en', file: { get: () => en, load: async () => en } } as const

interface Language {
  readonly code: string
  readonly file: Later<Catalogue>
}

const LANGUAGES: readonly Language[] = [
  FALLBACK,
  ...Object.entries(FILES).map(([path, load]) => ({
    code: path.slice(2, 4),
    file: later(async () => only(await load())),
  })),
]

/** Of a file that exports one catalogue. */
function only(file: Readonly<Record<string, Catalogue>>): Catalogue {
  const [catalogue] = Object.values(file)
  if (catalogue === undefined)
    throw new Error('Expected a file of a language to export a catalogue, it exports nothing.')
  return catalogue
}

const REMEMBERED_AS = 'parley.language'

/** The code of the first language here that a person reads, by the main part of each tag. */
export function chooseLanguage(remembered: string | null, preferred: readonly string[]): string {
  return find(remembered, preferred).code
}

function find(remembered: string | null, preferred: readonly string[]): Language {
  const wanted = remembered === null ? preferred : [remembered, ...preferred]
  const found = wanted.map((tag) => LANGUAGES.find(({ code }) => code === mainPart(tag)))
  return found.find((language) => language !== undefined) ?? FALLBACK
}

function mainPart(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? ''
}

/** The words to begin with; English where those that are wanted cannot be loaded. */
export async function firstWords(): Promise<Catalogue> {
  return find(recall(), navigator.languages ?? [])
    .file.load()
    .catch(() => en)
}

interface Spoken {
  readonly words: Catalogue
  readonly speak: (language: Language) => Promise<void>
}

const SpokenContext = createContext<Spoken>({ words: en, speak: async () => {} })

interface ProviderProps {
  /** The words to begin with. */
  readonly first?: Catalogue
  readonly children: ReactNode
}

/** Gives the words to everything inside, and the document its `lang` and `dir`. */
export function LanguageProvider({ first = en, children }: ProviderProps) {
  const [words, setWords] = useState(first)
  useEffect(() => {
    document.documentElement.lang = words.tag
    document.documentElement.dir = words.dir
  }, [words])
  const zone = useZone()
  useEffect(() => afterFrame(() => prepareTimes(words)), [words])
  const spoken = useMemo(() => {
    const speak = async ({ code, file }: Language) => {
      // What cannot be loaded is told by `later`; the page goes on in the language that it has.
      const loaded = await file.load().catch(() => null)
      if (loaded === null) return
      remember(code)
      setWords(loaded)
    }
    return { words: wordsIn(words, zone), speak }
  }, [words, zone])
  return <SpokenContext value={spoken}>{children}</SpokenContext>
}

/** As an object of their own: where the device comes into another zone, whatever writes times is drawn anew. */
function wordsIn(words: Catalogue, _zone: string): Catalogue {
  return { ...words }
}

export function useWords(): Catalogue {
  return useContext(SpokenContext).words
}

export function LanguageSwitch() {
  const { words, speak } = useContext(SpokenContext)
  const change = (chosen: string) => {
    const language = LANGUAGES.find(({ code }) => code === chosen)
    if (language !== undefined) void speak(language)
  }
  return (
    <select
      className="language-switch"
      aria-label={words.language}
      value={mainPart(words.tag)}
      onChange={(event) => change(event.target.value)}
    >
      {LANGUAGES.map(({ code }) => (
        <option key={code} value={code} lang={code} translate="no">
          {ownName(code)}
        </option>
      ))}
    </select>
  )
}

/** What speakers call their language. */
function ownName(code: string): string {
  return new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code
}

// NOTE: a browser that blocks site data throws on the very mention of
// localStorage; the page then forgets the choice and works otherwise.
function recall(): string | null {
  try {
    return localStorage.getItem(REMEMBERED_AS)
  } catch {
    return null
  }
}

function remember(tag: string): void {
  try {
    localStorage.setItem(REMEMBERED_AS, tag)
  } catch {
    return
  }
}
