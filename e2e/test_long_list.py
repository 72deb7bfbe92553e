"""A list of thousands of messages: read in any place, by any means, on a desk and on a phone."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.waiting import until
from e2e.wire_client import WireClient

COUNT = 1_200
PAST = [f"past {number}" for number in range(COUNT)]
# Less is how a browser rounds what is measured above (`STILL_PX` in `client/src/ui/readingPlace.ts`).
HALF_A_PIXEL = 0.5
TO_NEWEST = re.compile(r"new message|Newest messages")

FIRST_IN_VIEW = """(log) => {
  const { top } = log.getBoundingClientRect()
  const row = [...log.querySelectorAll('[data-row]')].find((one) => one.getBoundingClientRect().bottom > top)
  return [row.querySelector('.body').textContent, Math.round(row.getBoundingClientRect().bottom - top)]
}"""

IN_VIEW = """(log) => {
  const { top, bottom } = log.getBoundingClientRect()
  const isInView = (box) => box.bottom > top && box.top < bottom
  const rows = [...log.querySelectorAll('[data-row]')].filter((row) => isInView(row.getBoundingClientRect()))
  return rows.map((row) => row.querySelector('.body').textContent)
}"""

# What was scrolled to is measured, and drawn as it was measured.
FRAMES = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))
})"""


@pytest.fixture(params=["desk", "phone"])
def reader(
    request: pytest.FixtureRequest, open_page: Callable[..., Page], playwright: Playwright, server: ServerProcess
) -> RoomPage:
    """Somebody on a wide page, and on a narrow one that is touched."""
    options: dict[str, Any] = {}
    if request.param == "phone":
        options = {
            name: value for name, value in playwright.devices["Pixel 7"].items() if name != "default_browser_type"
        }
    return RoomPage(open_page(**options), server.url)


def rows(reader: RoomPage) -> Locator:
    """Return the messages that are in the document."""
    return reader.log.get_by_role("article")


def message(reader: RoomPage, body: str) -> Locator:
    """Return the row of a message."""
    return reader.log.get_by_role("article").filter(has=reader.page.get_by_text(body, exact=True))


def hide(page: Page, hidden: bool) -> None:
    """Let the page believe that its tab went out of sight, or came back."""
    page.evaluate(
        """(hidden) => {
          const get = () => hidden ? 'hidden' : 'visible'
          Object.defineProperty(document, 'visibilityState', { configurable: true, get })
          document.dispatchEvent(new Event('visibilitychange'))
        }""",
        hidden,
    )


def load_everything(reader: RoomPage) -> None:
    """Scroll up until there is nothing older."""
    start = reader.log.get_by_text("Start of the conversation")

    def is_at_start() -> bool:
        reader.scroll_to_top()
        return start.is_visible()

    until(is_at_start, "the start of the conversation", seconds=60)
    # What came in last stands above what was read.
    reader.scroll_to_top()


def test_a_long_list_is_walked_without_a_gap(reader: RoomPage, server: ServerProcess, item: str) -> None:
    """RE6: Every message is seen once on the way down, and only a few are in the document at a time."""
    with WireClient(server.port, item) as past:
        past.say(*PAST)
    reader.join(item)
    load_everything(reader)
    expect(reader.log.get_by_text("past 0", exact=True)).to_be_in_viewport()
    seen: list[str] = []
    for _ in range(COUNT):
        assert rows(reader).count() < 400
        seen += [body for body in reader.log.evaluate(IN_VIEW) if body not in seen]
        if reader.log.evaluate("(log) => log.scrollHeight - log.scrollTop - log.clientHeight < 2"):
            break
        reader.log.evaluate("(log) => log.scrollBy(0, log.clientHeight / 2)")
        reader.log.evaluate(FRAMES)
    assert seen == PAST


def test_nothing_moves_in_a_long_list(reader: RoomPage, server: ServerProcess, item: str) -> None:
    """Pages above, messages below and another width leave the same line under the reader's eyes."""
    with WireClient(server.port, item) as company:
        company.say(*PAST)
        reader.join(item)
        for _ in range(6):
            reader.scroll_to_top()
        expect(reader.page.get_by_role("button", name=TO_NEWEST)).to_be_visible()
        reader.log.evaluate("(log) => log.scrollTo(0, log.scrollHeight / 2)")
        expect(reader.log).to_have_attribute("aria-busy", "false")
        before = until(lambda: steady(reader), "a list that stands still")
        company.say("new one", "new two", "new three")
        expect(reader.page.get_by_role("button", name="3 new messages")).to_be_visible()
        assert reader.log.evaluate(FIRST_IN_VIEW) == before
        size = reader.page.viewport_size
        assert size is not None
        reader.page.set_viewport_size({"width": size["width"] - 60, "height": size["height"] - 200})
        until(lambda: reader.log.evaluate(FIRST_IN_VIEW)[0] == before[0], "the same line")
        reader.page.get_by_role("button", name="3 new messages").click()
        expect(reader.log.get_by_text("new three", exact=True)).to_be_in_viewport()
        company.say("new four")
        expect(reader.log.get_by_text("new four", exact=True)).to_be_in_viewport()


def steady(reader: RoomPage) -> list[Any] | None:
    """Return the first line in view once it stays where it is for some frames."""
    first: list[Any] = reader.log.evaluate(FIRST_IN_VIEW)
    reader.log.evaluate(FRAMES)
    return first if reader.log.evaluate(FIRST_IN_VIEW) == first else None


def test_a_line_marks_what_is_new_after_the_tab_was_away(reader: RoomPage, server: ServerProcess, item: str) -> None:
    """It stands where reading stopped, a button leads to it, and it fades once somebody has read on."""
    line = reader.log.get_by_role("separator", name="New messages")
    jump = reader.page.get_by_role("button", name="First new message")
    with WireClient(server.port, item) as company:
        company.say(*PAST[:100])
        reader.join(item)
        reader.expect_messages(["past 99"])
        expect(line).to_have_count(0)
        hide(reader.page, True)
        company.say(*(f"news {number}" for number in range(60)))
        reader.expect_messages(["news 59"])
        hide(reader.page, False)
        expect(reader.log.get_by_text("news 59", exact=True)).to_be_in_viewport()
        jump.click()
        expect(line).to_be_in_viewport()
        expect(reader.log.get_by_text("news 0", exact=True)).to_be_in_viewport()
        above = reader.log.get_by_text("past 99", exact=True)
        expect(above).to_be_in_viewport()
        assert top_of(above) < top_of(line) < top_of(reader.log.get_by_text("news 0", exact=True))
        place = top_of(above)
        company.say("and one more")
        expect(reader.page.get_by_role("button", name="1 new message")).to_be_visible()
        assert top_of(above) == pytest.approx(place, abs=HALF_A_PIXEL)
    reader.say("I have read it")
    expect(reader.log.get_by_text("I have read it", exact=True)).to_be_in_viewport()
    expect(line).to_have_count(0)


def test_a_line_marks_what_is_new_below_who_reads_above(reader: RoomPage, server: ServerProcess, item: str) -> None:
    """It stands where the list was left, and stays calm until it has been seen for a while with the end."""
    line = reader.log.get_by_role("separator", name="New messages")
    with WireClient(server.port, item) as company:
        company.say(*PAST[:100])
        reader.join(item)
        reader.expect_messages(["past 99"])
        reader.log.evaluate("(log) => log.scrollBy(0, -600)")
        to_newest = reader.page.get_by_role("button", name=TO_NEWEST)
        expect(to_newest).to_be_visible()
        company.say("news 0", "news 1")
        expect(to_newest).to_have_accessible_name("2 new messages")
        to_newest.click()
        expect(line).to_be_in_viewport()
        place = top_of(reader.log.get_by_text("news 0", exact=True))
        expect(line).to_have_class("unread-line read")
        assert top_of(reader.log.get_by_text("news 0", exact=True)) == pytest.approx(place, abs=HALF_A_PIXEL)


def top_of(locator: Locator) -> float:
    """Return how far down the page something is."""
    box = locator.bounding_box()
    assert box is not None
    return box["y"]


def test_the_arrow_keys_walk_from_message_to_message(reader: RoomPage, server: ServerProcess, item: str) -> None:
    """Home and End too, and the row with the focus stays however far the list is scrolled."""
    with WireClient(server.port, item) as past:
        past.say(*PAST[:700])
    reader.join(item)
    load_everything(reader)
    keyboard = reader.page.keyboard
    reader.log.focus()
    keyboard.press("End")
    expect(message(reader, "past 699")).to_be_focused()
    for number in (698, 697, 696):
        keyboard.press("ArrowUp")
        expect(message(reader, f"past {number}")).to_be_focused()
    keyboard.press("ArrowDown")
    expect(message(reader, "past 697")).to_be_focused()
    keyboard.press("Home")
    expect(message(reader, "past 0")).to_be_focused()
    expect(message(reader, "past 0")).to_be_in_viewport()
    keyboard.press("ArrowDown")
    expect(message(reader, "past 1")).to_be_focused()
    reader.log.evaluate("(log) => log.scrollTo(0, log.scrollHeight)")
    expect(reader.log.get_by_text("past 699", exact=True)).to_be_in_viewport()
    expect(message(reader, "past 1")).to_be_focused()
    keyboard.press("ArrowDown")
    expect(message(reader, "past 2")).to_be_focused()
    expect(message(reader, "past 2")).to_be_in_viewport()


def test_only_what_is_new_is_read_out(reader: RoomPage, server: ServerProcess, item: str) -> None:
    """A screen reader hears each new message of others once, and nothing of what is loaded or scrolled into view."""
    heard = """() => {
      window.heard = []
      const live = () => [...document.querySelectorAll('[aria-live]')].filter((one) => one.ariaLive !== 'off')
      new MutationObserver((changes) => {
        for (const { target, addedNodes } of changes) {
          if (!live().some((region) => region.contains(target))) continue
          window.heard.push(...[...addedNodes].map((node) => node.textContent))
        }
      }).observe(document.body, { subtree: true, childList: true })
    }"""
    with WireClient(server.port, item) as company:
        company.say(*PAST[:600])
        reader.join(item)
        reader.page.evaluate(heard)
        expect(reader.log).to_have_attribute("aria-live", "off")
        load_everything(reader)
        company.say("hear me")
        until(lambda: reader.page.evaluate("window.heard.length"), "what is read out")
        reader.say("mine")
        expect(reader.log.get_by_text("mine", exact=True)).to_be_visible()
        reader.scroll_to_top()
        expect(reader.log.get_by_text("past 0", exact=True)).to_be_in_viewport()
        said = [
            text
            for text in reader.page.evaluate("window.heard")
            if "hear me" in text or "past" in text or "mine" in text
        ]
    assert said == [f"Client #{company.client_id}: hear me"]


def test_a_crowd_that_comes_and_goes_is_one_line(reader: RoomPage, server: ServerProcess, item: str) -> None:
    """A few are named one by one; more that stand together are counted, and named when the line is opened."""
    reader.join(item)
    with ExitStack() as crowd:
        people = [crowd.enter_context(WireClient(server.port, item)) for _ in range(5)]
        summary = reader.log.get_by_text(re.compile(r"^5 people joined"))
        expect(summary).to_be_visible()
        name = reader.log.get_by_text(f"Client #{people[4].client_id} joined the chat", exact=True)
        expect(name).to_be_hidden()
        summary.click()
        expect(name).to_be_visible()
        people[0].say("here we are")
        reader.expect_messages(["here we are"])
    expect(reader.log.get_by_text(re.compile("^5 people left$"))).to_be_visible()


def test_code_is_drawn_as_code(reader: RoomPage, server: ServerProcess, item: str) -> None:
    """Spans and blocks keep every space, and the widest block scrolls within itself."""
    reader.join(item)
    block = "def f():\n    return " + "1 + " * 200 + "1"
    reader.say("try `a  <b>` now")
    with WireClient(server.port, item) as company:
        company.say(f"```py\n{block}\n```")
    spans = reader.log.get_by_role("code")
    expect(spans).to_have_count(2)
    assert spans.all_inner_texts() == ["a  <b>", block]
    assert spans.nth(1).evaluate("(code) => code.scrollWidth > code.clientWidth")
    assert reader.log.evaluate("(log) => log.scrollWidth <= log.clientWidth")


def test_the_mark_of_delivery_stays_beside_the_text(reader: RoomPage, item: str) -> None:
    """However long the last line is, the mark takes up no line of its own."""
    reader.join(item)
    for length in range(40, 100, 6):
        reader.say("W" * length)
    expect(reader.log.get_by_title("Sent", exact=True)).to_have_count(10)
    alone = """(log) => [...log.querySelectorAll('.said')].filter((said) => {
      const [body, sign] = [said.querySelector('.body'), said.querySelector('.sign')]
      return sign.getBoundingClientRect().top >= body.getBoundingClientRect().bottom - 2
    }).length"""
    assert reader.log.evaluate(alone) == 0


def test_a_time_says_how_long_ago_it_was(reader: RoomPage, item: str) -> None:
    """And the whole of it on hover; a day has its date there."""
    reader.join(item)
    reader.say("just said")
    now, today = reader.log.get_by_text("now", exact=True), reader.log.get_by_text("Today", exact=True)
    now.hover()
    expect(now).to_have_attribute("title", re.compile(r"20\d\d.*\d:\d\d:\d\d"))
    today.hover()
    expect(today).to_have_attribute("title", re.compile(r"\d{4}$"))
