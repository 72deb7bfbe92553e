import type { Member } from '../protocol/frames.gen'
import { Filled } from './language/Filled'
import { useWords } from './language/language'
import { Name } from './Name'

/** Who writes now. The line keeps its height when nobody does, so nothing jumps. */
export function TypingLine({ typing }: { readonly typing: readonly Member[] }) {
  return (
    <p className="typing">
      <Typists typing={typing} />
    </p>
  )
}

function Typists({ typing }: { readonly typing: readonly Member[] }) {
  const { composer } = useWords()
  const [first, second] = typing
  if (first === undefined) return null
  if (typing.length > 2) return <span>{composer.typingMany}</span>
  const fillings = { first: <Name person={first} />, second: second && <Name person={second} /> }
  return <Filled text={second === undefined ? composer.typingOne : composer.typingTwo} fillings={fillings} />
}
