"""Every state of the page is for everybody: axe finds nothing, nothing is cut, nothing moves unasked."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.complaints import PAGE_FAULT, Complaints
from e2e.conftest import StartServer
from e2e.message_row import MessageRow
from e2e.server_process import ROOT
from e2e.states import STATES, Scene
from e2e.states.devices import DESK, NARROW
from e2e.states.scene import speak
from e2e.translator import TEXTS_BESIDE_OTHERS
from e2e.words import CHINESE, ENGLISH, LANGUAGES, Words

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

MakeScene = Callable[[dict[str, Any], Words], Scene]

# What reaches out of the page on either side, and what is cut without a way to read the rest.
_CUT = """() => [...document.querySelectorAll('body *')].filter((element) => {
  const style = getComputedStyle(element)
  const box = element.getBoundingClientRect()
  const isShown = box.width > 1 && box.height > 1 && style.visibility === 'visible' && style.clipPath === 'none'
  const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '')
  if (!isShown || !hasText || element.closest('.sr-only, [inert], option')) return false
  const isOutside = box.left < -0.5 || box.right > innerWidth + 0.5
  const isScrolled = ['auto', 'scroll'].includes(style.overflowX) && element.tabIndex === 0
  const isCut = style.overflowX !== 'visible' && !isScrolled && element.scrollWidth > element.clientWidth + 1
  return isOutside || (isCut && element.closest('[title]') === null)
}).map((element) => element.outerHTML.slice(0, 200))"""

_MOVES = """() => [...document.querySelectorAll('*')].filter((element) => {
  const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element)
  const lasts = (durations) => durations.split(', ').some((each) => parseFloat(each) > 0)
  return lasts(transitionDuration) || lasts(animationDuration) || scrollBehavior === 'smooth'
}).map((element) => element.outerHTML.slice(0, 200))"""


@pytest.fixture
def make_scene(
    open_page: Callable[..., Page], start_shared_server: StartServer, complaints: Complaints
) -> Iterator[MakeScene]:
    """Put a person before a page that carries axe: an init script is no concern of the security policy."""
    complaints.expect_lost_network()
    complaints.expect(PAGE_FAULT)
    with ExitStack() as stack:

        def make(device: dict[str, Any], words: Words) -> Scene:
            page = open_page(**device, locale=words.locale)
            page.add_init_script(path=AXE)
            return Scene(stack, lambda settings: start_shared_server(dict(settings)), page, words)

        yield make


def expect_no_violations(page: Page) -> None:
    """Ask axe what is wrong with the page as it stands; and translating it takes nothing away."""
    ask_axe(page)
    # CL17: a browser that translates the page takes nothing away that is changed by itself.
    assert page.evaluate(TEXTS_BESIDE_OTHERS) == []


def ask_axe(page: Page) -> None:
    """Expect that axe finds nothing wrong with the page as it stands."""
    report: dict[str, Any] = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    found = [
        f"{violation['id']}: {node['html']}\n  {node['failureSummary']}"
        for violation in report["violations"]
        for node in violation["nodes"]
    ]
    assert not found, "\n".join(found)
    assert len(report["passes"]) > 10


def expect_nothing_cut(page: Page) -> None:
    """See that the page has no second width, and that every text on it can be read."""
    # What follows the window's size does so with the next frame.
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())))")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    assert page.evaluate(_CUT) == []


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing(make_scene: MakeScene, name: str) -> None:
    """In light and in dark, in both languages; at twice the size of everything, and of letters, nothing is cut."""
    scene = make_scene(DESK, ENGLISH)
    STATES[name](scene)
    page = scene.me.page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        expect_no_violations(page)
    assert page.evaluate(_MOVES) == []
    speak(page, CHINESE)
    expect_no_violations(page)
    speak(page, ENGLISH)
    page.set_viewport_size({"width": 640, "height": 512})
    expect_nothing_cut(page)
    page.set_viewport_size({"width": 1280, "height": 1024})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    expect_nothing_cut(page)


@pytest.mark.parametrize("name", STATES)
def test_nothing_is_cut_on_the_narrowest_page(make_scene: MakeScene, name: str) -> None:
    """By touch, 320 px wide, in both languages; axe finds nothing there either, in light and in dark."""
    scene = make_scene(NARROW, CHINESE)
    STATES[name](scene)
    page = scene.me.page
    expect_nothing_cut(page)
    expect_no_violations(page)
    speak(page, ENGLISH)
    page.emulate_media(color_scheme="dark")
    expect_nothing_cut(page)
    expect_no_violations(page)


def test_the_longest_name_takes_one_line_on_the_narrowest_page(make_scene: MakeScene) -> None:
    """Over the message box and in a result of the search, where it would push away what it belongs to."""
    scene = make_scene(NARROW, ENGLISH)
    name = "W" * 64
    scene.stays(name).say("needle")
    me = scene.me.join(scene.item, name="Noor")
    MessageRow(me, "needle").act(ENGLISH.reply)
    asked = me.page.get_by_role("status").filter(has_text=name)
    expect(asked).to_be_visible()
    assert asked.evaluate("(line) => line.clientHeight < 2 * parseFloat(getComputedStyle(line).lineHeight)")
    me.page.get_by_role("button", name=ENGLISH.search, exact=True).click()
    me.page.get_by_role("searchbox").fill("needle")
    result = me.page.get_by_role("dialog").get_by_role("listitem")
    expect(result).to_have_count(1)
    assert result.locator("strong").evaluate("(name) => name.clientHeight < 40")


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_axe_finds_nothing_where_no_page_is(make_scene: MakeScene, complaints: Complaints, words: Words) -> None:
    """HT1: A browser at a wrong address gets a page in its language, in light and in dark, with the way to the form."""
    complaints.expect("404")
    scene = make_scene(NARROW, words)
    page = scene.me.page
    page.goto(f"{scene.server.url}/orders/7")
    expect(page.locator("html")).to_have_attribute("lang", words.tag)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        ask_axe(page)
    expect_nothing_cut(page)
    page.get_by_role("link").click()
    expect(page.get_by_role("button", name=words.join)).to_be_visible()
