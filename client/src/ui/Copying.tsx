/** The content of a copy from the message list. Until this part is loaded, the browser copies the text that it shows. */

import { type RefObject, useEffect, useEffectEvent } from 'react'

import { isDeleted } from '../room/changes'
import { drawable } from '../room/clusters'
import { useWords } from './language/language'
import { momentName } from './language/times'
import { displayName, shortIdOf } from './person'
import { indexNear } from './rowSearch'
import type { MessageRowOf, RowList } from './rows'
import { useIsNamesakeOf } from './talk'

interface Props {
  readonly rows: RowList
  readonly scroller: RefObject<HTMLElement | null>
}

/** As much of a message as was selected. */
interface Copied {
  readonly row: MessageRowOf
  readonly text: string
}

/**
 * Copies messages as what they say: of several one line each, with its author and time, and of one its text alone.
 *
 * The other things in the list (marks, buttons, words for screen readers) are not copied.
 */
export function Copying({ rows, scroller }: Props) {
  const words = useWords()
  const isNamesake = useIsNamesakeOf()
  const lineOf = ({ row, text }: Copied) => {
    const { name } = row.person
    const shown = displayName(words, row.person)
    const whole = name !== null && isNamesake(name) ? `${shown} ${shortIdOf(row.person)}` : shown
    return words.list.copied(whole, momentName(words, row.at, Date.now()), text)
  }
  const onCopy = useEffectEvent((event: ClipboardEvent) => {
    const range = selectedRange()
    if (range === null || scroller.current === null || event.clipboardData === null || isInField(event.target)) return
    const copied = copiedOf(range, scroller.current, rows)
    const [only] = copied
    if (only === undefined || (copied.length === 1 && isInText(range))) return
    const lines = copied.length === 1 ? [only.text] : copied.map(lineOf)
    event.clipboardData.setData('text/plain', lines.join('\n'))
    event.clipboardData.setData('text/html', htmlOf(lines))
    event.preventDefault()
  })
  useEffect(() => {
    const listener = (event: ClipboardEvent) => onCopy(event)
    document.addEventListener('copy', listener)
    return () => document.removeEventListener('copy', listener)
  }, [])
  return null
}

function selectedRange(): Range | null {
  const selection = getSelection()
  return selection === null || selection.isCollapsed || selection.rangeCount === 0 ? null : selection.getRangeAt(0)
}

const isInField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea') !== null

/** Whether all that is selected is text of one message: a browser copies that well by itself. */
function isInText({ commonAncestorContainer: node }: Range): boolean {
  const element = node instanceof Element ? node : node.parentElement
  return element !== null && element.closest('.said .body') !== null
}

/** The messages that a selection holds something of; those between its ends may not be in the document. */
function copiedOf(range: Range, scroller: HTMLElement, rows: RowList): readonly Copied[] {
  const messages = [...scroller.querySelectorAll<HTMLElement>('.message[data-row]')]
  const elements = messages.filter((element) => range.intersectsNode(element))
  const byId = new Map(elements.map((element) => [element.dataset['row'] ?? '', element]))
  const [first = '', last = ''] = [elements.at(0)?.dataset['row'], elements.at(-1)?.dataset['row']]
  const selected = elements.length === 0 ? [] : between(rows, first, last)
  return selected
    .map((row) => ({ row, text: copiedText(range, row, byId.get(row.id)) }))
    .filter(({ text }) => text !== '')
}

function between(rows: RowList, first: string, last: string): readonly MessageRowOf[] {
  const end = indexNear(rows, last, rows.length - 1)
  const start = indexNear(rows, first, end)
  const found = Array.from({ length: end - start + 1 }, (_, index) => rows.at(start + index))
  return found.filter((row) => row?.type === 'message')
}

function copiedText(range: Range, row: MessageRowOf, element: HTMLElement | undefined): string {
  const whole = textOf(row)
  const body = element?.querySelector('.said .body')
  return body && whole !== '' ? (selectedOf(range, body) ?? whole) : whole
}

/** The text of a message; empty for one that was deleted, or has a kind that this page does not know. */
function textOf({ item }: MessageRowOf): string {
  if (item.type === 'pending') return drawable(item.body)
  return item.entry.kind === 'message' && !isDeleted(item.entry) ? drawable(item.entry.body) : ''
}

/** The selected part of a text; null where it is all that is shown: then the message is meant as it was written. */
function selectedOf(range: Range, body: Element): string | null {
  const all = document.createRange()
  all.selectNodeContents(body)
  const part = range.cloneRange()
  if (part.compareBoundaryPoints(Range.START_TO_START, all) < 0) part.setStart(all.startContainer, all.startOffset)
  if (part.compareBoundaryPoints(Range.END_TO_END, all) > 0) part.setEnd(all.endContainer, all.endOffset)
  if (part.toString() === all.toString()) return null
  const copy = part.cloneContents()
  for (const block of copy.querySelectorAll('.block')) {
    block.before('\n')
    block.after('\n')
  }
  return (copy.textContent ?? '').trim()
}

/** A paragraph a message, for what takes more than plain text. */
function htmlOf(lines: readonly string[]): string {
  const page = document.createElement('div')
  for (const line of lines) {
    const paragraph = document.createElement('p')
    for (const [index, text] of line.split('\n').entries())
      paragraph.append(...(index === 0 ? [] : [document.createElement('br')]), text)
    page.append(paragraph)
  }
  return page.innerHTML
}
