import { useWords } from './language/language'

interface Props {
  readonly items: readonly string[]
  readonly onPick: (item: string) => void
}

/** Items joined before; one of them goes into the field, for the token is not kept. */
export function RecentItems({ items, onPick }: Props) {
  const { form } = useWords()
  if (items.length === 0) return null
  return (
    <section className="recent" aria-label={form.recentItems}>
      <h2>{form.recentItems}</h2>
      <ul>
        {items.map((item) => (
          <li key={item}>
            <button type="button" className="quiet" dir="auto" translate="no" onClick={() => onPick(item)}>
              {item}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
