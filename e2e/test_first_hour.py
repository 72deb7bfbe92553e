"""What somebody meets in the first hour with the page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from e2e.complaints import Complaints
from e2e.conftest import PATIENT, StartServer
from e2e.room_page import SLOW_MS, RoomPage
from e2e.server_process import ServerProcess
from e2e.several_rooms import expect_shown, go_to, open_another, rooms_of
from e2e.tcp_proxy import TcpProxy

SEARCH_RESULTS = re.compile(r"/assets/SearchResults")
# The first row that is in view, and where it stands to the pixel; none for a frame, before the list is drawn.
FIRST_IN_VIEW = """(log) => {
    const top = log.getBoundingClientRect().top
    const row = [...log.querySelectorAll('[data-row]')].find((each) => each.getBoundingClientRect().bottom > top)
    return row && `${row.dataset.row} ${Math.round(row.getBoundingClientRect().top - top)}`
}"""


@pytest.fixture
def other(item: str) -> str:
    """Another item of the same test."""
    return item.replace("item", "other")


def test_another_item_takes_the_token_of_the_room_that_one_comes_from(
    open_page: Callable[..., Page], jwt_server: ServerProcess, item: str, other: str
) -> None:
    """Who came by a link has no token to type; the form has it already, hidden, and uses it."""
    token = jwt_server.token("*", "Ana")
    ana = RoomPage(open_page(), jwt_server.url).follow_link(item, token)
    rooms_of(ana).get_by_role("button", name="Open another item").click()
    expect(ana.token_field).to_have_value(token)
    expect(ana.token_field).to_have_attribute("type", "password")
    ana.item_field.fill(other)
    ana.item_field.press("Enter")
    expect_shown(ana, other)
    ana.leave()
    ana.leave()
    expect(ana.item_field).to_be_visible()
    expect(ana.token_field).to_have_value("")


def test_a_second_tab_is_no_second_person(open_page: Callable[..., Page], jwt_server: ServerProcess, item: str) -> None:
    """As many are here as the list shows people, and nobody is told that a person joined who was here."""
    token = jwt_server.token(item, "Ana")
    ana = RoomPage(open_page(), jwt_server.url).follow_link(item, token)
    twin = RoomPage(ana.page.context.new_page(), ana.url).follow_link(item, token)
    people = ana.page.get_by_role("region", name="Here now").get_by_role("listitem")
    expect(people).to_contain_text(["2 tabs"])
    expect(ana.page.get_by_role("button", name="1 here")).to_be_visible()
    twin.leave()
    bob = RoomPage(open_page(), jwt_server.url).follow_link(item, jwt_server.token(item, "Bob"))
    expect(ana.log.get_by_text("Bob joined the chat")).to_be_visible()
    expect(ana.page.get_by_role("button", name="2 here")).to_be_visible()
    assert ana.coming_and_going() == ["Bob joined the chat"]
    bob.leave()


def test_the_first_keys_of_a_search_go_into_the_search(alice: RoomPage, item: str) -> None:
    """The dialog is open at once, also where what is in it is loaded only now."""
    held: list[Route] = []
    alice.page.route(SEARCH_RESULTS, lambda route: held.append(route))
    alice.join(item)
    alice.say("a fine day")
    alice.expect_sending(0)
    alice.box.press("Control+k")
    alice.page.keyboard.type("fine")
    search = alice.page.get_by_role("searchbox")
    expect(search).to_have_value("fine")
    expect(alice.box).to_have_value("")
    for route in held:
        route.continue_()
    expect(alice.page.get_by_role("list", name="Results").get_by_role("button")).to_contain_text("a fine day")
    expect(search).to_have_value("fine")
    expect(search).to_be_focused()


def test_a_dialog_is_loaded_before_anybody_asks_for_it(alice: RoomPage, item: str) -> None:
    """Once the room is there the page loads what its keys open."""
    with alice.page.expect_response(SEARCH_RESULTS) as loaded:
        alice.join(item)
    assert loaded.value.ok


def test_a_browser_that_goes_offline_is_believed_once_nothing_answers(
    open_page: Callable[..., Page], start_shared_server: StartServer, complaints: Complaints, item: str
) -> None:
    """CL9: The page finds out by itself, and not by a heartbeat, which is an hour away."""
    complaints.expect_lost_network()
    server = start_shared_server({**PATIENT, "PARLEY_HEARTBEAT_SECONDS": "3600"})
    with TcpProxy(server.port) as network:
        ana = RoomPage(open_page(), network.url).join(item)
        network.black_hole()
        ana.page.context.set_offline(True)
        expect(ana.state("offline")).to_be_visible(timeout=SLOW_MS)


def test_ones_own_name_stands_out_in_a_message(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """Only for whoever is called, and as text."""
    alice.join(item, name="Alice")
    bob.join(item, name="Bob")
    bob.say("for @alice, not <b>@Bob</b>")
    expect(alice.log.locator("mark")).to_have_text("@alice")
    expect(bob.log.locator("mark")).to_have_text("@Bob")
    expect(alice.messages(["for @alice, not <b>@Bob</b>"])).to_have_count(1)


def test_the_list_stays_where_one_reads_across_rooms(alice: RoomPage, item: str, other: str) -> None:
    """Who looks into another room and comes back reads on in the same line."""
    alice.join(item)
    alice.say(*(f"line {number}" for number in range(40)))
    alice.expect_sending(0)
    open_another(alice, other)
    go_to(alice, item)
    alice.log.evaluate("(log) => log.scrollTo(0, 300)")
    expect(alice.page.get_by_role("button", name="Newest messages")).to_be_visible()
    seen = alice.messages([f"line {number}" for number in range(40)])
    before = alice.log.evaluate(FIRST_IN_VIEW)
    go_to(alice, other)
    go_to(alice, item)
    expect(seen).to_have_count(40)
    expect(alice.page.get_by_role("button", name="Newest messages")).to_be_visible()
    alice.page.wait_for_function(
        f"(before) => ({FIRST_IN_VIEW})(document.querySelector('[role=log]')) === before", arg=before
    )
