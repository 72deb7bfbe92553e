"""A client that does not come to the point: too much before the request, or too slowly."""

import asyncio
from inspect import signature

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from server.edge import http_protocol
from server.edge.http_protocol import MAX_HEADER_BYTES, ParleyHttpProtocol
from server.tests.edge.sockets import PATIENCE, Address

REQUEST = b"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n"


async def answer_to(address: Address, *parts: bytes) -> bytes:
    """Send the parts one by one; return everything that comes back, up to the end."""
    reader, writer = await address.raw()
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
        return await asyncio.wait_for(reader.read(), PATIENCE)
    except ConnectionError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize(
    "parts",
    [
        [REQUEST + b"X: " + b"x" * MAX_HEADER_BYTES + b"\r\n\r\n"],
        [REQUEST, *[b"X-%d: " % n + b"x" * 1000 + b"\r\n" for n in range(40)], b"\r\n"],
        [b"GET /" + b"x" * MAX_HEADER_BYTES + b" HTTP/1.1\r\nHost: a\r\n\r\n"],
        [REQUEST + b"Upgrade: websocket\r\nConnection: Upgrade\r\nX: " + b"x" * MAX_HEADER_BYTES + b"\r\n\r\n"],
    ],
    ids=["one", "many", "target", "upgrade"],
)
async def test_headers_are_bounded(demo: Address, parts: list[bytes]) -> None:
    """AU11: Refused with 431, and no traceback."""
    assert (await answer_to(demo, *parts)).startswith(b"HTTP/1.1 431 ")


async def test_endless_header_is_not_kept(demo: Address) -> None:
    """AU11: A line that never ends is refused long before its end."""
    reader, writer = await demo.raw()
    writer.write(REQUEST + b"X: ")
    sent = 0
    try:
        while sent < 100 * MAX_HEADER_BYTES and not reader.at_eof():
            writer.write(b"x" * 10_000)
            await writer.drain()
            await asyncio.sleep(0)
            sent += 10_000
    except ConnectionError:
        pass
    writer.close()
    assert sent < 100 * MAX_HEADER_BYTES


@pytest.mark.parametrize(
    "sent", [b"", b"GET / HT", REQUEST, REQUEST + b"\r\n" + REQUEST], ids=["nothing", "line", "header", "second"]
)
async def test_headers_have_a_time(demo: Address, sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """AU11: Who takes too long over them is cut off, on a connection that was kept too."""
    monkeypatch.setattr(http_protocol, "HEADER_SECONDS", 0.05)
    answer = await answer_to(demo, sent)
    assert answer.count(b"HTTP/1.1") == (1 if sent.endswith(REQUEST) and b"\r\n\r\n" in sent else 0)


async def test_requests_in_time_are_answered(demo: Address) -> None:
    """AU11: Several on one connection, with a body too."""
    body = b"POST /api/health HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n" + b"x" * 50_000
    last = REQUEST + b"Connection: close\r\n\r\n"
    answer = await answer_to(demo, REQUEST + b"\r\n", body, last)
    assert [line.split()[1] for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1")][-1] == b"200"


@pytest.mark.parametrize(
    "name",
    [
        "connection_made",
        "connection_lost",
        "data_received",
        "on_message_begin",
        "on_headers_complete",
        "on_body",
        "on_message_complete",
        "handle_websocket_upgrade",
    ],
)
def test_what_is_overridden_is_still_there(name: str) -> None:
    """AU11: uvicorn promises nothing about these methods, so a change must be seen here."""
    ours, theirs = getattr(ParleyHttpProtocol, name), getattr(HttpToolsProtocol, name)
    assert ours is not theirs
    assert list(signature(ours).parameters) == list(signature(theirs).parameters)
