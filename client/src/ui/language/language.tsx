/** Which language the page speaks, and the words of it for every component. */

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

import { afterFrame } from '../pacing'
import type { Catalogue } from './catalogue'
import { en } from './en'
import { prepareTimes } from './times'

/** A language is one file here, named by its two letters. */
const FILES = import.meta.glob<Readonly<Record<string, Catalogue>>>('./??.ts', { eager: true })

/** The first one is spoken to those who read none of them. */
export const LANGUAGES: readonly Catalogue[] = [
  en,
  ...Object.values(FILES)
    .flatMap((file) => Object.values(file))
    .filter((language) => language !== en),
]

const REMEMBERED_AS = 'parley.language'

/** The first catalogue that a person reads, by the main part of each tag. */
export function chooseLanguage(remembered: string | null, preferred: readonly string[]): Catalogue {
  const wanted = remembered === null ? preferred : [remembered, ...preferred]
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => mainPart(language.tag) === mainPart(tag))
    if (found !== undefined) return found
  }
  return en
}

function mainPart(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? ''
}

interface Spoken {
  readonly words: Catalogue
  readonly speak: (language: Catalogue) => void
}

const SpokenContext = createContext<Spoken>({ words: en, speak: () => {} })

/** Gives the words to everything inside, and the document its `lang` and `dir`. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [words, setWords] = useState(() => chooseLanguage(recall(), navigator.languages))
  useEffect(() => {
    document.documentElement.lang = words.tag
    document.documentElement.dir = words.dir
  }, [words])
  useEffect(() => afterFrame(() => prepareTimes(words)), [words])
  const spoken = useMemo(() => {
    const speak = (language: Catalogue) => {
      remember(language.tag)
      setWords(language)
    }
    return { words, speak }
  }, [words])
  return <SpokenContext value={spoken}>{children}</SpokenContext>
}

export function useWords(): Catalogue {
  return useContext(SpokenContext).words
}

export function LanguageSwitch() {
  const { words, speak } = useContext(SpokenContext)
  const change = (tag: string) => {
    const language = LANGUAGES.find((candidate) => candidate.tag === tag)
    if (language !== undefined) speak(language)
  }
  return (
    <select
      className="language-switch"
      aria-label={words.language}
      value={words.tag}
      onChange={(event) => change(event.target.value)}
    >
      {LANGUAGES.map((language) => (
        <option key={language.tag} value={language.tag} lang={language.tag}>
          {language.ownName}
        </option>
      ))}
    </select>
  )
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
