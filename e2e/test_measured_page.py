"""What `npm run measure:page` says of the page is what happened there."""

import gzip
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from bench.page import measure, report
from bench.page.probe import PROBE, loaded, watch, watched
from e2e.server_process import ROOT, ServerProcess

# It stands still for 200 ms, is usable after that and not before, and then moves what was shown.
_PAGE = """<!doctype html><p>Shown first</p><input id="field">
<script>
  const stand = (ms) => { for (const until = performance.now() + ms; performance.now() < until;); }
  setTimeout(() => {
    stand(200)
    document.getElementById('field').focus()
    const wedge = document.createElement('div')
    wedge.style.height = '200px'
    document.body.prepend(wedge)
  }, 100)
</script>"""


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page that does what is known."""
    page = open_page()
    page.add_init_script(PROBE)
    page.route("**", lambda route: route.fulfill(body=_PAGE, content_type="text/html"))
    page.goto("http://127.0.0.1/")
    return page


def test_the_probe_sees_what_loading_costs(page: Page) -> None:
    """The task and the shift are counted, and the field is usable only after the script has set it so."""
    figures = loaded(page)
    assert figures["longest_task_ms"] >= 200
    assert figures["usable_ms"] >= 300
    assert figures["layout_shift"] > 0.01
    assert figures["first_contentful_paint_ms"] > 0


def test_the_probe_sees_frames_that_come_late(page: Page) -> None:
    """Of what comes after `watch`, and of nothing before it."""
    loaded(page)
    watch(page)
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => { stand(300); requestAnimationFrame(drawn) }))")
    figures = watched(page)
    assert figures["longest_task_ms"] >= 300
    assert figures["frame_longest_ms"] >= 280  # From one frame to the next, and the first may have been late.
    assert figures["long_tasks"] >= 1


def test_the_real_page_is_measured(browser: Browser, server: ServerProcess) -> None:
    """The bytes are those of the build, as the server compresses them; every figure has its place in the report."""
    form = measure.load(browser, server.url, 1, slowed=False)
    room = measure.open_room(browser, server, 1)
    arriving = measure.arrive(browser, server, 50)
    scrolling = measure.scroll(browser, server, 200)
    scripts = re.findall(r'src="/(assets/[^"]+\.js)"', (ROOT / "client" / "dist" / "index.html").read_text("utf-8"))
    sizes = [len(gzip.compress((ROOT / "client" / "dist" / path).read_bytes(), mtime=0)) for path in scripts]
    assert form["script_bytes"] >= sum(sizes)
    assert form["layout_shift"] < 0.1
    figures = {"form": form, "form_slowed": form, "room": room, "arriving": arriving, "scrolling": scrolling}
    measured = {"at": "now", "runs": 1, "browser": "1", "processor": "one", "cores": 2, "memory_gib": 3}
    written = report.text(measured, figures)
    assert f"{form['script_bytes'] / 1000:.1f} kB of JavaScript" in written
    assert "50 messages of others" in written
