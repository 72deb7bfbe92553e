import { useEffect, useRef } from 'react'

import { useWords } from './language/language'

interface Props {
  readonly isRead: boolean
  readonly onView: (isInView: boolean) => void
}

/** The line above the first message that is new to the reader. */
export function UnreadLine({ isRead, onView }: Props) {
  const words = useWords()
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (line.current === null) return
    const observer = new IntersectionObserver((looks) => onView(looks.at(-1)?.isIntersecting === true))
    observer.observe(line.current)
    return () => {
      observer.disconnect()
      onView(false)
    }
  }, [onView])
  return (
    <div
      ref={line}
      className={isRead ? 'unread-line read' : 'unread-line'}
      role="separator"
      aria-label={words.reading.unread}
    >
      <span aria-hidden="true">{words.reading.unread}</span>
    </div>
  )
}
