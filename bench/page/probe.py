"""What listens in the page: paints, shifts, long tasks and frames, from its first moment on."""

from typing import Any

from playwright.sync_api import Page

from e2e.waiting import until

PROBE = """
globalThis.probe = { shift: 0, tasks: [], usableAt: null, gaps: [] }
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) probe.shift += value
}).observe({ type: 'layout-shift', buffered: true })
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) probe.tasks.push({ startTime, duration })
}).observe({ type: 'longtask', buffered: true })
const look = () => {
  if (document.activeElement?.matches('input, textarea')) probe.usableAt = performance.now()
  else requestAnimationFrame(look)
}
requestAnimationFrame(look)
"""
"""For an init script. A page is usable in the first frame in which one of its fields has the focus: its script has run
by then, and what is typed stands in the field."""

_IS_USABLE = "probe.usableAt !== null && performance.getEntriesByName('first-contentful-paint').length > 0"

_LOADED = """() => {
  const size = (kind) => performance.getEntriesByType('resource')
    .filter(({ name, initiatorType }) => name.includes('/assets/') && name.endsWith(kind) && initiatorType !== 'other')
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
  return {
    first_contentful_paint_ms: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    usable_ms: probe.usableAt,
    layout_shift: probe.shift,
    longest_task_ms: Math.max(0, ...probe.tasks.map(({ duration }) => duration)),
    script_bytes: size('.js'),
    style_bytes: size('.css'),
  }
}"""

_WATCH = """() => {
  Object.assign(probe, { tasks: [], gaps: [], watchedAt: performance.now(), isWatching: true })
  let last = performance.now()
  const frame = (now) => {
    probe.gaps.push(now - last)
    last = now
    if (probe.isWatching) requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}"""

_WATCHED = """() => {
  probe.isWatching = false
  const gaps = probe.gaps.slice(1).sort((a, b) => a - b)
  const at = (share) => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))] ?? 0
  return {
    seconds: (performance.now() - probe.watchedAt) / 1000,
    frames: gaps.length,
    frame_p50_ms: at(0.5),
    frame_p95_ms: at(0.95),
    frame_longest_ms: gaps.at(-1) ?? 0,
    long_tasks: probe.tasks.length,
    longest_task_ms: Math.max(0, ...probe.tasks.map(({ duration }) => duration)),
  }
}"""

Figures = dict[str, float]


def loaded(page: Page) -> Figures:
    """Return what was seen while the page was loaded, once one can use it."""
    until(lambda: page.evaluate(_IS_USABLE), "a page that can be used", seconds=60)
    return _figures(page.evaluate(_LOADED))


def watch(page: Page) -> None:
    """Forget what was seen so far, and count frames from now on."""
    page.evaluate(_WATCH)


def watched(page: Page) -> Figures:
    """Return what was seen since `watch`."""
    return _figures(page.evaluate(_WATCHED))


def _figures(found: dict[str, Any]) -> Figures:
    return {name: round(float(value), 3) for name, value in found.items()}
