"""A person behind nginx, HAProxy and Caddy has what a person before the server has."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import jwt
import pytest
from pydantic import SecretStr
from websockets.asyncio.client import connect
from websockets.typing import Origin, Subprotocol

from server.auth.jwt import MAX_TOKEN_LENGTH
from server.edge.transport import ParleyWebSocketProtocol
from server.protocol.close_codes import CloseCode
from server.protocol.entries import MAX_BODY_LENGTH, SUBPROTOCOL
from server.settings import Settings
from server.tests.deployment.documents import example
from server.tests.deployment.proxies import Proxy, before, caddy_of_compose, running
from server.tests.edge.sockets import Address, Client, bearer, serving
from server.tests.ports import free_port
from server.tests.stores.redis_server import fresh_url

JWT_KEY = "a secret that is long enough for it"

BEHIND = Settings(
    auth="jwt",
    jwt_key=SecretStr(JWT_KEY),
    port=0,
    store_url="memory://",
    trusted_proxies=("127.0.0.1",),
    connections_per_address=2,
    drain_seconds=0,
)


def token_of(length: int) -> str:
    """Return a token that lets somebody in and has so many characters, or up to two fewer."""
    claims = {"exp": 4_000_000_000, "sub": "ana", "items": "*", "groups": ""}
    room = length - len(jwt.encode(claims, JWT_KEY, "HS256"))
    return jwt.encode({**claims, "groups": "x" * (room * 3 // 4 - 1)}, JWT_KEY, "HS256")


TOKEN = token_of(300)

FILLING = {"Cookie": "x=" + "y" * 18_000}
"""With the longest token in a subprotocol nearly as much as the server takes."""

SPA_ANSWER = re.compile(rb"<!doctype html>|The client is not built yet", re.IGNORECASE)


@asynccontextmanager
async def through(port: int, **options: Any) -> AsyncIterator[Client]:
    """Come over plain HTTP, as the compose files have it on one machine."""
    offered = [Subprotocol(SUBPROTOCOL), Subprotocol(bearer(TOKEN))]
    address = f"ws://127.0.0.1:{port}"
    origin = Origin(f"http://127.0.0.1:{port}")
    async with connect(
        f"{address}/items/foo/ws", subprotocols=offered, origin=origin, close_timeout=1, **options
    ) as socket:
        yield Client(socket)


@pytest.fixture
async def server() -> AsyncIterator[Address]:
    async with serving(BEHIND) as address:
        yield address


@pytest.fixture(params=["nginx", "haproxy", "caddy"])
async def proxy(server: Address, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Proxy]:
    async with before(request.param, server.port, tmp_path) as proxy:
        yield proxy


_keys = count(1)


async def say(client: Client, body: str) -> None:
    await client.say("send", ref=1, key=f"{next(_keys):032x}", kind="message", body=body)


async def heard(client: Client) -> str:
    body: str = (await client.hear_type("entry")).body
    return body


async def test_page_is_served_and_people_talk(proxy: Proxy) -> None:
    """AU6: From the page's own origin, which is https because a trusted proxy says so; both ways, the longest too."""
    assert (await proxy.get("/api/ready")).startswith(b"HTTP/1.1 200 ")
    assert SPA_ANSWER.search(await proxy.get("/", "Accept: text/html"))
    async with proxy.client(TOKEN) as ana, proxy.client(TOKEN) as bob:
        await ana.join()
        await bob.join()
        for body in ("hello", "🦜" * MAX_BODY_LENGTH):
            await say(ana, body)
            assert [await heard(ana), await heard(bob)] == [body, body]


async def test_longest_token_passes(proxy: Proxy) -> None:
    """AU1, AU11: In a subprotocol, a query and beside as many headers as the server takes."""
    token = token_of(MAX_TOKEN_LENGTH)
    assert MAX_TOKEN_LENGTH - 3 < len(token) <= MAX_TOKEN_LENGTH
    async with proxy.client(token, additional_headers=FILLING) as ana:
        await ana.join()
    async with proxy.open(f"/items/foo/ws?token={token}", subprotocols=[Subprotocol(SUBPROTOCOL)]) as socket:
        await Client(socket).join()


async def test_page_of_another_site_is_refused(proxy: Proxy) -> None:
    """AU6: What the proxy passes on does not make another origin the page's own."""
    for origin in ("https://elsewhere.example", proxy.origin.replace("https", "http")):
        async with proxy.client(TOKEN, origin=origin) as stranger:
            assert (await stranger.closed())[0] == CloseCode.ORIGIN_NOT_ALLOWED


async def test_each_client_counts_under_its_own_address(proxy: Proxy) -> None:
    """AU10: As the proxy saw it, whatever the client says before."""
    lie = {"X-Forwarded-For": "203.0.113.7", "Forwarded": "for=203.0.113.7"}
    async with proxy.client(TOKEN) as ana, proxy.client(TOKEN) as bob:
        await ana.join()
        await bob.join()
        async with proxy.client(TOKEN, additional_headers=lie) as third:
            assert (await third.closed())[0] == CloseCode.ADDRESS_FULL
        async with proxy.client(TOKEN, address="127.0.0.3") as other:
            await other.join()


async def test_node_that_stops_sends_its_clients_away_in_words(proxy: Proxy, server: Address) -> None:
    """ST3: The code of the close passes, so that the page knows when to come back."""
    async with proxy.client(TOKEN) as ana:
        await ana.join()
        server.stop()
        assert (await ana.closed())[0] == CloseCode.SERVICE_RESTART


def test_idle_connection_is_left_alone() -> None:
    """BP10: Each time that an example sets is longer than the server's pings are apart, and their answers may take."""
    settings = Settings(auth="demo")
    needed = settings.ping_interval_seconds + settings.ping_timeout_seconds
    nginx = re.findall(r"proxy_(?:read|send)_timeout (\d+)s", example("nginx", "proxy_pass"))
    haproxy = re.findall(r"timeout (?:client|server|tunnel) +(\d+)s", example("haproxy", "frontend"))
    assert [len(nginx), len(haproxy)] == [2, 3]
    assert min(map(int, nginx + haproxy)) > needed
    # Caddy sets none for what it has upgraded, unless it is told to.
    assert "stream_timeout" not in example("caddyfile", "reverse_proxy")


async def test_proxy_of_the_compose_files_leads_to_a_node_that_is_there(tmp_path: Path) -> None:
    """ST3: Two nodes over one store; when one stops, its client goes on at the other."""
    url, port = fresh_url(), free_port()
    settings = BEHIND.model_copy(update={"store_url": url, "trusted_proxies": ("*",)})
    async with serving(settings) as first, serving(settings) as second:
        environment = {
            "HOME": str(tmp_path),
            "PARLEY_SITE": f":{port}",
            "PARLEY_NODES": f"127.0.0.1:{first.port} 127.0.0.1:{second.port}",
        }
        async with running(caddy_of_compose(), port, tmp_path, environment):
            async with through(port, additional_headers=FILLING) as ana:
                await ana.join()
                await say(ana, "before")
                await ana.hear_type("entry")
                # The proxy's own questions are connections, too.
                holds_ana = any(isinstance(one, ParleyWebSocketProtocol) for one in first.connections)
                (first if holds_ana else second).stop()
                assert (await ana.closed())[0] == CloseCode.SERVICE_RESTART
            async with through(port) as ana:
                page = (await ana.join()).page
                assert page is not None
                assert [entry.body for entry in page] == ["before"]
