"""Several rooms in one tab: each goes on while another is shown."""

from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Locator, expect

from e2e.conftest import PersonAt
from e2e.interruption import CREDENTIAL_EXPIRED, Interruption
from e2e.room_page import RoomPage, left
from e2e.server_process import ServerProcess
from e2e.several_rooms import box_of, expect_shown, go_to, open_another, rooms_of
from e2e.surroundings import both_ways, everywhere, on_a_phone


@pytest.fixture
def other(item: str) -> str:
    return item.replace("item", "other")


@everywhere
def test_an_item_that_was_joined_before_is_remembered(alice: RoomPage, item: str) -> None:
    """The form offers it to whoever left and to whoever comes again, and asks for the token alone."""
    alice.join(item)
    alice.leave()
    expect(alice.join_button).to_be_visible()
    alice.page.reload()
    before = alice.page.get_by_role("region", name=alice.words.joined_before)
    before.get_by_role("button", name=item).click()
    expect(alice.item_field).to_have_value(item)
    alice.token_field.fill("anything")
    alice.join_button.click()
    expect_shown(alice, item)


@everywhere
def test_another_item_leaves_none_of_the_others(alice: RoomPage, bob: RoomPage, item: str, other: str) -> None:
    """FO1: What is written in a room that is not shown is counted, and there when it is shown."""
    bob.join(item)
    alice.join(item)
    open_another(alice, other)
    assert urlsplit(alice.page.url).path == f"/items/{other}"
    bob.say("one", "two")
    unread = rooms_of(alice).get_by_role("button", name=f"{item} {alice.words.new_messages(2)}")
    expect(unread).to_be_visible()
    unread.click()
    expect_shown(alice, item)
    alice.expect_messages(["one", "two"])
    assert urlsplit(alice.page.url).path == f"/items/{item}"
    expect(rooms_of(alice).get_by_role("button", name=item, exact=True)).to_have_attribute("aria-current", "page")
    expect(bob.page.get_by_role("button", name="2 here")).to_be_visible()


@on_a_phone
def test_the_rooms_of_a_phone_say_what_came_in_the_others(
    alice: RoomPage, bob: RoomPage, item: str, other: str
) -> None:
    """Where the list is called up by a button, the button counts; and what calls one by name stands apart."""
    words = alice.words
    alice.join(item, name="Ana")
    open_another(alice, other, name="Ana")
    bob.join(item)
    bob.say("hello", "@ana, look")
    button = alice.page.get_by_role("button", name=words.rooms)
    expect(button).to_have_accessible_name(f"{words.rooms} {words.mentions(2, 1)}")
    button.click()
    alice.page.keyboard.press("Escape")
    expect(alice.page.get_by_role("navigation", name=words.rooms)).to_be_hidden()
    expect(button).to_be_focused()


@both_ways
def test_a_reload_joins_every_room_again(alice: RoomPage, bob: RoomPage, item: str, other: str) -> None:
    """CL11, PR6: As the same clients, in silence, with the same one shown, and with what was unread."""
    bob.join(item)
    alice.join(item)
    client_id = alice.client_id
    open_another(alice, other)
    other_id = alice.client_id
    bob.say("while another one is shown")
    expect(rooms_of(alice).get_by_role("button", name=f"{item} {alice.words.new_messages(1)}")).to_be_visible()
    alice.reload()
    expect_shown(alice, other)
    assert alice.client_id == other_id
    expect(rooms_of(alice).get_by_role("button", name=f"{item} {alice.words.new_messages(1)}")).to_be_visible()
    go_to(alice, item)
    assert alice.client_id == client_id
    alice.expect_messages(["while another one is shown"])
    assert left(client_id) not in bob.coming_and_going()


@everywhere
def test_two_tabs_with_the_same_rooms_are_clients_of_their_own(
    alice: RoomPage, bob: RoomPage, item: str, other: str
) -> None:
    """CL11, ID4: A duplicated tab is in every room of the first, as somebody else in each."""
    alice.join(item)
    first = alice.client_id
    open_another(alice, other)
    twin = alice.duplicate()
    expect_shown(twin, other)
    assert twin.client_id != alice.client_id
    go_to(twin, item)
    assert twin.client_id != first
    bob.join(item)
    expect(bob.page.get_by_role("button", name="3 here")).to_be_visible()


@both_ways
def test_the_way_back_leads_from_room_to_room(alice: RoomPage, item: str, other: str) -> None:
    """The history knows the rooms as pages: nothing is joined or left by going back and forward."""
    alice.join(item)
    client_id = alice.client_id
    open_another(alice, other)
    alice.page.go_back()
    expect(alice.join_button).to_be_visible()
    alice.page.go_back()
    expect_shown(alice, item)
    assert alice.client_id == client_id
    alice.page.go_forward()
    alice.page.go_forward()
    expect_shown(alice, other)


@both_ways
def test_leaving_one_leads_to_the_next(alice: RoomPage, bob: RoomPage, item: str, other: str) -> None:
    """PR3: Only the room that was left is left; the last one leads to the form."""
    bob.join(other)
    alice.join(item)
    open_another(alice, other)
    gone = alice.client_id
    alice.leave()
    bob.expect_line(left(gone))
    expect_shown(alice, item)
    assert urlsplit(alice.page.url).path == f"/items/{item}"
    expect(rooms_of(alice).get_by_role("listitem")).to_have_count(1)
    go_to(alice, item)
    alice.leave()
    expect(alice.join_button).to_be_visible()
    alice.page.reload()
    expect(alice.join_button).to_be_visible()
    expect(alice.page.get_by_role("navigation", name=alice.words.rooms)).to_have_count(0)


@both_ways
def test_a_draft_stays_in_its_room(alice: RoomPage, item: str, other: str) -> None:
    """CL10: Each room has a message box of its own."""
    alice.join(item)
    alice.box.fill("for this room")
    open_another(alice, other)
    expect(alice.box).to_have_value("")
    go_to(alice, item)
    expect(alice.box).to_have_value("for this room")


def test_a_room_that_is_over_says_so_in_the_list(
    person_at: PersonAt, jwt_server: ServerProcess, item: str, other: str
) -> None:
    """AU7: A token that expires while another room is shown is told in the list, and asked for anew in the form."""
    alice = person_at(jwt_server.url)
    words = alice.words
    interruption = Interruption()
    alice.page.route_web_socket(f"**/items/{item}/ws", interruption)
    alice.join(item, jwt_server.token(item, "Ana"))
    rooms_of(alice).get_by_role("button", name=words.another_item).click()
    alice.fill_form(other, jwt_server.token(other, "Ana"))
    expect_shown(alice, other)
    alice.expect_connected()
    interruption.close(CREDENTIAL_EXPIRED)
    over = rooms_of(alice).get_by_role("button", name=f"{item} {words.over}")
    expect(over).to_be_visible()
    over.click()
    expect(alice.page.get_by_role("alert")).to_contain_text(words.token_expired)
    expect(alice.item_field).to_have_value(item)
    _expect_read_first(alice.page.get_by_role("alert"), alice.item_field)
    rooms_of(alice).get_by_role("button", name=words.leave_item(item)).click()
    expect(rooms_of(alice).get_by_role("listitem")).to_have_count(1)


def _expect_read_first(reason: Locator, field: Locator) -> None:
    said, asked = box_of(reason), box_of(field)
    assert said["y"] + said["height"] <= asked["y"]


def test_no_column_stays_where_the_people_were(alice: RoomPage, item: str) -> None:
    """On a wide page the conversation takes the place of a list that is closed."""
    alice.join(item)
    talk = alice.page.get_by_role("main")
    before = box_of(talk)
    alice.page.get_by_role("button", name="1 here").click()
    after = box_of(talk)
    width = alice.page.evaluate("innerWidth")
    assert after["x"] + after["width"] == width > before["x"] + before["width"]


@both_ways
@pytest.mark.parametrize("name", ["a/b", "x" * 129], ids=["slash", "too long"])
@pytest.mark.parametrize("address", ["/items/{}", "/#item={}&token=t"], ids=["path", "fragment"])
def test_a_link_to_what_is_no_item_says_so_at_once(alice: RoomPage, name: str, address: str) -> None:
    """AU5: The reason stands beside the field, which holds what the link asked for, before anything is pressed."""
    alice.page.goto(alice.url + address.format(quote(name, safe="")))
    expect(alice.page.get_by_role("alert")).to_contain_text(alice.words.no_item_name)
    expect(alice.item_field).to_have_value(name)
    expect(alice.item_field).to_be_focused()


def test_an_id_that_cannot_be_copied_says_what_to_press(alice: RoomPage, item: str) -> None:
    """Without a clipboard the ID is selected, and the button says which keys do the rest."""
    alice.join(item)
    alice.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    alice.page.get_by_role("button", name="Copy").click()
    expect(alice.page.get_by_role("button", name="Press Ctrl C")).to_be_visible()
    assert alice.page.evaluate("String(getSelection())") == f"{alice.client_id}"
