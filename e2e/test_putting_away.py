"""A page that the browser puts away: it has left its room, and comes back to it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from e2e.complaints import Complaints
from e2e.room_page import RoomPage, joined, left
from e2e.server_process import ServerProcess

NO_CACHE_IN_THIS_BROWSER = "BackForwardCacheDisabledForDelegate"


@pytest.fixture
def caching_page(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], complaints: Complaints
) -> Iterator[Page]:
    """A page of a browser whose back/forward cache is on; Playwright turns it off otherwise."""
    browser: Browser = browser_type.launch(
        **browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"]
    )
    context = browser.new_context(locale="en-GB")
    complaints.listen(context)
    yield context.new_page()
    browser.close()


def reasons_against_the_cache(page: Page) -> list[str]:
    """Return a list that fills with the browser's reasons for not having kept a page."""
    reasons: list[str] = []
    devtools = page.context.new_cdp_session(page)
    devtools.on(
        "Page.backForwardCacheNotUsed",
        lambda event: reasons.extend(one["reason"] for one in event["notRestoredExplanations"]),
    )
    devtools.send("Page.enable")
    return reasons


def expect_back(alice: RoomPage, bob: RoomPage, client_id: int) -> None:
    """See that somebody who was gone is here again as the same client, and has missed nothing."""
    alice.expect_messages(["while you were out"])
    assert alice.client_id == client_id
    expect(bob.log.get_by_text(joined(client_id), exact=True)).to_have_count(2)
    alice.say("back again")
    bob.expect_messages(["while you were out", "back again"])


def test_the_back_forward_cache_leaves_the_room_and_comes_back(
    caching_page: Page, open_page: Callable[..., Page], hasty_server: ServerProcess, item: str
) -> None:
    """CL12, PR4: A page that the browser puts away has left; going back resumes, and nothing in it bars the cache."""
    bob = RoomPage(open_page(), hasty_server.url).join(item)
    alice = RoomPage(caching_page, hasty_server.url).join(item)
    client_id = alice.client_id
    reasons = reasons_against_the_cache(caching_page)
    caching_page.evaluate("addEventListener('pageshow', (event) => { window.wasKept = event.persisted })")
    caching_page.goto("about:blank")
    bob.expect_line(left(client_id))
    bob.say("while you were out")
    caching_page.go_back(wait_until="commit")
    expect_back(alice, bob, client_id)
    # Chromium's headless shell has no such cache at all: there the page was loaded anew.
    assert caching_page.evaluate("window.wasKept === true") or NO_CACHE_IN_THIS_BROWSER in reasons, reasons


def test_a_page_that_is_put_away_leaves_the_room_and_comes_back(
    open_page: Callable[..., Page], hasty_server: ServerProcess, item: str
) -> None:
    """CL12, PR4: The same by the two events alone, which every browser has."""
    bob, alice = (RoomPage(open_page(), hasty_server.url).join(item) for _ in range(2))
    client_id = alice.client_id
    alice.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    bob.expect_line(left(client_id))
    bob.say("while you were out")
    alice.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect_back(alice, bob, client_id)
