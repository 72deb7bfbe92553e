"""What a proxy says of those for whom it speaks."""

from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from server.edge.forwarded import ForwardedFor

PROXY = "10.0.0.7"
OURS = ("10.0.0.0/8", "::1/128")


async def seen(
    headers: list[tuple[str, str]], proxies: tuple[str, ...] = OURS, peer: Any = (PROXY, 4000), kind: str = "http"
) -> tuple[Any, str]:
    """Return the client and the scheme that the application sees."""
    found: list[Scope] = []

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        found.append(scope)

    async def nothing(*_: Any) -> Any:
        raise AssertionError("nobody asks")

    scheme = "ws" if kind == "websocket" else "http"
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    scope = {"type": kind, "client": peer, "scheme": scheme, "headers": raw}
    await ForwardedFor(app, proxies)(scope, nothing, nothing)
    return found[0]["client"], found[0]["scheme"]


@pytest.mark.parametrize(
    ("said", "scheme"),
    [
        (["https"], "https"),
        (["HTTPS"], "https"),
        (["https, http"], "https"),
        (["https", "http"], "https"),
        (["wss"], "https"),
        (["http, https"], "http"),
        (["gopher"], "http"),
        ([""], "http"),
    ],
)
async def test_scheme_is_the_clients(said: list[str], scheme: str) -> None:
    """HT5: Of a chain of proxies the first says it, in any letter case."""
    headers = [("X-Forwarded-Proto", value) for value in said]
    assert (await seen(headers))[1] == scheme
    assert (await seen(headers, kind="websocket"))[1] == {"https": "wss", "http": "ws"}[scheme]


@pytest.mark.parametrize(
    ("said", "client"),
    [
        (["203.0.113.7"], ("203.0.113.7", 0)),
        (["203.0.113.7:4711"], ("203.0.113.7", 4711)),
        (["203.0.113.7, 10.0.0.9"], ("203.0.113.7", 0)),
        (["198.51.100.1, 203.0.113.7, 10.0.0.9"], ("203.0.113.7", 0)),
        (["198.51.100.1, 203.0.113.7", "10.0.0.9"], ("203.0.113.7", 0)),
        (["[2001:db8::7]:4711, [::1]:80"], ("2001:db8::7", 4711)),
        (["2001:DB8::0:7"], ("2001:db8::7", 0)),
        (["[2001:db8::7]"], ("2001:db8::7", 0)),
        (["203.0.113.7:port"], ("203.0.113.7", 0)),
        (["203.0.113.7:" + "9" * 5_000], ("203.0.113.7", 0)),
        (["203.0.113.7:\u00b2"], ("203.0.113.7", 0)),
        (["fe80::7%" + "x" * 5_000], ("fe80::7", 0)),
        (["10.0.0.8, 10.0.0.9"], ("10.0.0.8", 0)),
        (["198.51.100.1, unknown"], (PROXY, 4000)),
        (["198.51.100.1, _hidden, 10.0.0.9"], ("10.0.0.9", 0)),
        ([""], (PROXY, 4000)),
        (["<script>"], (PROXY, 4000)),
        (["203.0.113.7,"], (PROXY, 4000)),
    ],
)
async def test_client_is_whom_the_first_of_our_proxies_saw(said: list[str], client: Any) -> None:
    """HT5: Counted from our side, for whoever is further off may have written anything."""
    assert (await seen([("X-Forwarded-For", value) for value in said]))[0] == client


async def test_anybody_may_be_a_proxy_where_all_are() -> None:
    """HT5: With ``*`` the first of the list is the client."""
    assert (await seen([("X-Forwarded-For", "203.0.113.7, 198.51.100.1")], ("*",)))[0] == ("203.0.113.7", 0)


@pytest.mark.parametrize("peer", [("203.0.113.1", 4000), None, ("", 0), ("unix", 0)])
async def test_nobody_else_is_believed(peer: Any) -> None:
    """HT5: Who is no proxy of ours says nothing about itself."""
    headers = [("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.7")]
    assert await seen(headers, peer=peer) == (peer, "http")


async def test_an_address_is_the_same_in_either_family() -> None:
    """HT5: On a socket of both families an IPv4 proxy has an address of IPv6."""
    assert (await seen([("X-Forwarded-Proto", "https")], peer=("::ffff:10.0.0.7", 1)))[1] == "https"


async def test_the_other_header_is_not_read() -> None:
    """HT5: RFC 7239's header passes a proxy that does not know it, whoever wrote it."""
    headers = [("Forwarded", "for=203.0.113.7;proto=https")]
    assert await seen(headers) == ((PROXY, 4000), "http")
