"""A list of thousands of messages, read in any place and by any means."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.several_rooms import look
from e2e.surroundings import both_ways, everywhere
from e2e.waiting import until
from e2e.wire_client import WireClient

COUNT = 700
PAST = [f"past {number}" for number in range(COUNT)]
# Less is how a browser rounds what is measured above (`STILL_PX` in `client/src/ui/readingPlace.ts`).
HALF_A_PIXEL = 0.5

# Nothing for a frame, after a jump to where no row was drawn yet.
FIRST_IN_VIEW = """(log) => {
  const { top } = log.getBoundingClientRect()
  const row = [...log.querySelectorAll('[data-row]')].find((one) => one.getBoundingClientRect().bottom > top)
  return row ? [row.querySelector('.body').textContent, Math.round(row.getBoundingClientRect().bottom - top)] : []
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


def rows(reader: RoomPage) -> Locator:
    """Return the messages that are in the document."""
    return reader.log.get_by_role("article")


def message(reader: RoomPage, body: str) -> Locator:
    """Return the row of a message."""
    return reader.log.get_by_role("article").filter(has=reader.page.get_by_text(body, exact=True))


def load_everything(reader: RoomPage) -> None:
    """Scroll up until there is nothing older."""
    start = reader.log.get_by_text(reader.words.start)

    def is_at_start() -> bool:
        reader.scroll_to_top()
        return start.is_visible()

    until(is_at_start, "the start of the conversation", seconds=60)
    # What came in last stands above what was read.
    reader.scroll_to_top()


@everywhere
def test_a_long_list_is_walked_without_a_gap(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """RE6: Every message is seen once on the way down, and only a few are in the document at a time."""
    with WireClient(server.port, item) as past:
        past.say(*PAST)
    alice.join(item)
    load_everything(alice)
    expect(alice.log.get_by_text("past 0", exact=True)).to_be_in_viewport()
    seen: list[str] = []
    for _ in range(COUNT):
        assert rows(alice).count() < 200
        seen += [body for body in alice.log.evaluate(IN_VIEW) if body not in seen]
        if alice.log.evaluate("(log) => log.scrollHeight - log.scrollTop - log.clientHeight < 2"):
            break
        alice.log.evaluate("(log) => log.scrollBy(0, log.clientHeight / 2)")
        alice.log.evaluate(FRAMES)
    assert seen == PAST


@everywhere
def test_nothing_moves_in_a_long_list(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """Pages above, messages below and another width leave the same line under the alice's eyes."""
    with WireClient(server.port, item) as company:
        company.say(*PAST)
        alice.join(item)
        for _ in range(6):
            alice.scroll_to_top()
        expect(alice.page.get_by_role("button", name=alice.words.newest)).to_be_visible()
        alice.log.evaluate("(log) => log.scrollTo(0, log.scrollHeight / 2)")
        expect(alice.log).to_have_attribute("aria-busy", "false")
        before = until(lambda: steady(alice), "a list that stands still")
        company.say("new one", "new two", "new three")
        expect(alice.page.get_by_role("button", name=alice.words.new_messages(3))).to_be_visible()
        assert alice.log.evaluate(FIRST_IN_VIEW) == before
        size = alice.page.viewport_size
        assert size is not None
        alice.page.set_viewport_size({"width": size["width"] - 60, "height": size["height"] - 200})
        until(lambda: alice.log.evaluate(FIRST_IN_VIEW)[:1] == before[:1], "the same line")
        alice.page.get_by_role("button", name=alice.words.new_messages(3)).click()
        expect(alice.log.get_by_text("new three", exact=True)).to_be_in_viewport()
        company.say("new four")
        expect(alice.log.get_by_text("new four", exact=True)).to_be_in_viewport()


def steady(reader: RoomPage) -> list[Any] | None:
    """Return the first line in view once it stays where it is for some frames."""
    first: list[Any] = reader.log.evaluate(FIRST_IN_VIEW)
    reader.log.evaluate(FRAMES)
    return first if reader.log.evaluate(FIRST_IN_VIEW) == first else None


@everywhere
def test_a_line_marks_what_is_new_after_the_tab_was_away(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """It stands where reading stopped, a button leads to it, and it fades once somebody has read on."""
    line = alice.log.get_by_role("separator", name=alice.words.unread)
    jump = alice.page.get_by_role("button", name=alice.words.first_unread)
    with WireClient(server.port, item) as company:
        company.say(*PAST[:100])
        alice.join(item)
        alice.expect_messages(["past 99"])
        expect(line).to_have_count(0)
        look(alice.page, False)
        company.say(*(f"news {number}" for number in range(60)))
        alice.expect_messages(["news 59"])
        look(alice.page, True)
        expect(alice.log.get_by_text("news 59", exact=True)).to_be_in_viewport()
        jump.click()
        expect(line).to_be_in_viewport()
        expect(alice.log.get_by_text("news 0", exact=True)).to_be_in_viewport()
        above = alice.log.get_by_text("past 99", exact=True)
        expect(above).to_be_in_viewport()
        assert top_of(above) < top_of(line) < top_of(alice.log.get_by_text("news 0", exact=True))
        place = top_of(above)
        company.say("and one more")
        expect(alice.page.get_by_role("button", name=alice.words.new_messages(1))).to_be_visible()
        assert top_of(above) == pytest.approx(place, abs=HALF_A_PIXEL)
    alice.say("I have read it")
    expect(alice.log.get_by_text("I have read it", exact=True)).to_be_in_viewport()
    expect(line).to_have_count(0)


@both_ways
def test_a_line_marks_what_is_new_below_who_reads_above(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """It stands where the list was left, and stays calm until it has been seen for a while with the end."""
    line = alice.log.get_by_role("separator", name=alice.words.unread)
    with WireClient(server.port, item) as company:
        company.say(*PAST[:100])
        alice.join(item)
        alice.expect_messages(["past 99"])
        alice.log.evaluate("(log) => log.scrollBy(0, -600)")
        expect(alice.page.get_by_role("button", name=alice.words.newest)).to_be_visible()
        company.say("news 0", "news 1")
        alice.page.get_by_role("button", name=alice.words.new_messages(2)).click()
        expect(line).to_be_in_viewport()
        place = top_of(alice.log.get_by_text("news 0", exact=True))
        expect(line).to_have_class("unread-line read")
        assert top_of(alice.log.get_by_text("news 0", exact=True)) == pytest.approx(place, abs=HALF_A_PIXEL)


def top_of(locator: Locator) -> float:
    """Return how far down the page something is."""
    box = locator.bounding_box()
    assert box is not None
    return box["y"]


@everywhere
def test_the_arrow_keys_walk_from_message_to_message(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """Home and End too, and the row with the focus stays however far the list is scrolled."""
    with WireClient(server.port, item) as past:
        past.say(*PAST)
    alice.join(item)
    load_everything(alice)
    keyboard = alice.page.keyboard
    alice.log.focus()
    keyboard.press("End")
    expect(message(alice, "past 699")).to_be_focused()
    for number in (698, 697, 696):
        keyboard.press("ArrowUp")
        expect(message(alice, f"past {number}")).to_be_focused()
    keyboard.press("ArrowDown")
    expect(message(alice, "past 697")).to_be_focused()
    keyboard.press("Home")
    expect(message(alice, "past 0")).to_be_focused()
    expect(message(alice, "past 0")).to_be_in_viewport()
    keyboard.press("ArrowDown")
    expect(message(alice, "past 1")).to_be_focused()
    alice.log.evaluate("(log) => log.scrollTo(0, log.scrollHeight)")
    expect(alice.log.get_by_text("past 699", exact=True)).to_be_in_viewport()
    expect(message(alice, "past 1")).to_be_focused()
    keyboard.press("ArrowDown")
    expect(message(alice, "past 2")).to_be_focused()
    expect(message(alice, "past 2")).to_be_in_viewport()


@everywhere
def test_only_what_is_new_is_read_out(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """A screen alice hears each new message of others once, and nothing of what is loaded or scrolled into view."""
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
        alice.join(item)
        alice.page.evaluate(heard)
        expect(alice.log).to_have_attribute("aria-live", "off")
        load_everything(alice)
        company.say("hear me")
        until(lambda: alice.page.evaluate("window.heard.length"), "what is read out")
        alice.say("mine")
        expect(alice.log.get_by_text("mine", exact=True)).to_be_visible()
        alice.scroll_to_top()
        expect(alice.log.get_by_text("past 0", exact=True)).to_be_in_viewport()
        said = [
            text
            for text in alice.page.evaluate("window.heard")
            if "hear me" in text or "past" in text or "mine" in text
        ]
    assert said == [f"{alice.words.client(company.client_id)}: hear me"]


def test_a_long_message_is_folded_and_unfolds_where_it_is_read(
    alice: RoomPage, server: ServerProcess, item: str
) -> None:
    """Lines by the thousand push nothing out of reach; what is shown of them stays where it is when the rest comes."""
    with WireClient(server.port, item) as past:
        past.say("\n".join(str(number) for number in range(1_500)), "and more")
    alice.join(item)
    expect(alice.log.get_by_text("and more", exact=True)).to_be_in_viewport()
    assert alice.log.evaluate("(log) => log.scrollHeight") < 3_000
    opener = alice.log.get_by_role("button", name="Show all")
    opener.scroll_into_view_if_needed()
    body = alice.log.locator(".body").first
    before = body.evaluate("(body) => body.getBoundingClientRect().top")
    opener.press("Enter")
    expect(alice.log.get_by_role("button", name="Show less")).to_have_count(1)
    expect(body).to_contain_text("1499")
    assert abs(body.evaluate("(body) => body.getBoundingClientRect().top") - before) < 2
