"""Messages that the server takes neither now nor later: the person decides what becomes of them."""

import json

from playwright.sync_api import WebSocketRoute, expect

from e2e.room_page import RoomPage
from e2e.surroundings import everywhere


def refuse_first_send(route: WebSocketRoute) -> None:
    """Stand between a page and the server, and refuse the first message for good."""
    server = route.connect_to_server()
    refused: list[int] = []

    def pass_on(text: str | bytes) -> None:
        frame = json.loads(text)
        if frame["type"] != "send" or refused:
            server.send(text)
            return
        refused.append(frame["ref"])
        answer = {"ref": frame["ref"], "code": "unknown_kind", "message": "No.", "location": None}
        route.send(json.dumps({"type": "error", **answer, "temporary": False, "retry_after_ms": None}))

    route.on_message(pass_on)


@everywhere
def test_a_refused_message_can_be_tried_again(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CL7: A refusal that is not temporary makes the message failed; a retry sends it."""
    bob.join(item)
    alice.page.route_web_socket("**", refuse_first_send)
    alice.join(item)
    alice.say("at second try")
    expect(alice.log.get_by_text(alice.words.not_sent, exact=True)).to_be_visible()
    alice.log.get_by_role("button", name=alice.words.retry).click()
    bob.expect_messages(["at second try"])
    alice.expect_messages(["at second try"])
    expect(alice.log.get_by_text(alice.words.not_sent, exact=True)).to_have_count(0)


@everywhere
def test_a_refused_message_can_be_discarded(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CL7: A discarded message is gone, and stays gone after a reload."""
    bob.join(item)
    alice.page.route_web_socket("**", refuse_first_send)
    alice.join(item)
    alice.say("never mind")
    alice.log.get_by_role("button", name=alice.words.discard).click()
    alice.expect_messages([])
    expect(alice.messages(["never mind"])).to_have_count(0)
    alice.say("something else")
    for person in (alice, bob):
        person.expect_messages(["something else"])
    alice.reload()
    alice.expect_messages(["something else"])
    assert alice.messages(["never mind"]).count() == 0
