"""What a state of the page is made of: a person, a room, servers, a network, company."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from itertools import count

from playwright.sync_api import Page, expect

from e2e.interruption import Interruption
from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.tcp_proxy import TcpProxy
from e2e.wire_client import WireClient
from e2e.words import Words

StartServer = Callable[[Mapping[str, str]], ServerProcess]

# Scenes share servers: each has a room of its own.
_numbers = count(1001)

# Nobody is found gone while a picture is taken.
PATIENT = {"PARLEY_AUTH": "demo", "PARLEY_RELOAD_GRACE_SECONDS": "25", "PARLEY_GRACE_SECONDS": "40"}
JWT = {"PARLEY_AUTH": "jwt", "PARLEY_JWT_KEY": "a key for these pictures, long enough for HS256"}


class Scene:
    """One person before one page, and whatever a state needs around her.

    Args:
        stack: Ends what was begun for the scene.
        start_server: Starts a server with these settings, or gives the one that has them.
        page: An empty tab.
        words: The language that it speaks.
    """

    def __init__(self, stack: ExitStack, start_server: StartServer, page: Page, words: Words) -> None:
        self._stack = stack
        self._start_server = start_server
        self._page = page
        self.words = words
        self.item = f"order-{next(_numbers)}"
        self.server = start_server(PATIENT)
        self.me = RoomPage(page, self.server.url, words)

    def at(self, settings: Mapping[str, str]) -> ServerProcess:
        """Go to a server with settings of its own."""
        self.server = self._start_server({**PATIENT, **settings})
        self.me = RoomPage(self._page, self.server.url, self.words)
        return self.server

    def network(self) -> TcpProxy:
        """Go to the server by a network that can fail."""
        network = self._stack.enter_context(TcpProxy(self.server.port))
        self.me = RoomPage(self._page, network.url, self.words)
        return network

    def interrupt(self, interruption: Interruption) -> Interruption:
        """Put something between the page and the server."""
        self._page.route_web_socket("**", interruption)
        return interruption

    def company(self, name: str) -> WireClient:
        """Bring somebody into the room, who stays until he leaves the ``with`` or the scene ends."""
        return WireClient(self.server.port, self.item, name)

    def stays(self, name: str) -> WireClient:
        """Bring somebody into the room for as long as the scene lasts."""
        return self._stack.enter_context(self.company(name))


def speak(page: Page, words: Words) -> None:
    """Change the language where the page stands, also behind what lies over its switch."""
    switch = page.locator("select.language-switch").first
    switch.select_option(words.own_name, force=True)
    expect(page.locator("html")).to_have_attribute("lang", words.tag)


Make = Callable[[Scene], None]

STATES: dict[str, Make] = {}
"""By name, in the order in which a person may meet them."""


def state(make: Make) -> Make:
    """Take a function into the registry, under its own name."""
    STATES[make.__name__] = make
    return make
