"""A person at a page: what can be done there and what can be read, by roles and labels only."""

import re
from collections.abc import Sequence
from typing import Self
from urllib.parse import quote, urlencode

from playwright.sync_api import Locator, Page, expect

from e2e.waiting import until
from e2e.words import ENGLISH, Words

# A lost connection is retried after up to 20 s (CL1) when the first retries fail.
SLOW_MS = 30_000


def left(client_id: int) -> str:
    """Return the line that says in English that a client is gone."""
    return ENGLISH.left(client_id)


def joined(client_id: int) -> str:
    """Return the line that says in English that a client has come."""
    return ENGLISH.joined(client_id)


class RoomPage:
    """One tab of one person."""

    def __init__(self, page: Page, url: str, words: Words = ENGLISH) -> None:
        self.page = page
        self.url = url
        self.words = words
        self.log = page.get_by_role("log", name=words.messages)
        self.box = page.get_by_role("textbox", name=words.message, exact=True)
        self.item_field = page.get_by_label(words.item_id)
        self.token_field = page.get_by_label(words.token, exact=True)
        self.name_field = page.get_by_label(words.name)
        self.join_button = page.get_by_role("button", name=words.join, exact=True)

    def open(self) -> Self:
        """Open the form."""
        self.page.goto(self.url)
        return self

    def fill_form(self, item: str, token: str = "anything", name: str = "") -> None:
        """Fill the form and press Join; what comes of it is for the test to see."""
        self.item_field.fill(item)
        self.token_field.fill(token)
        self.name_field.fill(name)
        self.join_button.click()

    def join(self, item: str, token: str = "anything", name: str = "") -> Self:
        """Come in by the form."""
        self.open().fill_form(item, token, name)
        self.expect_connected()
        return self

    def follow_link(self, item: str, token: str = "anything") -> Self:
        """Come in by a link that carries item and token."""
        self.page.goto(f"{self.url}/#{urlencode({'item': item, 'token': token}, quote_via=quote)}")
        self.expect_connected()
        return self

    def reload(self) -> None:
        """Reload, and be back in the room."""
        self.page.reload()
        self.expect_connected()

    def duplicate(self) -> "RoomPage":
        """Open a second tab with a copy of this one's storage, as "Duplicate tab" does."""
        with self.page.expect_popup() as popup:
            self.page.evaluate("void window.open(location.href)")
        twin = RoomPage(popup.value, self.url, self.words)
        twin.expect_connected()
        return twin

    def say(self, *bodies: str) -> None:
        """Write messages, one after the other."""
        for body in bodies:
            self.box.fill(body)
            self.box.press("Enter")

    def scroll_to_top(self) -> None:
        """Scroll the messages up as far as they are loaded."""
        self.log.evaluate("(log) => log.scrollTo(0, 0)")

    def leave(self) -> None:
        """Leave by the button."""
        self.page.get_by_role("button", name=self.words.leave, exact=True).click()

    @property
    def client_id(self) -> int:
        """The client ID, as the page shows it."""
        pattern = re.compile(rf"^{self.words.your_id} ?(\d+)$")
        shown = pattern.match(self.page.get_by_text(pattern).inner_text())
        assert shown is not None
        return int(shown[1])

    def state(self, word: str) -> Locator:
        """Return the word for the state of the connection."""
        return self.page.get_by_role("status").filter(has_text=re.compile(f"^{word}$"))

    def expect_connected(self, timeout: float = SLOW_MS) -> None:
        """Wait for a connection, however many retries that takes."""
        expect(self.state(self.words.connected)).to_be_visible(timeout=timeout)

    def expect_lost(self) -> None:
        """Wait until the page knows that it has no connection."""
        expect(self.state(self.words.connected)).to_be_hidden(timeout=SLOW_MS)

    def come_online(self) -> None:
        """Let the browser say that the network is back, so that nobody waits for the next retry (CL1)."""
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def messages(self, bodies: Sequence[str]) -> Locator:
        """Return those messages that say one of these things."""
        return self.log.get_by_text(re.compile(f"^({'|'.join(map(re.escape, bodies))})$"))

    def expect_messages(self, bodies: Sequence[str]) -> None:
        """Expect each of these once, in this order."""
        expect(self.messages(bodies)).to_have_text(list(bodies), timeout=SLOW_MS)

    def expect_all_of(self, bodies: Sequence[str]) -> list[str]:
        """Expect each of these once, and return the order in which they stand."""

        def shown() -> list[str] | None:
            # A row that is new to the list is there and hidden until it is measured.
            found = self.messages(bodies).all_inner_texts()
            return found if sorted(found) == sorted(bodies) else None

        return until(shown, f"each of {bodies} once", seconds=SLOW_MS / 1_000)

    def expect_sending(self, count: int) -> None:
        """Expect so many messages to be on their way, and no more."""
        expect(self.log.get_by_title(self.words.sending, exact=True)).to_have_count(count, timeout=SLOW_MS)

    def expect_line(self, line: str) -> None:
        """Expect this line once."""
        expect(self.log.get_by_text(line, exact=True)).to_have_count(1, timeout=SLOW_MS)

    def coming_and_going(self) -> list[str]:
        """Return the lines about who came and who went, as they stand now."""
        return self.log.get_by_text(self.words.coming_and_going).all_inner_texts()
