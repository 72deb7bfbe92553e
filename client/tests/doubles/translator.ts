/**
 * What a browser's translation of a page does to its document: each text is
 * taken out, and others stand in its place, in elements that the page has not made.
 */

/** Around each text that was translated, so that one that is not can be told from it. */
const [OPEN, CLOSE] = ['‹', '›']

/** Translates what is not translated yet; to be called again for what has come since, as browsers do. */
export function translatePage(): void {
  for (const text of textsIn(document.body)) {
    const [outer, inner] = [document.createElement('font'), document.createElement('font')]
    inner.textContent = `${OPEN}${text.data}${CLOSE}`
    outer.append(inner)
    text.replaceWith(outer)
  }
}

/** The texts that stand beside something else in their element, where the page can never change one by itself. */
export function textsBesideOthers(): readonly string[] {
  return textsIn(document.body)
    .filter(({ parentElement }) => parentElement !== null && !isReplacedAsWhole(parentElement))
    .filter((text) => [...(text.parentNode?.childNodes ?? [])].some((node) => node !== text && isShown(node)))
    .map(({ data, parentElement }) => `${data} (in ${parentElement?.outerHTML.slice(0, 80)})`)
}

/** A body and a result hold texts beside links and marks; another text takes the place of them all. */
const isReplacedAsWhole = (element: Element) => element.closest('.body, .result-body') !== null
const isShown = (node: Node) => node instanceof Element || (node.textContent ?? '').trim() !== ''

function textsIn(root: Element): readonly Text[] {
  return [...root.childNodes].flatMap((node) => {
    if (node instanceof Element) return isLeftAlone(node) ? [] : textsIn(node)
    return node instanceof Text && node.data.trim() !== '' ? [node] : []
  })
}

const isLeftAlone = (element: Element) =>
  element.getAttribute('translate') === 'no' || ['SCRIPT', 'STYLE', 'TEXTAREA', 'FONT'].includes(element.tagName)
