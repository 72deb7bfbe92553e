"""Without a network: the page opens, and shows what it last knew of the room, to whom it may."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.complaints import Complaints
from e2e.conftest import PersonAt, StartServer
from e2e.interruption import CREDENTIAL_EXPIRED, Interruption
from e2e.room_page import SLOW_MS, RoomPage
from e2e.server_process import ServerProcess
from e2e.surroundings import both_ways, everywhere
from e2e.tcp_proxy import TcpProxy

IS_KEPT = "navigator.serviceWorker.ready.then(() => true)"


@pytest.fixture
def alice(person_at: PersonAt, network: TcpProxy, complaints: Complaints) -> RoomPage:
    """Alice, at the end of a network that can fail."""
    complaints.expect_lost_network()
    return person_at(network.url)


def lose_network(person: RoomPage, network: TcpProxy) -> None:
    """Take the network away, after the browser has kept the page, and let it know."""
    person.page.evaluate(IS_KEPT)
    person.page.context.set_offline(True)
    network.cut()


def find_network(person: RoomPage, network: TcpProxy) -> None:
    """Give the network back."""
    network.restore()
    person.page.context.set_offline(False)


@everywhere
def test_a_reload_without_a_network_shows_what_was_here(alice: RoomPage, network: TcpProxy, item: str) -> None:
    """CL6: The page opens, says since when it knows nothing, and takes up where it was when the network is back."""
    alice.join(item, name="Alice")
    alice.say("written before")
    alice.expect_sending(0)
    lose_network(alice, network)
    alice.page.reload()
    kept = alice.page.get_by_text(re.compile(alice.words.kept(r"\d\d:\d\d")))
    expect(kept).to_be_visible(timeout=SLOW_MS)
    alice.expect_messages(["written before"])
    alice.say("written meanwhile")
    alice.expect_sending(1)
    find_network(alice, network)
    alice.come_online()
    alice.expect_connected()
    alice.expect_messages(["written before", "written meanwhile"])
    expect(kept).to_be_hidden()


@both_ways
def test_the_form_opens_without_a_network(alice: RoomPage, network: TcpProxy) -> None:
    """A page that was here once is here again."""
    alice.open()
    lose_network(alice, network)
    alice.page.goto(f"{network.url}/items/another")
    expect(alice.item_field).to_have_value("another")


def test_the_interface_is_never_kept(alice: RoomPage, network: TcpProxy, complaints: Complaints) -> None:
    """A probe that nobody answers is not answered by the page."""
    complaints.expect(r"net::ERR_\w+ \(\S+/api/health\)")
    alice.open()
    assert alice.page.evaluate("fetch('/api/health').then(({ status }) => status)") == 200
    lose_network(alice, network)
    complaint = alice.page.evaluate("fetch('/api/health').then(({ status }) => status, (error) => error.name)")
    assert complaint == "TypeError"
    kept = alice.page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((each) => each.keys()))))"
        ".then((all) => all.flat().map(({ url }) => new URL(url).pathname))"
    )
    assert "/" in kept
    assert not [path for path in kept if re.match(r"^/(api|docs|items|ws|service-worker)\b", path)]


@everywhere
def test_what_was_left_is_not_kept(alice: RoomPage, network: TcpProxy, item: str) -> None:
    """CL10: After leaving, nothing of the room is in the browser."""
    alice.join(item)
    alice.say("for this room alone")
    alice.expect_sending(0)
    alice.reload()
    alice.expect_messages(["for this room alone"])
    alice.leave()
    expect(alice.join_button).to_be_visible()
    expect_nothing_kept(alice, "for this room alone")
    lose_network(alice, network)
    alice.page.goto(f"{network.url}/items/{item}")
    expect(alice.join_button).to_be_visible()
    expect(alice.page.get_by_text("for this room alone")).to_have_count(0)


@everywhere
def test_what_somebody_may_not_see_is_not_kept(alice: RoomPage, network: TcpProxy, item: str) -> None:
    """CL2, CL10: Who is turned away at the next connection finds nothing of the room, with a network or without."""
    be_turned_away(alice, network, item, 1008)


@pytest.mark.parametrize("code", [4005, 4503])
def test_nor_is_it_for_another_reason(alice: RoomPage, network: TcpProxy, item: str, code: int) -> None:
    """CL2, CL10: An expired token and one for another item are no better than none."""
    be_turned_away(alice, network, item, code)


def be_turned_away(alice: RoomPage, network: TcpProxy, item: str, code: int) -> None:
    """Be sent away by a reload, and find nothing of the room."""
    interruption = Interruption()
    alice.page.route_web_socket("**", interruption)
    alice.join(item)
    alice.say("not for everybody")
    alice.expect_sending(0)
    alice.page.evaluate(IS_KEPT)
    expect_kept(alice, "not for everybody")
    interruption.refuse(code)
    alice.page.reload()
    expect(alice.page.get_by_role("alert")).to_be_visible()
    expect_nothing_kept(alice, "not for everybody")
    lose_network(alice, network)
    alice.page.reload()
    expect(alice.join_button).to_be_visible()
    expect(alice.page.get_by_text("not for everybody")).to_have_count(0)


def test_an_expired_token_takes_along_what_it_showed(
    open_page: Callable[..., Page], server: ServerProcess, item: str
) -> None:
    """AU7: With the stay ends what was kept of it."""
    visitor = RoomPage(open_page(), server.url)
    interruption = Interruption()
    visitor.page.route_web_socket("**", interruption)
    visitor.join(item)
    visitor.say("while it lasts")
    visitor.expect_sending(0)
    expect_kept(visitor, "while it lasts")
    interruption.close(CREDENTIAL_EXPIRED)
    expect(visitor.page.get_by_role("alert")).to_contain_text("token has expired")
    expect_nothing_kept(visitor, "while it lasts")


@both_ways
def test_another_credential_is_shown_nothing(alice: RoomPage, network: TcpProxy, item: str) -> None:
    """CL10: The same item in the same tab, by a link with another token."""
    alice.follow_link(item, "of Alice")
    alice.say("for Alice")
    alice.expect_sending(0)
    lose_network(alice, network)
    alice.page.goto(f"{network.url}/#item={item}&token=of-Bob")
    expect(alice.page.locator(".banner")).to_be_visible(timeout=SLOW_MS)
    expect(alice.page.get_by_text("for Alice")).to_have_count(0)


def test_a_new_release_is_seen_at_once(
    open_page: Callable[..., Page], start_shared_server: StartServer, complaints: Complaints, item: str
) -> None:
    """The page of the server goes before the one that is kept: its scripts are those that it names."""
    server = start_shared_server({"PARLEY_AUTH": "demo"})
    alice = RoomPage(open_page(), server.url).join(item)
    alice.page.evaluate(IS_KEPT)
    alice.page.reload()
    assert alice.page.evaluate("navigator.serviceWorker.controller !== null")
    page = "<!doctype html><title>The next release</title>"
    alice.page.context.route(f"{server.url}/items/*", lambda route: route.fulfill(body=page, content_type="text/html"))
    alice.page.reload()
    expect(alice.page).to_have_title("The next release")


@everywhere
def test_the_page_can_be_installed(alice: RoomPage) -> None:
    """A manifest that a browser takes, with icons that are there and of the sizes that it says."""
    page = alice.open().page
    session = page.context.new_cdp_session(page)
    answer = session.send("Page.getAppManifest")
    assert answer["errors"] == []
    assert answer["url"] == f"{alice.url}/manifest.webmanifest"
    sizes = page.evaluate(
        """async (icons) => Promise.all(icons.map(async ({ src }) => {
             const image = new Image()
             image.src = src
             await image.decode()
             return `${image.naturalWidth}x${image.naturalHeight}`
           }))""",
        [icon for icon in json.loads(answer["data"])["icons"] if icon["sizes"] != "any"],
    )
    assert sizes == ["192x192", "512x512", "512x512"]


def expect_kept(person: RoomPage, body: str) -> None:
    """Wait until this text is in what the tab keeps to be read again; it writes that down now and then."""
    is_kept = "([name, text]) => name.startsWith('parley:keepsake:') && text.includes(body)"
    person.page.wait_for_function(f"(body) => Object.entries(sessionStorage).some({is_kept})", arg=body)


def expect_nothing_kept(person: RoomPage, body: str) -> None:
    """See that no store of the tab holds this text."""
    held = "JSON.stringify([{ ...sessionStorage }, { ...localStorage }])"
    assert body not in person.page.evaluate(held)
