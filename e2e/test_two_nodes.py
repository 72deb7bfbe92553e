"""Tabs on two nodes over one store: one conversation, and a node that goes takes nobody along."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.complaints import Complaints
from e2e.conftest import PATIENT
from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.tcp_proxy import TcpProxy
from server.tests.stores import postgres_server, redis_server

# A node that is gone is noticed within 20 s.
_NOTICED_MS = 40_000

Nodes = tuple[ServerProcess, ServerProcess]
End = Callable[[ServerProcess], None]


@pytest.fixture(params=[redis_server.fresh_url, postgres_server.fresh_url], ids=["redis", "postgresql"])
def nodes(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Nodes]:
    """Two nodes over one store of their own."""
    settings = {**PATIENT, "PARLEY_STORE_URL": request.param()}
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
    first, second = (ServerProcess(folder, settings) for folder in folders)
    try:
        for node in (first, second):
            node.start()
        yield first, second
    finally:
        for node in (first, second):
            node.stop()
    for node in (first, second):
        node.check_log()


@pytest.fixture
def proxy(nodes: Nodes, complaints: Complaints) -> Iterator[TcpProxy]:
    """What stands before both, and leads to the first to begin with."""
    complaints.expect_lost_network()
    with TcpProxy(nodes[0].port) as proxy:
        yield proxy


def expect_here(person: RoomPage, *names: str) -> None:
    """Expect these people in the list, each once, and nobody else."""
    people = person.page.get_by_role("region", name="Here now").get_by_role("listitem")
    expect(people).to_have_count(len(names), timeout=_NOTICED_MS)
    for name in names:
        expect(people.filter(has_text=name)).to_have_count(1)


def talk(*people: RoomPage, label: str) -> list[str]:
    """Let everybody say something, by turns; return what was said."""
    said = []
    for number in range(3):
        for person_number, person in enumerate(people):
            said.append(f"{label} {number}.{person_number}")
            person.say(said[-1])
    return said


# It starts a store and two servers, and waits until a lease has run out.
@pytest.mark.timeout(180)
@pytest.mark.parametrize("end", [ServerProcess.kill, ServerProcess.stop], ids=["killed", "stopped"])
def test_a_node_that_goes_takes_nobody_along(
    open_page: Callable[..., Page], nodes: Nodes, proxy: TcpProxy, item: str, end: End
) -> None:
    """LOG2, LOG4, RE1, PR6, ST4: A tab goes on at the other node, who is really gone is told once, nothing is lost.

    Cem's tab knows the address of the first node alone, so he cannot come back.
    """
    first, second = nodes
    alice, cem, bob = (RoomPage(open_page(), url) for url in (proxy.url, first.url, second.url))
    for person, name in ((alice, "Alice"), (cem, "Cem"), (bob, "Bob")):
        person.join(item, name=name)
    ids = [person.client_id for person in (alice, bob)]
    for person in (alice, bob):
        expect_here(person, "Alice", "Bob", "Cem")
    before = alice.expect_all_of(talk(alice, bob, label="before"))
    bob.expect_messages(before)

    proxy.lead_to(second.port)
    amid = talk(alice, bob, label="amid")
    end(first)
    alice.expect_sending(0)
    alice.expect_connected()
    after = talk(alice, bob, label="after")
    for person in (alice, bob):
        expect_here(person, "Alice", "Bob")

    order = alice.expect_all_of([*before, *amid, *after])
    bob.expect_messages(order)
    assert [person.client_id for person in (alice, bob)] == ids
    lines = [alice.coming_and_going(), bob.coming_and_going()]
    assert lines == [["Cem joined the chat", "Bob joined the chat", "Cem left the chat"], ["Cem left the chat"]]
    bob.reload()
    bob.expect_messages(order)
