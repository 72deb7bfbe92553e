"""The line above what is new, where the list of rooms has counted it."""

from playwright.sync_api import expect

from e2e.message_row import MessageRow
from e2e.room_page import SLOW_MS, RoomPage
from e2e.several_rooms import box_of, go_to, open_another, rooms_of
from e2e.surroundings import everywhere


@everywhere
def test_what_another_room_counted_stands_under_a_line(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """As many messages stand below it as the list counted; whoever comes again finds none of it."""
    other = item.replace("item", "other")
    bob.join(item, name="Bob")
    alice.join(item, name="Ana")
    bob.say("seen")
    alice.expect_messages(["seen"])
    open_another(alice, other, name="Ana")
    bob.say("first unseen", "second unseen")
    expect(rooms_of(alice).get_by_role("button", name=alice.words.new_messages(2))).to_be_visible(timeout=SLOW_MS)
    go_to(alice, item)
    line = alice.log.get_by_role("separator", name=alice.words.unread)
    expect(line).to_have_count(1)
    tops = [box_of(each)["y"] for each in (MessageRow(alice, "seen").row, line, MessageRow(alice, "second unseen").row)]
    assert tops == sorted(tops)
    assert box_of(line)["y"] < box_of(alice.log.get_by_text("first unseen", exact=True))["y"]
    go_to(alice, other)
    go_to(alice, item)
    alice.expect_messages(["seen", "first unseen", "second unseen"])
    expect(line).to_have_count(0)
