import { useWords } from './language/language'

/** Says that a field holds as much as it can: what was pasted beyond it is gone. */
export function CutNote({ value, most }: { readonly value: string; readonly most: number }) {
  const { cutAfter } = useWords()
  return value.length < most ? null : (
    <p className="muted" role="alert">
      {cutAfter(most)}
    </p>
  )
}
