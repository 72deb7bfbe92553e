"""A browser's translation of the page, as its document sees it."""

from playwright.sync_api import BrowserContext

# Each text is taken out, and another stands in its place, in elements that the page has not made. Browsers go on with
# whatever comes later. The words stay the same, so that a test finds them.
_TRANSLATOR = """() => {
  const isLeftAlone = (element) => element.translate === false || element.matches('script, style, textarea, font')
  const translate = (node) => {
    if (node instanceof Element) {
      if (!isLeftAlone(node)) [...node.childNodes].forEach(translate)
    } else if (node instanceof Text && node.data.trim() !== '') {
      const [outer, inner] = [document.createElement('font'), document.createElement('font')]
      inner.textContent = node.data
      outer.append(inner)
      node.replaceWith(outer)
    }
  }
  new MutationObserver(() => translate(document.body)).observe(document, { childList: true, subtree: true })
}"""

TEXTS_BESIDE_OTHERS = """() => {
  const isShown = (node) => node instanceof Element || (node.textContent ?? '').trim() !== ''
  const walker = document.createTreeWalker(document.getElementById('root'), NodeFilter.SHOW_TEXT)
  const found = []
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
    const { parentElement } = text
    if (text.data.trim() === '' || !parentElement.translate) continue
    // Another text takes the place of all that is in these.
    if (parentElement.closest('script, style, noscript, .body, .result-body') !== null) continue
    const others = [...parentElement.childNodes].filter((node) => node !== text && isShown(node))
    if (others.length > 0) found.push(`${text.data} in ${parentElement.outerHTML.slice(0, 100)}`)
  }
  return found
}"""
"""Returns the texts that stand beside something else in their element, where React changes them one by one.

The words beside the root are the document's own, and nothing changes them."""


def translate(context: BrowserContext) -> None:
    """Translate every page of a context from now on, and all that comes into it."""
    context.add_init_script(f"({_TRANSLATOR})()")
