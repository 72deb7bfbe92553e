"""Who is here and who writes, as it is shown beside the conversation."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.conftest import PATIENT, PersonAt, StartServer
from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.several_rooms import people_of
from e2e.surroundings import everywhere
from e2e.wire_client import WireClient


@everywhere
def test_the_tabs_of_one_person_stand_together(
    person_at: PersonAt, open_page: Callable[..., Page], jwt_server: ServerProcess, item: str
) -> None:
    """Whoever has two tabs open is one person in the list, with both IDs; a client without an author is himself."""
    alice, bob = person_at(jwt_server.url).open(), RoomPage(open_page(), jwt_server.url).open()
    token = jwt_server.token(item, "Bob")
    bob.fill_form(item, token)
    bob.expect_connected()
    twin = RoomPage(bob.page.context.new_page(), bob.url).follow_link(item, token)
    alice.fill_form(item, jwt_server.token(item, "Ana"))
    alice.expect_connected()
    people = people_of(alice).get_by_role("listitem")
    expect(people).to_have_count(2)
    of_bob = people.filter(has_text="Bob")
    expect(of_bob).to_contain_text(alice.words.tabs(2))
    for person in (bob, twin):
        expect(of_bob).to_contain_text(f"{person.client_id}")
    expect(people.first).to_contain_text("Ana")
    expect(alice.page.get_by_role("button", name=alice.words.here(2))).to_be_visible()


@everywhere
def test_a_crowd_is_counted_and_not_listed(person_at: PersonAt, start_shared_server: StartServer, item: str) -> None:
    """PR8: Where too many are here, how many there are is what one is told."""
    server = start_shared_server({**PATIENT, "PARLEY_LISTED_MEMBERS": "2"})
    alice = person_at(server.url).join(item)
    with WireClient(server.port, item), WireClient(server.port, item):
        people = people_of(alice)
        expect(people.get_by_text(alice.words.too_many_to_list)).to_be_visible()
        expect(alice.page.get_by_role("button", name=alice.words.here(3))).to_be_visible()
    expect(people.get_by_role("listitem")).to_have_count(1)


@everywhere
def test_who_writes_is_seen(alice: RoomPage, bob: RoomPage, server: ServerProcess, item: str) -> None:
    """SE7: Others see that somebody types, until the message is there."""
    alice.join(item)
    bob.join(item, name="Bo")
    bob.box.press_sequentially("wait")
    expect(alice.page.get_by_text(alice.words.typing("Bo"), exact=True)).to_be_visible()
    with WireClient(server.port, item, "Mai") as mai:
        mai.tell_typing()
        expect(alice.page.get_by_text(alice.words.typing_two("Bo", "Mai"), exact=True)).to_be_visible()
        bob.box.press("Enter")
        alice.expect_messages(["wait"])
        expect(alice.page.get_by_text(alice.words.typing("Mai"), exact=True)).to_be_visible()


def test_the_longest_name_fits_the_list_of_people(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """A name of 64 letters ends within the list, on a wide page and on a phone, where the list is called up."""
    bob.join(item, name="N" * 64)
    alice.join(item)
    people = alice.page.get_by_role("region", name="Here now")
    expect(people.get_by_role("listitem")).to_have_count(2)
    assert people.evaluate("(list) => list.scrollWidth <= list.clientWidth")
    alice.page.set_viewport_size({"width": 390, "height": 700})
    here = alice.page.get_by_role("button", name="2 here")
    here.click()
    assert people.evaluate("(list) => list.scrollWidth <= list.clientWidth")
    alice.page.keyboard.press("Escape")
    expect(people).to_be_hidden()
    expect(here).to_be_focused()
    here.click()
    alice.log.click()
    expect(people).to_be_hidden()
    here.click()
    alice.box.press_sequentially("n")
    expect(people).to_be_hidden()
