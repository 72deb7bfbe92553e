import type { Member } from '../protocol/frames.gen'
import { useWords } from './language/language'
import { displayName, hueOf, markOf, shortIdOf, shortName } from './person'
import { useIsNamesake } from './talk'

/** A name; a long ID is shortened to the eye, and whole on hover and to a screen reader. */
export function Name({ person }: { readonly person: Member }) {
  const words = useWords()
  const whole = displayName(words, person)
  const short = shortName(words, person)
  if (short === whole)
    return (
      <>
        <bdi className="name" translate="no">
          {whole}
        </bdi>
        <NamesakeId person={person} />
      </>
    )
  return (
    <span className="name" translate="no" title={whole}>
      <span aria-hidden="true">{short}</span>
      <span className="sr-only">{whole}</span>
    </span>
  )
}

/** ID7: beside a name that two persons have here, or that reads as the other's. Read aloud and copied they are two words. */
export function NamesakeId({ person }: { readonly person: Member }) {
  const isNamesake = useIsNamesake(person.name)
  if (!isNamesake) return null
  return (
    <span className="id namesake" translate="no">
      {` ${shortIdOf(person)}`}
    </span>
  )
}

/** Two letters in a person's colour. It says nothing that the name beside it does not. */
export function Mark({ person }: { readonly person: Member }) {
  return (
    <span className="mark" translate="no" aria-hidden="true" style={{ '--hue': hueOf(person) }}>
      {markOf(person)}
    </span>
  )
}
