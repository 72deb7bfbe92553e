/**
 * A layout in the place of the browser's, where no document has one: each row
 * of the list is as high as every other, and stands where its style says.
 */

export const ROW_PX = 500
export const VIEW_PX = 800

const waiting = new Map<FakeResizeObserver, Set<Element>>()

class FakeResizeObserver {
  readonly #look: ResizeObserverCallback

  constructor(look: ResizeObserverCallback) {
    this.#look = look
  }

  observe(element: Element): void {
    waiting.set(this, (waiting.get(this) ?? new Set()).add(element))
  }

  unobserve(element: Element): void {
    waiting.get(this)?.delete(element)
  }

  disconnect(): void {
    waiting.delete(this)
  }

  look(elements: Iterable<Element>): void {
    this.#look([...elements].map(entryOf), this)
  }
}

/** Measures what waits for it, and what comes of that. */
export function measure(): void {
  while (waiting.size > 0) {
    const looks = [...waiting]
    waiting.clear()
    for (const [observer, elements] of looks) observer.look(elements)
  }
}

const isScroller = (element: Element) => element.classList.contains('scroller')
const scrollerOf = (element: Element) => element.closest('.scroller')
/** What the virtual list puts around a row, with its place in it. */
const wrapperOf = (element: Element) => element.closest<HTMLElement>('.rows > div > div')

function boxOf(element: Element): DOMRect {
  if (isScroller(element)) return new DOMRect(0, 0, 600, VIEW_PX)
  const wrapper = wrapperOf(element)
  const top = wrapper === null ? 0 : Number.parseFloat(wrapper.style.top) - (scrollerOf(element)?.scrollTop ?? 0)
  return new DOMRect(0, top, 600, wrapper === null ? 0 : ROW_PX)
}

function scrollHeightOf(element: Element): number {
  const rows = isScroller(element) ? element.querySelector<HTMLElement>('.rows > div') : null
  return rows === null ? 0 : Math.max(VIEW_PX, Number.parseFloat(rows.style.height))
}

function entryOf(target: Element): ResizeObserverEntry {
  return { target, contentRect: boxOf(target), borderBoxSize: [], contentBoxSize: [], devicePixelContentBoxSize: [] }
}

const tops = new WeakMap<Element, number>()

/** Lays the page out from now on, for as long as its document lives. */
export function layOut(): void {
  window.ResizeObserver = FakeResizeObserver
  Object.defineProperties(HTMLElement.prototype, {
    // NOTE: happy-dom has none, and who has none is not laid out.
    offsetParent: { configurable: true, get: () => document.body },
    scrollHeight: of((element) => scrollHeightOf(element)),
    clientHeight: of((element) => (isScroller(element) ? VIEW_PX : 0)),
    getBoundingClientRect: {
      configurable: true,
      value(this: Element) {
        return boxOf(this)
      },
    },
    scrollTop: {
      ...of((element) => tops.get(element) ?? 0),
      set(this: Element, top: number) {
        tops.set(this, Math.max(0, Math.min(top, scrollHeightOf(this) - VIEW_PX)))
      },
    },
  })
}

function of(measured: (element: Element) => number): PropertyDescriptor {
  return {
    configurable: true,
    get(this: Element) {
      return measured(this)
    },
  }
}
