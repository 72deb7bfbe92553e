"""What holds in Chromium holds in Firefox: talk, reload, back and forward, and a browser that stores nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.firefox.browser import Firefox, firefox
from e2e.server_process import ServerProcess

# The first start of a browser takes a while on a busy machine.
pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def fox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with firefox(tmp_path_factory.mktemp("firefox") / "profile") as fox:
        yield fox


def test_two_tabs_talk(fox: Firefox, server: ServerProcess, item: str) -> None:
    """FO1, ID1: Each is a client of its own, and both read both in one order."""
    ana, bob = fox.open(server.url), fox.open(server.url)
    ana.join(item)
    bob.join(item)
    assert ana.client_id != bob.client_id
    ana.say("hello from Ana")
    bob.expect_messages(["hello from Ana"])
    bob.say("hello from Bob")
    for tab in (ana, bob):
        tab.expect_messages(["hello from Ana", "hello from Bob"])


def test_a_reload_keeps_the_client_id_and_the_conversation(fox: Firefox, server: ServerProcess, item: str) -> None:
    """CL11: The tab is the same client as before, and goes on talking."""
    ana = fox.open(server.url)
    ana.join(item)
    client_id = ana.client_id
    ana.say("before")
    ana.expect_messages(["before"])
    ana.reload()
    ana.expect_connected()
    assert ana.client_id == client_id
    ana.say("after")
    ana.expect_messages(["before", "after"])


def test_back_and_forward_lead_out_of_the_page_and_in_again(fox: Firefox, server: ServerProcess, item: str) -> None:
    """CL12: The page is put away and shown again, and is the same client."""
    ana = fox.open(server.url)
    ana.join(item)
    client_id = ana.client_id
    ana.say("before")
    ana.expect_messages(["before"])
    ana.go(f"{server.url}/api/health")
    ana.walk(-1)
    ana.expect_connected()
    assert ana.client_id == client_id
    ana.say("back again")
    ana.expect_messages(["before", "back again"])


def test_a_browser_that_stores_nothing_has_the_room(tmp_path: Path, server: ServerProcess, item: str) -> None:
    """CL11: Storage that is null is no white page: people talk, and only a reload forgets."""
    with firefox(tmp_path / "profile", {"dom.storage.enabled": False}) as fox:
        ana = fox.open(server.url)
        assert ana.evaluate("sessionStorage") is None
        ana.join(item)
        ana.say("without storage")
        ana.expect_messages(["without storage"])
