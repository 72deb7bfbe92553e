import { type FormEvent, memo, useCallback, useEffect, useState, useSyncExternalStore } from 'react'

import type { Entry } from '../protocol/frames.gen'
import { drawable } from '../room/clusters'
import { excerptOf } from '../room/found'
import { MAX_RESULTS, Search, type SearchState } from '../room/search'
import type { JoinedRoom } from '../room/state'
import { useNow } from './hooks'
import { type Catalogue } from './language/catalogue'
import { useWords } from './language/language'
import { dayName, fullTime, timeOfDay } from './language/times'
import { Name } from './Name'
import { displayName } from './person'
import { useRoom } from './roomContext'
import { setUnfolded } from './unfolded'

const MINUTE_MS = 60_000

export interface SearchResultsProps {
  readonly room: JoinedRoom
  /** What is to be found. */
  readonly query: string
  /** Of the form here, which the box of the query belongs to: Enter in it searches further back. */
  readonly formId: string
  readonly onFound: (offset: number) => void
}

/** Messages found by their words: in what is loaded, and further back when that is asked for. */
export function SearchResults({ room, query, formId, onFound }: SearchResultsProps) {
  const { search: words } = useWords()
  const [search, state] = useSearch(room, query)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    search.further()
  }
  return (
    <>
      <form id={formId} onSubmit={onSubmit}>
        {state.query.trim() !== '' && <Reach search={search} state={state} />}
      </form>
      <ul className="results" aria-label={words.results}>
        {state.results.map((entry) => (
          <li key={entry.offset}>
            <Result entry={entry} query={state.query} onFound={onFound} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** What was found and how far back it was looked for. */
function Reach({ search, state }: { readonly search: Search; readonly state: SearchState }) {
  const words = useWords()
  const now = useNow(MINUTE_MS)
  const { phase } = state
  return (
    <div className="reach">
      <p role="status">
        <span>{countOf(words, state.results.length)}</span> <span>{reachOf(words, state, now)}</span>
      </p>
      {phase === 'more' && <button type="submit">{words.search.further}</button>}
      {phase === 'reading' && (
        <button type="button" onClick={() => search.stop()}>
          {words.search.stop}
        </button>
      )}
    </div>
  )
}

interface ResultProps {
  readonly entry: Entry
  readonly query: string
  readonly onFound: (offset: number) => void
}

const Result = memo(function Result({ entry, query, onFound }: ResultProps) {
  const words = useWords()
  const room = useRoom()
  const now = useNow(MINUTE_MS)
  const at = Date.parse(entry.at)
  const show = () => {
    // What was found may stand in what is folded away.
    setUnfolded(room, entry.key, true)
    onFound(entry.offset)
  }
  return (
    <button type="button" className="result" onClick={show}>
      <span className="result-head">
        <strong title={displayName(words, entry)}>
          <Name person={entry} />
        </strong>
        <time dateTime={entry.at} title={fullTime(words, at)}>
          {`${dayName(words, at, now)} ${timeOfDay(words, at)}`}
        </time>
      </span>
      <span key={`${query} ${entry.body}`} className="result-body" dir="auto">
        {excerptOf(drawable(entry.body), query).map((part) =>
          part.isFound ? <mark key={part.at}>{part.text}</mark> : part.text,
        )}
      </span>
    </button>
  )
})

function countOf({ search }: Catalogue, count: number): string {
  if (count === 0) return search.none
  return count >= MAX_RESULTS ? search.foundMost(count) : search.found(count)
}

function reachOf(words: Catalogue, { phase, back }: SearchState, now: number): string {
  if (phase === 'reading') return words.search.reading
  if (phase === 'complete') return words.search.complete
  return back === null
    ? ''
    : words.search.back(`${dayName(words, Date.parse(back), now)} ${timeOfDay(words, Date.parse(back))}`)
}

function useSearch(room: JoinedRoom, query: string): readonly [Search, SearchState] {
  const [search] = useState(() => new Search(room))
  useEffect(() => () => search.close(), [search])
  useEffect(() => search.find(query), [search, query])
  const subscribe = useCallback((listener: () => void) => search.subscribe(listener), [search])
  return [search, useSyncExternalStore(subscribe, () => search.getState())]
}
