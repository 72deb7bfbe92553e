import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'

import { useWords } from './language/language'

/** Common ones. Each is drawn in colour: it has no black form, or a variation selector 16. */
export const EMOJI = '👍 👎 ❤️ 😂 😮 😢 🎉 🙏 👏 🔥 ✅ ❌ 👀 🤔 💯 🚀 😊 😍 😅 😡 🙌 💪 🤝 ⭐'.split(' ')
const GAP_PX = 4

export interface EmojiPaletteProps {
  /** The button that was pressed: the palette is beside it. */
  readonly anchor: RefObject<HTMLElement | null>
  readonly onChoose: (emoji: string) => void
  readonly onClose: () => void
}

/** Emoji to react with; the arrow keys move in it, Escape and a click elsewhere close it. */
export function EmojiPalette({ anchor, onChoose, onClose }: EmojiPaletteProps) {
  const { change: words } = useWords()
  const palette = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const opened = palette.current
    if (opened === null) return
    const place = () => anchor.current && standBeside(opened, anchor.current.getBoundingClientRect())
    opened.showPopover()
    place()
    opened.querySelector('button')?.focus()
    // The window and the letters change their size, and the row may be laid out anew later than the window.
    const observer = new ResizeObserver(place)
    observer.observe(opened)
    const row = anchor.current?.closest('[data-row]')
    if (row) observer.observe(row)
    addEventListener('resize', place)
    return () => {
      observer.disconnect()
      removeEventListener('resize', place)
    }
  }, [anchor])
  const choose = (emoji: string) => {
    onChoose(emoji)
    // When it closes itself, it returns the focus to where it came from.
    palette.current?.hidePopover()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const buttons = [...(palette.current?.querySelectorAll('button') ?? [])]
    const step = stepOf(event.key, buttons)
    const to = buttons[buttons.indexOf(event.currentTarget) + step]
    if (step === 0 || to === undefined) return
    event.preventDefault()
    to.focus()
  }
  return (
    <div
      ref={palette}
      className="palette"
      popover="auto"
      role="dialog"
      aria-label={words.chooseEmoji}
      onToggle={(event) => event.newState === 'closed' && onClose()}
    >
      {EMOJI.map((emoji, index) => (
        <button
          key={emoji}
          type="button"
          tabIndex={index === 0 ? 0 : -1}
          onKeyDown={onKeyDown}
          onClick={() => choose(emoji)}
        >
          {emoji}
        </button>
      ))}
    </div>
  )
}

/** How many buttons on an arrow key leads, as they are laid out: a finger's are fewer in a row, and may begin at the right. */
function stepOf(key: string, buttons: readonly HTMLElement[]): number {
  const [first] = buttons
  if (first === undefined) return 0
  const secondRow = buttons.findIndex(({ offsetTop }) => offsetTop > first.offsetTop)
  const columns = secondRow === -1 ? buttons.length : secondRow
  const onward = getComputedStyle(first).direction === 'rtl' ? -1 : 1
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -onward,
    ArrowRight: onward,
    ArrowUp: -columns,
    ArrowDown: columns,
  }
  return steps[key] ?? 0
}

/** Below where there is room, else above; always whole in the window. */
function standBeside(palette: HTMLElement, anchor: DOMRect): void {
  const { width, height } = palette.getBoundingClientRect()
  const isRoomBelow = anchor.bottom + GAP_PX + height <= innerHeight
  const top = isRoomBelow ? anchor.bottom + GAP_PX : Math.max(0, anchor.top - GAP_PX - height)
  const left = Math.min(Math.max(GAP_PX, anchor.right - width), innerWidth - width - GAP_PX)
  palette.style.translate = `${left}px ${top}px`
}
