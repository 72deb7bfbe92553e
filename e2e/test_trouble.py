"""Servers that die and networks that go away: nothing is lost, nothing comes twice, the order stays."""

import json
from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from e2e.complaints import Complaints
from e2e.conftest import PersonAt
from e2e.room_page import RoomPage, joined
from e2e.server_process import ServerProcess
from e2e.surroundings import everywhere
from e2e.tcp_proxy import TcpProxy
from e2e.wire_client import WireClient


@pytest.fixture
def losing_connections(complaints: Complaints) -> None:
    complaints.expect_lost_network()


@pytest.fixture
def far_alice(person_at: PersonAt, network: TcpProxy) -> RoomPage:
    """Alice at the end of a network that can fail."""
    return person_at(network.url)


def of(name: str, bodies: Sequence[str]) -> list[str]:
    """Return what one of the two said."""
    return [body for body in bodies if body.startswith(name)]


def talk_while_it_dies(alice: RoomPage, bob: RoomPage, server: ServerProcess, label: str) -> list[str]:
    """Let both write, kill the server amid it, start it again; return what was said."""
    said = []
    for number in range(4):
        for name, person in (("alice", alice), ("bob", bob)):
            said.append(f"{name} {label}.{number}")
            person.say(said[-1])
        if number == 1:
            server.kill()
    alice.expect_lost()
    server.start()
    for person in (alice, bob):
        person.come_online()
        person.expect_connected()
        person.expect_sending(0)
    return said


# It starts a server three times.
@pytest.mark.timeout(120)
@pytest.mark.usefixtures("losing_connections")
def test_a_killed_server_loses_and_doubles_nothing(
    open_page: Callable[..., Page], own_server: ServerProcess, item: str
) -> None:
    """LOG2, LOG4, CL6: Killed -9 amid a conversation, twice; every message stands once, in one order for both."""
    alice, bob = (RoomPage(open_page(), own_server.url).join(item) for _ in range(2))
    ids = [alice.client_id, bob.client_id]
    said = [body for life in "12" for body in talk_while_it_dies(alice, bob, own_server, life)]
    order = alice.expect_all_of(said)
    bob.expect_messages(order)
    for name in ("alice", "bob"):
        assert of(name, order) == of(name, said)
    assert [alice.client_id, bob.client_id] == ids
    for person in (alice, bob):
        assert not [line for line in person.coming_and_going() if "left" in line]
        person.reload()
        person.expect_messages(order)


@everywhere
@pytest.mark.usefixtures("losing_connections")
def test_a_cut_network_loses_and_doubles_nothing(
    far_alice: RoomPage, bob: RoomPage, network: TcpProxy, item: str
) -> None:
    """CL6, RE1, PR6: What both wrote meanwhile appears once, in one order; the others never saw her go."""
    far_alice.join(item)
    bob.join(item)
    far_alice.say("before")
    bob.expect_messages(["before"])
    network.cut()
    far_alice.expect_lost()
    far_alice.say("alice, away 1", "alice, away 2")
    far_alice.expect_sending(2)
    bob.say("bob, meanwhile")
    expect(bob.log.get_by_title("Sent", exact=True)).to_have_count(1)
    network.restore()
    order = far_alice.expect_all_of(["before", "alice, away 1", "alice, away 2", "bob, meanwhile"])
    assert order == ["before", "bob, meanwhile", "alice, away 1", "alice, away 2"]
    bob.expect_messages(order)
    far_alice.expect_sending(0)
    assert bob.coming_and_going() == []
    assert far_alice.log.get_by_text(far_alice.words.not_resumed).count() == 0


class DeafPage:
    """Stands between a page and the server; the first connection hears nothing after its first message went out."""

    def __init__(self) -> None:
        self.keys_sent: list[str] = []
        self._connections = 0

    def __call__(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        self._connections += 1
        is_first = self._connections == 1

        def to_server(text: str | bytes) -> None:
            frame = json.loads(text)
            if frame["type"] == "send":
                self.keys_sent.append(frame["key"])
            server.send(text)

        def to_page(text: str | bytes) -> None:
            if not (is_first and self.keys_sent):
                route.send(text)

        route.on_message(to_server)
        server.on_message(to_page)


def test_a_message_whose_ack_was_lost_is_sent_again_and_stands_once(
    alice: RoomPage, bob: RoomPage, server: ServerProcess, item: str
) -> None:
    """LOG4, CL6: It went under in a busy room, so the page cannot see that it was stored; its key can."""
    deaf = DeafPage()
    alice.page.route_web_socket("**", deaf)
    alice.join(item)
    bob.join(item)
    alice.say("once and only once")
    bob.expect_messages(["once and only once"])
    alice.expect_sending(1)
    with WireClient(server.port, item) as crowd:
        crowd.say(*(f"crowd {number}" for number in range(120)))
    alice.reload()
    alice.expect_sending(0)
    alice.say("and the next")
    alice.expect_messages(["crowd 119", "and the next"])
    alice.scroll_to_top()
    assert len(deaf.keys_sent) == 3
    bob.reload()
    bob.scroll_to_top()
    for person in (alice, bob):
        person.expect_messages(["once and only once", "crowd 119", "and the next"])


def test_a_dead_network_that_revives_delivers_once(
    far_alice: RoomPage, bob: RoomPage, network: TcpProxy, item: str
) -> None:
    """CL7: On a network that is silent a message is shown as sending, until an answer comes."""
    far_alice.join(item)
    bob.join(item)
    network.black_hole()
    far_alice.say("into the void")
    far_alice.expect_sending(1)
    assert bob.messages(["into the void"]).count() == 0
    network.restore()
    bob.expect_messages(["into the void"])
    far_alice.expect_sending(0)
    far_alice.expect_messages(["into the void"])


def test_a_slow_network_keeps_the_order(far_alice: RoomPage, bob: RoomPage, network: TcpProxy, item: str) -> None:
    """CL5, LOG3: Messages that cross on a slow line stand in one order for both."""
    far_alice.join(item)
    bob.join(item)
    network.delay(0.1)
    alices, bobs = ([f"{name} {number}" for number in range(5)] for name in ("alice", "bob"))
    for one, other in zip(alices, bobs, strict=True):
        far_alice.say(one)
        bob.say(other)
    order = far_alice.expect_all_of([*alices, *bobs])
    bob.expect_messages(order)
    assert [body for body in order if body in alices] == alices


@pytest.mark.usefixtures("losing_connections")
def test_an_end_without_a_close_frame_is_resumed_in_silence(
    far_alice: RoomPage, bob: RoomPage, network: TcpProxy, item: str
) -> None:
    """PR6: A stream that only ends is a lost connection, and the client comes back at once."""
    bob.join(item)
    far_alice.join(item)
    client_id = far_alice.client_id
    network.half_close()
    far_alice.say("am I through?")
    bob.expect_messages(["am I through?"])
    far_alice.expect_sending(0)
    assert bob.coming_and_going() == [joined(client_id)]
    assert far_alice.client_id == client_id


@pytest.mark.usefixtures("losing_connections")
def test_unsent_messages_survive_a_reload_without_a_network(
    far_alice: RoomPage, bob: RoomPage, network: TcpProxy, item: str
) -> None:
    """CL6: Written while the network was away, kept over a reload that nobody answered, sent once, in order."""
    far_alice.join(item)
    bob.join(item)
    far_alice.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    network.cut()
    far_alice.expect_lost()
    far_alice.say("kept 1", "kept 2")
    far_alice.expect_sending(2)
    far_alice.page.reload()
    far_alice.expect_sending(2)
    network.restore()
    far_alice.come_online()
    far_alice.expect_messages(["kept 1", "kept 2"])
    bob.expect_messages(["kept 1", "kept 2"])
    far_alice.expect_sending(0)


@pytest.mark.usefixtures("losing_connections")
def test_a_lost_connection_is_told_and_can_be_hurried(far_alice: RoomPage, network: TcpProxy, item: str) -> None:
    """CL1: A banner says what is the matter, and "Try now" does not wait for the next retry."""
    far_alice.join(item)
    network.cut()
    expect(far_alice.page.get_by_text("What you write is kept")).to_be_visible()
    try_now = far_alice.page.get_by_role("button", name="Try now")
    expect(try_now).to_be_visible()
    try_now.click()
    expect(far_alice.state("reconnecting")).to_be_visible()
    network.restore()
    far_alice.expect_connected()
    expect(try_now).to_be_hidden()


def test_many_messages_at_once_all_arrive(open_page: Callable[..., Page], measured_server: ServerProcess) -> None:
    """BP7, CL14, CL5: Who was offline for long has more to send than is taken at once; none is lost or overtaken."""
    alice, bob = (RoomPage(open_page(), measured_server.url).join("a long journey") for _ in range(2))
    said = [f"message {number}" for number in range(60)]
    alice.say(*said)
    alice.expect_sending(0)
    assert bob.expect_all_of(said) == said
