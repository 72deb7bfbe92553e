"""Reloading and duplicating a tab: who is who afterwards, and who notices."""

import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from e2e.complaints import PAGE_FAULT, Complaints
from e2e.conftest import LAN_HOST, PATIENT, StartServer
from e2e.message_row import MessageRow
from e2e.room_page import RoomPage, joined, left
from e2e.server_process import ServerProcess
from e2e.states.entrance import FAULT_ONCE
from e2e.wire_client import WireClient


def expect_silence_about(person: RoomPage, watcher: RoomPage, before: list[str]) -> None:
    """See that nothing was told to ``watcher``: what somebody says comes after anything that would have been."""
    person.say("still me")
    watcher.expect_messages(["still me"])
    assert watcher.coming_and_going() == before


def test_a_reload_keeps_the_client_id_and_is_silent(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CL11, PR6: The tab is the same client as before, and nobody else is told anything."""
    bob.join(item)
    alice.join(item)
    client_id = alice.client_id
    bob.expect_line(joined(client_id))
    for _ in range(2):
        alice.reload()
        assert alice.client_id == client_id
    expect_silence_about(alice, bob, [joined(client_id)])
    assert alice.coming_and_going() == []


def test_what_was_said_is_there_after_a_reload(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """RE3, RE4: A reloaded tab has its token and no position, and gets the newest page."""
    alice.join(item)
    bob.join(item)
    alice.say("one", "two")
    bob.expect_messages(["one", "two"])
    bob.reload()
    bob.say("three")
    for person in (alice, bob):
        person.expect_messages(["one", "two", "three"])


def test_what_was_said_is_there_after_everybody_left(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """LOG2: A room's log outlives its members."""
    alice.join(item)
    alice.say("for whoever comes")
    expect(alice.log.get_by_title("Sent", exact=True)).to_have_count(1)
    alice.leave()
    expect(alice.join_button).to_be_visible()
    bob.join(item)
    bob.expect_messages(["for whoever comes"])


def test_an_unfinished_message_survives_a_reload(alice: RoomPage, item: str) -> None:
    """CL10: The draft is kept by this tab for this room."""
    alice.join(item)
    alice.box.fill("not yet fin")
    alice.reload()
    expect(alice.box).to_have_value("not yet fin")


def test_an_unfinished_answer_and_an_unfinished_edit_survive_a_reload(
    alice: RoomPage, bob: RoomPage, server: ServerProcess, item: str
) -> None:
    """CL10: What the box is for is kept with its text, also where its message is no longer loaded at first."""
    alice.join(item)
    bob.join(item)
    alice.say("the question", "a slip")
    MessageRow(bob, "the question").act("Reply")
    bob.box.fill("the answer")
    MessageRow(alice, "a slip").act("Edit")
    alice.box.fill("no slip")
    with WireClient(server.port, item) as others:
        others.say(*(f"talk {number}" for number in range(150)))
    for person in (alice, bob):
        person.reload()
    expect(bob.page.get_by_text(re.compile("^Replying to Client #"))).to_be_visible()
    expect(bob.box).to_have_value("the answer")
    bob.box.press("Enter")
    quote = MessageRow(alice, "the answer").row.get_by_role("button", name=re.compile("^In reply to"))
    expect(quote).to_have_text(re.compile("the question$"))
    expect(alice.page.get_by_text("Editing your message")).to_be_visible()
    expect(alice.box).to_have_value("no slip")
    alice.box.press("Enter")
    for person in (alice, bob):
        person.scroll_to_top()
        person.expect_messages(["no slip"])
        expect(person.box).to_have_value("")


def expect_two_clients(alice: RoomPage, twin: RoomPage, bob: RoomPage) -> None:
    """See that a duplicated tab is somebody else, and that both of them work."""
    first, second = alice.client_id, twin.client_id
    assert first != second
    bob.expect_line(joined(second))
    alice.say("from the first")
    twin.expect_messages(["from the first"])
    twin.say("from the second")
    for person in (alice, twin, bob):
        person.expect_messages(["from the first", "from the second"])
    assert (alice.client_id, twin.client_id) == (first, second)
    assert left(first) not in bob.coming_and_going()


def test_a_duplicated_tab_is_a_client_of_its_own(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CL11, ID4: The copy drops the copied token, so neither tab throws the other out."""
    bob.join(item)
    alice.join(item)
    bob.expect_line(joined(alice.client_id))
    expect_two_clients(alice, alice.duplicate(), bob)


def test_a_duplicated_tab_and_its_original_keep_their_ids_over_reloads(alice: RoomPage, item: str) -> None:
    """CL11: Each of the two is itself again after a reload."""
    alice.join(item)
    twin = alice.duplicate()
    before = (alice.client_id, twin.client_id)
    assert len(set(before)) == 2
    alice.reload()
    twin.reload()
    assert (alice.client_id, twin.client_id) == before


def hold_back_sends(route: WebSocketRoute) -> None:
    """Stand between a page and the server, and pass on everything but messages."""
    server = route.connect_to_server()

    def pass_on(text: str | bytes) -> None:
        if json.loads(text)["type"] != "send":
            server.send(text)

    route.on_message(pass_on)


def test_a_fault_of_the_page_is_told_and_a_reload_mends_it(
    alice: RoomPage, bob: RoomPage, complaints: Complaints, item: str
) -> None:
    """Nobody sits before a white page, and the room is there again."""
    complaints.expect(PAGE_FAULT)
    bob.join(item)
    alice.page.add_init_script(FAULT_ONCE)
    alice.open().fill_form(item)
    expect(alice.page.get_by_role("alert")).to_contain_text("What you wrote is kept")
    alice.page.get_by_role("button", name="Reload the page").click()
    alice.expect_connected()
    alice.say("here again")
    bob.expect_messages(["here again"])


def test_a_duplicated_tab_does_not_send_what_it_copied(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CL11, CL6: An unsent message goes out once, from the tab in which it was written."""
    bob.join(item)
    alice.page.route_web_socket("**", hold_back_sends)
    alice.join(item)
    alice.say("mine alone")
    alice.expect_sending(1)
    twin = alice.duplicate()
    twin.say("from the copy")
    bob.expect_messages(["from the copy"])
    twin.expect_messages(["from the copy"])
    assert bob.messages(["mine alone"]).count() == 0
    assert twin.messages(["mine alone"]).count() == 0
    alice.page.close()
    twin.say("the end")
    bob.expect_messages(["from the copy", "the end"])
    assert bob.messages(["mine alone"]).count() == 0


@pytest.fixture
def new_neighbour(
    open_page: Callable[..., Page], start_shared_server: StartServer, complaints: Complaints
) -> Callable[[], RoomPage]:
    """People who come by plain http, and by a name that is not localhost, as from another machine of the house."""
    server = start_shared_server({**PATIENT, "PARLEY_ALLOWED_HOSTS": LAN_HOST})
    complaints.expect("Cross-Origin-Opener-Policy header has been ignored")
    return lambda: RoomPage(open_page(), f"http://{LAN_HOST}:{server.port}")


def test_plain_http_on_a_lan_is_enough(new_neighbour: Callable[[], RoomPage], item: str) -> None:
    """CL11, PR6: Without a secure context a tab joins, talks, and keeps its client ID over a silent reload."""
    bob, alice = new_neighbour().join(item), new_neighbour().join(item)
    assert alice.page.evaluate("[isSecureContext, 'randomUUID' in crypto, 'locks' in navigator]") == [False] * 3
    client_id = alice.client_id
    bob.expect_line(joined(client_id))
    alice.reload()
    assert alice.client_id == client_id
    expect_silence_about(alice, bob, [joined(client_id)])


def test_a_duplicated_tab_on_a_lan_is_a_client_of_its_own(new_neighbour: Callable[[], RoomPage], item: str) -> None:
    """CL11: Where there are no locks, the tabs find out among themselves."""
    bob, alice = new_neighbour().join(item), new_neighbour().join(item)
    bob.expect_line(joined(alice.client_id))
    expect_two_clients(alice, alice.duplicate(), bob)


def test_the_address_follows_the_room(alice: RoomPage, item: str) -> None:
    """From the form to the room and back, forward and by a reload: each address shows what it names."""
    alice.join(item)
    assert urlsplit(alice.page.url).path == f"/items/{item}"
    client_id = alice.client_id
    alice.say("said before")
    alice.expect_messages(["said before"])
    alice.page.go_back()
    expect(alice.join_button).to_be_visible()
    expect(alice.page).to_have_title("Parley")
    assert urlsplit(alice.page.url).path == "/"
    alice.page.reload()
    expect(alice.join_button).to_be_visible()
    alice.page.go_forward()
    alice.expect_connected()
    alice.expect_messages(["said before"])
    assert alice.client_id == client_id
    alice.leave()
    expect(alice.join_button).to_be_visible()
    assert urlsplit(alice.page.url).path == "/"


def test_another_item_than_the_address_named_is_reloaded(alice: RoomPage, item: str) -> None:
    """Whoever joins one item on the page of another reloads the one that was joined."""
    alice.page.goto(f"{alice.url}/items/elsewhere")
    expect(alice.item_field).to_have_value("elsewhere")
    alice.fill_form(item)
    alice.expect_connected()
    alice.reload()
    expect(alice.page.get_by_role("heading", level=1)).to_have_text(item)
    alice.page.goto(f"{alice.url}/")
    expect(alice.join_button).to_be_visible()
    expect(alice.page).to_have_title("Parley")


def test_a_token_in_the_fragment_leaves_the_address_bar(alice: RoomPage, item: str) -> None:
    """CL13: The link joins, and neither the address nor the history keeps the token."""
    alice.follow_link(item, "a-token-to-hide")
    assert "a-token-to-hide" not in alice.page.url
    assert urlsplit(alice.page.url).fragment == ""
    assert alice.page.evaluate("history.length") == 2
    alice.page.goto("about:blank")
    alice.page.go_back()
    assert "a-token-to-hide" not in alice.page.url
