import {
  type ReactElement,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { type CustomContainerComponentProps, Virtualizer, type VirtualizerHandle } from 'virtua'

import { usePrinting } from './hooks'
import type { Row, RowList } from './rows'
import { useWholeRows } from './wholeRows'

/** What is drawn above and below the view of a longer list. */
const AROUND_PX = 1_000
/** Only a day and a break with its own may stand above what comes in at the top, so this row changes whenever it does. */
const BELOW_THE_TOP = 3

interface Props {
  readonly rows: RowList
  readonly list: RefObject<VirtualizerHandle | null>
  readonly scroller: RefObject<HTMLElement | null>
  /** Rows that stay in the document wherever the list is scrolled to. */
  readonly kept: readonly number[]
  readonly onMeasured: () => void
  readonly draw: (row: Row | undefined) => ReactElement
}

/** Rows, of which only those near the view are in the document; on paper, all. */
export function VirtualRows({ rows, list, scroller, kept, onMeasured, draw }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const [above, setAbove] = useState(0)
  const hasGrownAbove = useGrowthAbove(rows)
  const drawAt = useCallback((_: unknown, index: number) => draw(rows.at(index)), [rows, draw])
  const data = useMemo<ArrayLike<unknown>>(() => ({ length: rows.length }), [rows])
  const whole = useWholeRows(rows.length)
  const isPrinting = usePrinting()
  // What stands above the rows grows and shrinks for reasons of its own.
  useEffect(() => {
    const start = place.current?.previousElementSibling
    if (!(start instanceof HTMLElement)) return
    const observer = new ResizeObserver(() => setAbove(place.current?.offsetTop ?? 0))
    observer.observe(start)
    return () => observer.disconnect()
  }, [])
  return (
    <div className="rows" ref={place}>
      <Virtualizer
        ref={list}
        as={Holder}
        data={data}
        scrollRef={scroller}
        startMargin={above}
        shift={hasGrownAbove}
        keepMounted={isPrinting ? [...Array(rows.length).keys()] : [...whole, ...kept]}
        bufferSize={AROUND_PX}
        onResize={onMeasured}
      >
        {drawAt}
      </Virtualizer>
    </div>
  )
}

/**
 * Holds the rows, which can be pressed at any time.
 *
 * The library lets nothing be pressed in a list that scrolls. This one scrolls by
 * itself whenever a message comes in, and a press that had begun would be lost.
 */
function Holder({ style, ...rest }: CustomContainerComponentProps) {
  return <div {...rest} style={{ ...style, pointerEvents: 'auto' }} />
}

/** Whether rows came or went at the top since the last drawing: the heights below are still those of the same rows. */
function useGrowthAbove(rows: RowList): boolean {
  const ids = [rows.length, rows.at(BELOW_THE_TOP)?.id, rows.at(-1)?.id] as const
  const before = useRef(ids)
  const [length, high, last] = before.current
  useLayoutEffect(() => {
    before.current = ids
  })
  return ids[0] !== length && ids[1] !== high && ids[2] === last
}
