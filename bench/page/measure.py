"""What is done to the page while it is measured."""

import time
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from bench.page.probe import PROBE, Figures, loaded, watch, watched
from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.waiting import until
from e2e.wire_client import WireClient

# A phone of the middle class on a line of the lower: what Lighthouse calls slow 4G, and four times slower.
_SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 204_800, "uploadThroughput": 93_750}
_SLOW_PROCESSOR = 4

_BATCH = 25
_ARRIVE_SECONDS = 5
_SCROLLED_FRAMES = 300

# One step in each frame, upwards, as a wheel does that does not rest.
_SCROLL = """([log, frames]) => new Promise((done) => {
  const step = (left) => {
    log.scrollTop -= 300
    if (left > 0) requestAnimationFrame(() => step(left - 1))
    else done()
  }
  step(frames)
})"""

_LAST_LINE = "(text) => document.querySelector('[role=log]').textContent.slice(-1_000).includes(text)"


def load(browser: Browser, url: str, runs: int, *, slowed: bool) -> Figures:
    """Load the form for the first time, so often; return the median of each figure."""
    return _medians([_load_once(browser, url, slowed) for _ in range(runs)])


def open_room(browser: Browser, server: ServerProcess, runs: int) -> Figures:
    """Reload a room of a hundred messages, so often; return the median of each figure."""
    with WireClient(server.port, "measured") as past:
        past.say(*(_text(number) for number in range(100)))
    page = _new_page(browser)
    RoomPage(page, server.url).join("measured")
    found = []
    for _ in range(runs):
        RoomPage(page, server.url).reload()
        found.append(loaded(page))
    page.context.close()
    return _medians(found)


def arrive(browser: Browser, server: ServerProcess, entries: int) -> Figures:
    """Let entries arrive within five seconds, before somebody who reads the newest."""
    page = _new_page(browser)
    RoomPage(page, server.url).join("busy")
    watch(page)
    _say_evenly(page, server, entries)
    figures = watched(page)
    page.context.close()
    return {**figures, "entries": entries}


def scroll(browser: Browser, server: ServerProcess, entries: int) -> Figures:
    """Let a list grow while it is open, then scroll it up, frame by frame."""
    page = _new_page(browser)
    person = RoomPage(page, server.url).join("long")
    with WireClient(server.port, "long") as others:
        for start in range(0, entries, 1_000):
            others.say(*(_text(number) for number in range(start, min(entries, start + 1_000))))
    _wait_for(page, _text(entries - 1))
    rows = page.evaluate("document.querySelectorAll('[data-row]').length")
    # What is kept, and not what nobody has collected yet.
    page.context.new_cdp_session(page).send("HeapProfiler.collectGarbage")
    heap = page.evaluate("performance.memory.usedJSHeapSize / 2 ** 20")
    watch(page)
    page.evaluate(_SCROLL, [person.log.element_handle(), _SCROLLED_FRAMES])
    figures = watched(page)
    page.context.close()
    return {**figures, "entries": entries, "rows_in_page": rows, "heap_mib": round(heap, 1)}


def _say_evenly(page: Page, server: ServerProcess, entries: int) -> None:
    with WireClient(server.port, "busy") as others:
        began = time.monotonic()
        for start in range(0, entries, _BATCH):
            time.sleep(max(0, began + _ARRIVE_SECONDS * start / entries - time.monotonic()))
            others.say(*(_text(number) for number in range(start, min(entries, start + _BATCH))))
    _wait_for(page, _text(entries - 1))


def _load_once(browser: Browser, url: str, slowed: bool) -> Figures:
    page = _new_page(browser)
    if slowed:
        session = page.context.new_cdp_session(page)
        session.send("Network.emulateNetworkConditions", _SLOW_LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOW_PROCESSOR})
    page.goto(url)
    figures = loaded(page)
    page.context.close()
    return figures


def _new_page(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 1080, "height": 680}, locale="en-GB")
    page = context.new_page()
    page.add_init_script(PROBE)
    return page


# Asked seldom and by hand: what looks through a long list for a test costs the page more than the list does.
def _wait_for(page: Page, text: str) -> None:
    until(lambda: page.evaluate(_LAST_LINE, text), "the last message", seconds=600, pause_seconds=0.25)


def _text(number: int) -> str:
    return f"What was said, number {number}, which is about as long as a message is."


def _medians(found: list[Figures]) -> dict[str, Any]:
    return {name: median(figures[name] for figures in found) for name in found[0]}
