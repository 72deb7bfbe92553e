"""Servers, networks and people for the tests."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from e2e.browser import launch_arguments, require_browser, surroundings_of_browser
from e2e.complaints import Complaints
from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.surroundings import SURROUNDINGS, Surroundings
from e2e.tcp_proxy import TcpProxy

HERE = Path(__file__).parent

# A name that no page trusts as it trusts localhost: what a server in a house or an office is.
LAN_HOST = "parley.lan"

DEMO = {"PARLEY_AUTH": "demo"}
# A busy machine reloads slowly: nobody is gone before the reload is over.
PATIENT = {**DEMO, "PARLEY_RELOAD_GRACE_SECONDS": "25", "PARLEY_GRACE_SECONDS": "40"}
# Where somebody has to be found gone.
HASTY = {
    **DEMO,
    "PARLEY_RELOAD_GRACE_SECONDS": "0.5",
    "PARLEY_GRACE_SECONDS": "1",
    "PARLEY_PING_INTERVAL_SECONDS": "1",
    "PARLEY_PING_TIMEOUT_SECONDS": "2",
}
MEASURED = {**PATIENT, "PARLEY_MESSAGES_PER_SECOND": "20", "PARLEY_MESSAGE_BURST": "40"}
JWT_KEY = "a key for these tests, long enough for HS256"
JWT = {"PARLEY_AUTH": "jwt", "PARLEY_JWT_KEY": JWT_KEY}

# What takes a blink takes seconds on a machine that does ten other things.
expect.set_options(timeout=30_000)
# A test, its servers and pages included. Each wait has a bound of its own; this one ends what hangs.
TEST_SECONDS = 240

StartServer = Callable[[dict[str, str]], ServerProcess]
PersonAt = Callable[[str], RoomPage]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of this folder the time that browsers need."""
    for item in items:
        if item.path.is_relative_to(HERE) and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(TEST_SECONDS))


# In the place of the plugin's own, whose form pytest warns about; each page knows its server.
@pytest.fixture(scope="session")
def base_url() -> None:
    return None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": str(require_browser()),
        "env": surroundings_of_browser(),
        "args": [*launch_arguments(), "--no-proxy-server", f"--host-resolver-rules=MAP {LAN_HOST} 127.0.0.1"],
    }


@pytest.fixture(scope="session")
def start_shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Servers that live as long as the tests do, one for each set of settings."""
    running: dict[str, ServerProcess] = {}

    def start(settings: dict[str, str]) -> ServerProcess:
        key = repr(sorted(settings.items()))
        if key not in running:
            running[key] = ServerProcess(tmp_path_factory.mktemp("server"), settings)
            running[key].start()
        return running[key]

    with ExitStack() as ends:
        yield start
        for server in running.values():
            ends.callback(server.check_log)
            ends.callback(server.stop)


def _shared(start: StartServer, settings: dict[str, str]) -> Iterator[ServerProcess]:
    server = start(settings)
    yield server
    server.check_log()


@pytest.fixture
def server(start_shared_server: StartServer) -> Iterator[ServerProcess]:
    yield from _shared(start_shared_server, PATIENT)


@pytest.fixture
def hasty_server(start_shared_server: StartServer) -> Iterator[ServerProcess]:
    yield from _shared(start_shared_server, HASTY)


@pytest.fixture
def measured_server(start_shared_server: StartServer) -> Iterator[ServerProcess]:
    """A server that takes as many frames as it does without being told."""
    yield from _shared(start_shared_server, MEASURED)


@pytest.fixture
def jwt_server(start_shared_server: StartServer) -> Iterator[ServerProcess]:
    yield from _shared(start_shared_server, JWT)


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A server for one test, which may kill it."""
    server = ServerProcess(tmp_path, PATIENT)
    server.start()
    yield server
    server.stop()
    server.check_log()


@pytest.fixture
def network(server: ServerProcess) -> Iterator[TcpProxy]:
    """A network of one's own to the shared server."""
    with TcpProxy(server.port) as proxy:
        yield proxy


@pytest.fixture
def item() -> str:
    """A fresh room."""
    return f"item-{secrets.token_hex(6)}"


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    heard = Complaints()
    yield heard
    heard.check()


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext], complaints: Complaints) -> Callable[..., Page]:
    """Open a page in a browser context of its own: another person, as it were."""

    def open_one(**options: Any) -> Page:
        context = new_context(**{"locale": "en-GB", "reduced_motion": "reduce", **options})
        complaints.listen(context)
        return context.new_page()

    return open_one


@pytest.fixture
def surroundings(request: pytest.FixtureRequest) -> Surroundings:
    """A desk and English, unless the test is marked otherwise."""
    return SURROUNDINGS[getattr(request, "param", "desk-en")]


@pytest.fixture
def person_at(open_page: Callable[..., Page], surroundings: Surroundings) -> PersonAt:
    """Somebody in the surroundings of the test, before the page of some server."""
    return lambda url: RoomPage(open_page(**surroundings.options), url, surroundings.words)


@pytest.fixture
def alice(person_at: PersonAt, server: ServerProcess) -> RoomPage:
    return person_at(server.url)


@pytest.fixture
def bob(open_page: Callable[..., Page], server: ServerProcess) -> RoomPage:
    """The other one, at a desk and in English whatever Alice has."""
    return RoomPage(open_page(), server.url)
