"""Browsers that keep nothing for a page, or lack what others have: the room works, and says what a reload takes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from e2e.complaints import Complaints
from e2e.conftest import PersonAt
from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.surroundings import everywhere

NULL = "for (const name of ['sessionStorage', 'localStorage']) Object.defineProperty(window, name, { value: null })"
FORBIDDEN = """
for (const name of ['sessionStorage', 'localStorage'])
  Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError') } })
"""
# Web Storage, that throws at every write, as where nothing may be stored.
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
# What works while the page begins and throws at everything later.
THROWS_LATER = """
addEventListener('throw later', () => {
  const denied = () => { throw new DOMException('denied', 'SecurityError') }
  for (const name of ['getItem', 'setItem', 'removeItem', 'key']) Storage.prototype[name] = denied
})
"""
MISSING = {
    "serviceWorker": "delete Navigator.prototype.serviceWorker",
    "serviceWorker that throws": "Object.defineProperty(Navigator.prototype, 'serviceWorker', "
    "{ get() { throw new DOMException('denied', 'SecurityError') } })",
    "locks": "delete Navigator.prototype.locks",
    "locks that are null": "Object.defineProperty(Navigator.prototype, 'locks', { value: null })",
    "locks that throw": "LockManager.prototype.request = () => { throw new DOMException('denied', 'SecurityError') }",
    "BroadcastChannel": "delete Navigator.prototype.locks; delete window.BroadcastChannel",
    "BroadcastChannel that throws": "delete Navigator.prototype.locks; window.BroadcastChannel = class "
    "{ constructor() { throw new DOMException('denied', 'SecurityError') } }",
    "indexedDB, caches and Notification": "for (const name of ['indexedDB', 'caches', 'Notification']) "
    "{ delete window[name]; Object.defineProperty(window, name, { value: undefined }) }",
    "matchMedia": "delete window.matchMedia; window.matchMedia = undefined",
}


def converse(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """Let both say something, and read it."""
    alice.join(item)
    bob.join(item)
    alice.say("from alice")
    bob.say("from bob")
    for person in (alice, bob):
        person.expect_all_of(["from alice", "from bob"])


@everywhere
@pytest.mark.parametrize("storage", [NULL, FORBIDDEN], ids=["null", "forbidden"])
def test_the_room_works_without_storage_and_says_what_is_not_kept(
    alice: RoomPage, bob: RoomPage, item: str, storage: str
) -> None:
    """CL18: No storage, as in Firefox with it off and in many a web view, is no white page."""
    alice.page.add_init_script(storage)
    converse(alice, bob, item)
    note = alice.page.get_by_text(alice.words.keeps_nothing)
    expect(note).to_be_visible()
    alice.page.get_by_role("button", name=alice.words.understood).click()
    expect(note).to_be_hidden()
    alice.page.reload()
    expect(alice.join_button).to_be_visible()


def test_a_full_storage_holds_what_it_can_for_as_long_as_the_page_lives(
    alice: RoomPage, bob: RoomPage, item: str
) -> None:
    """CL18: What the browser does not take is said once."""
    alice.page.add_init_script(FULL)
    converse(alice, bob, item)
    expect(alice.page.get_by_text("This browser has no more room for this page")).to_be_visible()


def test_storage_that_throws_later_ends_nothing(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CL18: Site data may be blocked while the page is open."""
    alice.page.add_init_script(THROWS_LATER)
    converse(alice, bob, item)
    alice.page.evaluate("dispatchEvent(new Event('throw later'))")
    alice.say("and on")
    bob.expect_messages(["and on"])
    expect(alice.page.get_by_text("This browser has no more room for this page")).to_be_visible()
    alice.leave()
    expect(alice.join_button).to_be_visible()


@pytest.mark.parametrize("script", MISSING.values(), ids=MISSING)
def test_the_room_works_where_the_browser_lacks(alice: RoomPage, bob: RoomPage, item: str, script: str) -> None:
    """CL18: Nothing that only some pages may use is needed."""
    alice.page.add_init_script(script)
    converse(alice, bob, item)


def answer_with(status: int, body: str) -> Callable[[Route], None]:
    """Return what answers in the place of the page's script."""
    return lambda route: route.fulfill(status=status, body=body, content_type="text/javascript")


@pytest.mark.parametrize(
    "answer",
    [answer_with(404, ""), answer_with(200, "throw new Error('early')"), answer_with(200, "a syntax of tomorrow")],
    ids=["gone", "throws", "not understood"],
)
def test_a_fault_before_the_first_drawing_leaves_words(
    open_page: Callable[..., Page], server: ServerProcess, complaints: Complaints, answer: Callable[[Route], None]
) -> None:
    """CL18: A page that cannot begin is no white page."""
    for kind in (r"404", r"early", r"SyntaxError|Unexpected identifier"):
        complaints.expect(kind)
    page = open_page()
    page.route("**/assets/page-*.js", answer)
    page.goto(server.url)
    expect(page.get_by_text("The page could not begin.")).to_be_visible()
    page.unroute_all()
    page.get_by_role("link", name="Reload the page").click()
    expect(page.get_by_role("heading", name="Join a room")).to_be_visible()
    expect(page.get_by_text("The page could not begin.")).to_be_hidden()


@pytest.mark.parametrize("lack", ["delete Array.prototype.toReversed", "delete Intl.Segmenter"])
def test_a_browser_that_is_too_old_gets_a_sentence(person_at: PersonAt, server: ServerProcess, lack: str) -> None:
    """CL18: It says which browsers are supported."""
    page = person_at(server.url).page
    page.add_init_script(lack)
    page.goto(server.url)
    expect(page.get_by_text("This browser is too old for Parley")).to_be_visible()
