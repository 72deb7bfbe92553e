"""Which names a server answers to: a name that was rebound to this machine opens nothing."""

import asyncio

import pytest
from pydantic import SecretStr
from websockets.exceptions import InvalidStatus

from server.edge.hosts import Hosts
from server.protocol.close_codes import CloseCode
from server.settings import BadSettings, Settings, load_settings
from server.tests.edge.conftest import DEMO
from server.tests.edge.sockets import PATIENCE, Address, serving

OURS = ["localhost", "LOCALHOST", "localhost.", "parley.localhost", "127.0.0.1", "127.9.8.7", "[::1]"]
FOREIGN = ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "notlocalhost", "192.168.1.5", "0.0.0.0"]
NONE_AT_ALL = ["[::1", "a b", "evil.example:80:80", "[fe80::1]", "127.1"]
PATHS = ["/", "/items/foo", "/api/health", "/api/ready", "/docs", "/ws"]


async def status(address: Address, path: str, host: str) -> int:
    """Return how a plain request for a host is answered, over a real socket."""
    reader, writer = await address.raw()
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    answer = await asyncio.wait_for(reader.read(), PATIENCE)
    writer.close()
    return int(answer.split()[1])


@pytest.mark.parametrize("port", ["", ":80", ":65535"])
@pytest.mark.parametrize("host", OURS)
async def test_names_of_this_machine_are_taken(demo: Address, host: str, port: str) -> None:
    """AU14: Under demo auth on a loopback address, with any port."""
    assert await status(demo, "/api/health", f"{host}{port}") == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", FOREIGN)
async def test_a_rebound_name_opens_no_page(demo: Address, host: str, path: str) -> None:
    """AU14: Whatever it asks for, 421."""
    assert await status(demo, path, host) == 421
    assert await status(demo, path, f"{host}:{demo.port}") == 421


@pytest.mark.parametrize("host", NONE_AT_ALL)
async def test_what_is_no_name_opens_no_page(demo: Address, host: str) -> None:
    """AU14: A host that nobody can read is not taken for one of ours."""
    assert await status(demo, "/", host) in (400, 421)


@pytest.mark.parametrize("path", ["/ws", "/ws/1", "/items/foo/ws?token=t"])
async def test_a_rebound_name_opens_no_plain_socket(demo: Address, path: str) -> None:
    """AU14: The page of a stranger is of one origin with the server, by the name that both have."""
    host = f"evil.example:{demo.port}"
    with pytest.raises(InvalidStatus) as caught:
        async with demo.open(path, name="evil.example", origin=f"http://{host}"):
            pass
    assert caught.value.response.status_code == 421


async def test_a_rebound_name_opens_no_room(demo: Address, caplog: pytest.LogCaptureFixture) -> None:
    """AU14: A typed socket is closed with words, and the log says once what may be missing."""
    host = f"evil.example:{demo.port}"
    for _ in range(2):
        async with demo.client(name="evil.example", origin=f"http://{host}") as client:
            assert (await client.closed())[0] == CloseCode.ORIGIN_NOT_ALLOWED
    (line,) = [record.getMessage() for record in caplog.records if "PARLEY_ALLOWED_HOSTS" in record.getMessage()]
    assert host in line


async def test_more_names_may_be_listed() -> None:
    """AU14: A proxy on this machine may have a name of its own; other names are still not taken."""
    settings = DEMO.model_copy(update={"allowed_hosts": ("rooms.example",)})
    async with serving(settings) as address:
        for host in ("rooms.example", "Rooms.Example:8443", "localhost"):
            assert await status(address, "/api/health", host) == 200
        assert await status(address, "/api/health", "evil.example") == 421
        async with address.client(name="rooms.example") as client:
            await client.join()


@pytest.mark.parametrize("names", [(), ("*",)])
async def test_a_login_asks_for_no_name(names: tuple[str, ...]) -> None:
    """AU14: Who needs a token is let in by it, under whatever name; so is everybody under ``*``."""
    guarded = Settings(auth="jwt", jwt_key=SecretStr("x" * 32), port=0, store_url="memory://", allowed_hosts=names)
    async with serving(guarded) as address:
        assert await status(address, "/api/health", "rooms.example") == 200


@pytest.mark.parametrize(
    ("names", "is_demo", "host", "server", "allowed"),
    [
        ((), True, "rooms.example", "10.0.0.7", True),
        ((), True, "rooms.example", "127.0.0.1", False),
        ((), True, "rooms.example", "::1", False),
        ((), True, "rooms.example", "::ffff:127.0.0.1", False),
        ((), True, "localhost", "::1", True),
        ((), True, None, "127.0.0.1", True),
        ((), False, "rooms.example", "127.0.0.1", True),
        (("*",), True, "rooms.example", "127.0.0.1", True),
        (("rooms.example",), True, "rooms.example", "10.0.0.7", True),
        (("rooms.example",), False, "other.example", "10.0.0.7", False),
        (("rooms.example",), False, "10.0.0.7:8000", "10.0.0.7", True),
        (("rooms.example",), False, "[2001:db8::7]", "2001:db8::7", True),
        (("rooms.example",), False, "localhost:8000", "172.17.0.2", True),
        (("rooms.example",), False, "203.0.113.7", "127.0.0.1", False),
    ],
)
def test_names_by_what_is_set_and_where_it_came(
    names: tuple[str, ...], is_demo: bool, host: str | None, server: str, allowed: bool
) -> None:
    """AU14: A list holds for every address; an address is no name that could be rebound."""
    headers = [] if host is None else [(b"host", host.encode())]
    scope = {"type": "http", "headers": headers, "server": (server, 8000)}
    assert Hosts(names, is_demo=is_demo).allows(scope) is allowed


@pytest.mark.parametrize(
    ("written", "hosts"),
    [
        ("rooms.example", ("rooms.example",)),
        ("Rooms.Example., bücher.example", ("rooms.example", "xn--bcher-kva.example")),
        ("10.0.0.7 [2001:DB8::0:7]", ("10.0.0.7", "[2001:db8::7]")),
        ("*", ("*",)),
    ],
)
def test_hosts_are_understood(monkeypatch: pytest.MonkeyPatch, written: str, hosts: tuple[str, ...]) -> None:
    """AU15: In the spelling of a ``Host`` header, but for the port."""
    monkeypatch.setenv("PARLEY_ALLOWED_HOSTS", written)
    assert load_settings().allowed_hosts == hosts


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("https://rooms.example", "hosts alone"),
        ("[::1", "in brackets"),
        ("rooms.example/", "hosts alone"),
        ("rooms.example:8443", "leave the port out"),
        ("*.rooms.example", "a [*] in a host matches nothing"),
        ("ana@rooms.example", "a host is a name"),
        ("::1", "a host is a name"),
    ],
)
def test_a_host_that_nobody_could_ask_for_is_refused(
    monkeypatch: pytest.MonkeyPatch, written: str, sentence: str
) -> None:
    """AU15: It would match nothing, so it is told at the start."""
    monkeypatch.setenv("PARLEY_ALLOWED_HOSTS", written)
    with pytest.raises(BadSettings, match=f"^PARLEY_ALLOWED_HOSTS cannot be what it is: .*{sentence}"):
        load_settings()
