"""The chapter's three plain-text endpoints, as a page and as a program meet them: no subprotocol, no stranger."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from e2e.complaints import Complaints
from e2e.conftest import LAN_HOST, PATIENT, StartServer
from e2e.room_page import RoomPage, left
from e2e.server_process import ServerProcess
from e2e.tcp_proxy import TcpProxy
from e2e.wire_client import WireClient

PAGES = Path(__file__).parent / "chapter"
LOBBY = "lobby"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: what a page asked for is seen in the browser."""


@pytest.fixture
def server(start_shared_server: StartServer) -> Iterator[ServerProcess]:
    """A server that takes pages from `file://`, as the documents say."""
    server = start_shared_server({**PATIENT, "PARLEY_ALLOWED_ORIGINS": "null"})
    yield server
    server.check_log()


@pytest.fixture
def strict_server(start_shared_server: StartServer) -> Iterator[ServerProcess]:
    """A server under demo auth, and nothing else said."""
    server = start_shared_server(PATIENT)
    yield server
    server.check_log()


@pytest.fixture(scope="module")
def site_port() -> Iterator[int]:
    """Another site of this machine that has the pages."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=PAGES)) as site:
        Thread(target=site.serve_forever, name="other-origin").start()
        yield site.server_port
        site.shutdown()


@pytest.fixture(scope="module")
def other_origin(site_port: int) -> str:
    """Where it is."""
    return f"http://localhost:{site_port}"


@pytest.fixture(params=["file", "other origin"])
def place(request: pytest.FixtureRequest, other_origin: str) -> str:
    """Where a page comes from that is none of the server's."""
    return PAGES.as_uri() if request.param == "file" else other_origin


class ChapterPage:
    """One of the pages, open in a tab."""

    def __init__(self, page: Page, place: str, name: str, server: ServerProcess) -> None:
        self.page = page
        self.received = page.get_by_role("list", name="Received").get_by_role("listitem")
        page.goto(f"{place}/{name}.html#127.0.0.1:{server.port}")

    def send(self, text: str) -> None:
        self.page.get_by_label("Message").fill(text)
        self.page.get_by_role("button", name="Send").click()


def ws(port: int, path: str) -> AbstractContextManager[ClientConnection]:
    """Connect as a program does: without an Origin, without a subprotocol."""
    return connect(f"ws://127.0.0.1:{port}{path}", proxy=None)


def hear(client: ClientConnection, count: int) -> list[str | bytes]:
    """Return the next so many messages."""
    return [client.recv(15) for _ in range(count)]


def hear_until(client: ClientConnection, last: str) -> list[str | bytes]:
    """Return the next messages, up to this one."""
    heard = [client.recv(15)]
    while heard[-1] != last:
        heard.append(client.recv(15))
    return heard


def test_the_echo_page_echoes(open_page: Callable[..., Page], server: ServerProcess, place: str) -> None:
    """TU2, TU7: Many messages over one connection, from a page of anywhere."""
    page = ChapterPage(open_page(), place, "echo", server)
    for text in ("hello", "你好", '{"json": 1}'):
        page.send(text)
    expect(page.received).to_have_text([f"Message text was: {text}" for text in ("hello", "你好", '{"json": 1}')])


@pytest.mark.parametrize("stranger", ["file", "site"])
@pytest.mark.parametrize("name", ["echo", "chat"])
def test_a_page_of_a_stranger_is_refused(
    open_page: Callable[..., Page],
    strict_server: ServerProcess,
    complaints: Complaints,
    site_port: int,
    stranger: str,
    name: str,
) -> None:
    """TU7, TU8: Whatever page somebody has open reads and writes nothing here."""
    complaints.expect_lost_network()
    place = PAGES.as_uri() if stranger == "file" else f"http://{LAN_HOST}:{site_port}"
    page = open_page()
    with page.expect_console_message(lambda message: "Unexpected response code: 403" in message.text):
        page.goto(f"{place}/{name}.html#127.0.0.1:{strict_server.port}")
    assert page.get_by_role("list", name="Received").get_by_role("listitem").count() == 0


def test_a_rebound_name_shows_nothing(
    open_page: Callable[..., Page], strict_server: ServerProcess, complaints: Complaints
) -> None:
    """AU14: A stranger's host name that leads to this machine gets neither the page nor a socket."""
    complaints.expect("status of 421")
    complaints.expect("Cross-Origin-Opener-Policy header has been ignored")
    complaints.expect_lost_network()
    page = open_page()
    answer = page.goto(f"http://{LAN_HOST}:{strict_server.port}/")
    assert answer is not None
    assert answer.status == 421
    code = page.evaluate(
        """() => new Promise((resolve) => {
          const socket = new WebSocket(`ws://${location.host}/items/foo/ws`, ['parley.v1', 'bearer.dA'])
          socket.onclose = ({ code }) => resolve(code)
        })"""
    )
    assert code == 4506


def test_the_item_page_answers_in_three_lines(
    open_page: Callable[..., Page], server: ServerProcess, place: str
) -> None:
    """TU3, TU7: Token, then `q`, then the message with its item."""
    page = ChapterPage(open_page(), place, "item", server)
    page.page.get_by_label("Number").fill("7")
    page.page.get_by_role("button", name="Connect").click()
    expect(page.page.get_by_role("status")).to_have_text("connected")
    page.send("hello")
    expect(page.received).to_have_text(
        [
            "Session cookie or query token value is: some-key-token",
            "Query parameter q is: 7",
            "Message text was: hello, for item ID: foo",
        ]
    )


def test_the_item_page_without_a_token_is_refused(
    open_page: Callable[..., Page], server: ServerProcess, complaints: Complaints, place: str
) -> None:
    """TU3: Before accept, which a browser can tell only as 1006."""
    complaints.expect_lost_network()
    page = ChapterPage(open_page(), place, "item", server)
    page.page.get_by_label("Token").fill("")
    page.page.get_by_role("button", name="Connect").click()
    expect(page.page.get_by_role("status")).to_have_text("closed with 1006")


def test_a_closed_tab_of_the_chat_page_has_left(
    open_page: Callable[..., Page], server: ServerProcess, place: str
) -> None:
    """TU4, TU5, TU7: The chapter's own scene: two tabs talk, one is closed, the other reads that it left, at once."""
    first, second = (ChapterPage(open_page(), place, "chat", server) for _ in range(2))
    ids = [page.page.get_by_role("status").inner_text() for page in (first, second)]
    second.send("I am here")
    expect(second.received).to_have_text(["You wrote: I am here", f"Client #{ids[1]} says: I am here"])
    expect(first.received).to_have_text([f"Client #{ids[1]} says: I am here"])
    second.page.close()
    # This server would give a typed client 25 s.
    line = first.received.get_by_text(f"Client #{ids[1]} left the chat", exact=True)
    expect(line).to_be_visible(timeout=10_000)


def test_the_chat_page_and_the_app_talk(
    open_page: Callable[..., Page], alice: RoomPage, server: ServerProcess, other_origin: str
) -> None:
    """TU6: A plain tab and a typed one in the room `lobby` read each other, and each other's going."""
    plain = ChapterPage(open_page(), other_origin, "chat", server)
    label = plain.page.get_by_role("status").inner_text()
    alice.join(LOBBY)
    plain.send(f"plain from {label}")
    alice.expect_messages([f"plain from {label}"])
    alice.say(f"typed to {label}")
    expect(plain.received.get_by_text(f"Client #{alice.client_id} says: typed to {label}", exact=True)).to_be_visible()
    plain.page.close()
    # ID7: a guest's label proves nothing, so a short ID is beside a name that reads like the page's own words.
    line = re.compile(rf"^Client #{label}\s*#\d+\s+left the chat$")
    expect(alice.log.get_by_role("paragraph").filter(has_text=line)).to_have_count(1)
    gone = alice.client_id
    with ws(server.port, f"/ws/{label}") as guest:
        alice.leave()
        assert hear_until(guest, left(gone))


def test_a_program_is_echoed_text_and_bytes(server: ServerProcess) -> None:
    """TU2, TU7: Text is answered with a sentence, binary with itself."""
    with ws(server.port, "/ws") as client:
        client.send("plain")
        client.send(b"\x00\xff")
        assert hear(client, 2) == ["Message text was: plain", b"\x00\xff"]


@pytest.mark.parametrize(("cookie", "value"), [("session=from-cookie", "from-cookie"), (None, "from-query")])
def test_the_cookie_goes_before_the_token(server: ServerProcess, cookie: str | None, value: str) -> None:
    """TU3: Without `q` two lines, of which the first names the credential that counts."""
    headers = {"Cookie": cookie} if cookie else {}
    address = f"ws://127.0.0.1:{server.port}/items/foo/ws?token=from-query"
    with connect(address, additional_headers=headers, proxy=None) as client:
        client.send("hello")
        assert hear(client, 2) == [
            f"Session cookie or query token value is: {value}",
            "Message text was: hello, for item ID: foo",
        ]


@pytest.mark.parametrize("path", ["/items/foo/ws", "/items/foo/ws?token=t&q=no-number", "/ws/no-number"])
def test_a_bad_request_is_refused_before_accept(server: ServerProcess, path: str) -> None:
    """TU3, TU4: No credential, or no integer where one belongs."""
    with pytest.raises(InvalidStatus) as refusal:
        ws(server.port, path).__enter__()
    assert refusal.value.response.status_code == 403


GOODBYES: dict[str, Callable[[ClientConnection, TcpProxy], None]] = {
    "close frame": lambda client, network: client.close(),
    "end of stream": lambda client, network: network.half_close(),
    "reset": lambda client, network: network.cut(),
}


@pytest.mark.parametrize("way", GOODBYES)
def test_whatever_way_a_plain_client_goes_the_others_read_it(server: ServerProcess, way: str) -> None:
    """TU5: With a close frame and without, it has left at once, and once."""
    label = 1_000_000 + list(GOODBYES).index(way)
    with ws(server.port, "/ws/1") as watcher, TcpProxy(server.port) as network:
        with ws(network.port, f"/ws/{label}") as leaver:
            leaver.send("I go")
            assert hear(leaver, 2) == ["You wrote: I go", f"Client #{label} says: I go"]
            GOODBYES[way](leaver, network)
            assert hear_until(watcher, left(label)) == [f"Client #{label} says: I go", left(label)]
        watcher.send("after it")
        assert hear(watcher, 2) == ["You wrote: after it", "Client #1 says: after it"]


def test_several_guests_may_carry_one_label(server: ServerProcess) -> None:
    """TU4: The integer is a label and proves nothing; what one wrote the other reads as said."""
    with ws(server.port, "/ws/5") as one, ws(server.port, "/ws/5") as other:
        one.send("which of us?")
        assert hear(one, 2) == ["You wrote: which of us?", "Client #5 says: which of us?"]
        assert hear(other, 1) == ["Client #5 says: which of us?"]


def test_a_typed_program_reads_the_guests(server: ServerProcess) -> None:
    """TU6: A guest is a member of the lobby, under the name that its label makes."""
    with WireClient(server.port, LOBBY) as typed, ws(server.port, "/ws/42") as guest:
        guest.send("hello, typed one")
        hear(guest, 2)
        entry = typed.read("entry")
        assert (entry["name"], entry["body"]) == ("Client #42", "hello, typed one")


def test_with_a_login_there_are_no_plain_endpoints(jwt_server: ServerProcess) -> None:
    """TU1: They let anybody in, so a server that asks for a JWT has none of them."""
    for path in ("/ws", "/ws/1", "/items/foo/ws?token=t"):
        with pytest.raises(InvalidStatus) as refusal:
            ws(jwt_server.port, path)
        assert refusal.value.response.status_code == 403
