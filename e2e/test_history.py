"""A conversation that is longer than a page."""

import re

from playwright.sync_api import expect

from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.wire_client import WireClient

PAST = [f"past {number}" for number in range(250)]
ANY_PAST = re.compile(r"^past \d+$")


def test_older_messages_load_on_scrolling_up(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """LOG7, RE6: Page by page to the first message, without a gap and without a repetition."""
    with WireClient(server.port, item) as past:
        past.say(*PAST)
    alice.join(item)
    alice.expect_messages(PAST[-100:])
    shown = alice.log.get_by_text(ANY_PAST)
    for count in (200, 250):
        alice.scroll_to_top()
        expect(shown).to_have_count(count)
    alice.scroll_to_top()
    expect(alice.log.get_by_text("Start of the conversation")).to_be_visible()
    expect(shown).to_have_text(PAST)


def test_the_reader_stays_where_he_reads(alice: RoomPage, bob: RoomPage, server: ServerProcess, item: str) -> None:
    """Neither older messages above nor newer ones below move what is being read."""
    with WireClient(server.port, item) as past:
        past.say(*PAST)
    alice.join(item)
    bob.join(item)
    alice.scroll_to_top()
    expect(alice.log.get_by_text(ANY_PAST)).to_have_count(200)
    first_read = alice.log.get_by_text("past 150", exact=True)
    expect(first_read).to_be_in_viewport()
    before = first_read.bounding_box()
    bob.say("news")
    to_newest = alice.page.get_by_role("button", name="1 new message")
    expect(to_newest).to_be_visible()
    assert first_read.bounding_box() == before
    to_newest.click()
    expect(alice.box).to_be_focused()
    expect(alice.log.get_by_text("news", exact=True)).to_be_in_viewport()
    expect(to_newest).to_be_hidden()


def test_older_and_newer_messages_meet(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """RE6, CL4: Older pages still join on after live messages have come in below."""
    with WireClient(server.port, item) as past:
        past.say(*PAST[:150])
        alice.join(item)
        past.say(*PAST[150:])
    alice.expect_messages(PAST[50:])
    alice.scroll_to_top()
    expect(alice.log.get_by_text(ANY_PAST)).to_have_count(250)
    expect(alice.log.get_by_text(ANY_PAST)).to_have_text(PAST)


def test_a_long_draft_does_not_lose_the_end(alice: RoomPage, bob: RoomPage, server: ServerProcess, item: str) -> None:
    """The box grows line by line and shrinks again, and whoever reads the newest goes on reading the newest."""
    with WireClient(server.port, item) as past:
        past.say(*PAST[:60])
    alice.join(item)
    bob.join(item)
    newest = alice.log.get_by_text("past 59", exact=True)
    for line in range(8):
        alice.box.press_sequentially(f"line {line}")
        alice.box.press("Shift+Enter")
        expect(newest).to_be_in_viewport()
    bob.say("news")
    expect(alice.log.get_by_text("news", exact=True)).to_be_in_viewport()
    expect(alice.page.get_by_role("button", name="1 new message")).to_be_hidden()
    alice.box.fill("")
    expect(alice.log.get_by_text("news", exact=True)).to_be_in_viewport()
