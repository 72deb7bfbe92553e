"""The line above what is new, where the list of rooms has counted it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.message_row import MessageRow
from e2e.room_page import SLOW_MS, RoomPage
from e2e.server_process import ServerProcess
from e2e.several_rooms import DESKTOP, PHONE, box_of, go_to, open_another, rooms_of


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def ana(request: pytest.FixtureRequest, open_page: Callable[..., Page], server: ServerProcess) -> RoomPage:
    return RoomPage(open_page(**request.param), server.url)


def test_what_another_room_counted_stands_under_a_line(ana: RoomPage, bob: RoomPage, item: str) -> None:
    """As many messages stand below it as the list counted; whoever comes again finds none of it."""
    other = item.replace("item", "other")
    bob.join(item, name="Bob")
    ana.join(item, name="Ana")
    bob.say("seen")
    ana.expect_messages(["seen"])
    open_another(ana, other, name="Ana")
    bob.say("first unseen", "second unseen")
    expect(rooms_of(ana).get_by_role("button", name="2 new messages")).to_be_visible(timeout=SLOW_MS)
    go_to(ana, item)
    line = ana.log.get_by_role("separator", name="New messages")
    expect(line).to_have_count(1)
    tops = [box_of(each)["y"] for each in (MessageRow(ana, "seen").row, line, MessageRow(ana, "second unseen").row)]
    assert tops == sorted(tops)
    assert box_of(line)["y"] < box_of(ana.log.get_by_text("first unseen", exact=True))["y"]
    go_to(ana, other)
    go_to(ana, item)
    ana.expect_messages(["seen", "first unseen", "second unseen"])
    expect(line).to_have_count(0)
