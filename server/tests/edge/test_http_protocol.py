"""A client that does not come to the point: too much before the request, or too slowly."""

import asyncio
import socket
from inspect import signature

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from server.edge import http_protocol
from server.edge.http_protocol import MAX_HEADER_BYTES, MAX_WAITING_REQUESTS, ParleyHttpProtocol
from server.tests.edge.conftest import DEMO
from server.tests.edge.people import until
from server.tests.edge.sockets import PATIENCE, Address, pass_time, serving
from server.tests.edge.test_transport import handshake

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
        [b"GET /" + b"x" * MAX_HEADER_BYTES + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"],
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


async def test_nothing_is_written_to_who_left(demo: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """AU12: Neither the answer that was under way, nor those to the requests behind it; uvloop raises at each."""
    large = b"GET /docs/ui/swagger-ui-bundle.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    reader, writer = await demo.raw()
    writer.write(large * 3)
    assert (await asyncio.wait_for(reader.readline(), PATIENCE)).startswith(b"HTTP/1.1 200 ")
    # All three have come, and nothing more is read: the first answer waits for room.
    (protocol,) = demo.connections
    await until(lambda: len(protocol.pipeline) == 2 and protocol.flow.write_paused)
    late: list[bytes] = []
    writer.transport.abort()
    await until(protocol.transport.is_closing)
    monkeypatch.setattr(protocol.transport, "write", late.append)
    await until(lambda: not demo.connections)
    # What is under way ends by itself, in the turns that follow.
    await until(lambda: not protocol.tasks)
    assert late == []


async def test_requests_in_time_are_answered(demo: Address) -> None:
    """AU11: Several on one connection, with a body too."""
    body = b"POST /api/health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000\r\n\r\n" + b"x" * 50_000
    last = REQUEST + b"Connection: close\r\n\r\n"
    answer = await answer_to(demo, REQUEST + b"\r\n", body, last)
    assert [line.split()[1] for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1")][-1] == b"200"


async def test_second_request_does_not_save_a_refused_client(demo: Address) -> None:
    """AU11: It came in the same piece, and is neither answered nor a reason to wait."""
    refused = REQUEST + b"X: " + b"x" * MAX_HEADER_BYTES + b"\r\n\r\n"
    assert (await answer_to(demo, refused + REQUEST + b"\r\n")).count(b"HTTP/1.1 ") == 1


async def test_body_has_a_time(demo: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """AU12: A byte now and then does not keep a connection."""
    monkeypatch.setattr(http_protocol, "REQUEST_SECONDS", 0.05)
    _, writer = await demo.raw()
    writer.write(b"POST /api/health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n")
    async with asyncio.timeout(PATIENCE):
        while not writer.is_closing():
            writer.write(b"x")
            await asyncio.sleep(0)
    writer.close()


async def test_answer_has_a_time(demo: Address) -> None:
    """AU12: A client that asks for a large file and reads nothing is cut off."""
    raw, loop = socket.socket(), asyncio.get_running_loop()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    await loop.sock_connect(raw, ("127.0.0.1", demo.port))
    await loop.sock_sendall(raw, b"GET /docs/ui/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert (await loop.sock_recv(raw, 15)).endswith(b" 200 OK")
    (stalled,) = demo.connections
    pass_time(http_protocol.REQUEST_SECONDS)
    async with asyncio.timeout(PATIENCE):
        while stalled in demo.connections:
            await answer_to(demo, REQUEST + b"Connection: close\r\n\r\n")
    raw.close()


async def test_requests_do_not_pile_up(demo: Address) -> None:
    """AU12: Thousands that came in one piece are a flood, and few are answered."""
    assert (await answer_to(demo, (REQUEST + b"\r\n") * 3_000)).count(b"HTTP/1.1 200") <= MAX_WAITING_REQUESTS


async def test_socket_outlives_the_request_that_opened_it(demo: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """AU12: A WebSocket's time is its own."""
    monkeypatch.setattr(http_protocol, "REQUEST_SECONDS", 0.05)
    loop = asyncio.get_running_loop()
    async with demo.client() as ana:
        until = loop.time() + 0.2
        while loop.time() < until:
            await ana.say("ping", ref=1)
            await ana.hear_type("pong")


@pytest.mark.parametrize(
    "extra",
    [b"Cookie: a=" + b"x" * 9_000, b"\r\n".join(b"X-%d: y" % n for n in range(130))],
    ids=["long", "many"],
)
async def test_handshake_has_the_same_bounds_as_any_request(demo: Address, extra: bytes) -> None:
    """AU11: A long cookie, or many headers, are no reason to leave a browser without an answer."""
    reader, writer = await demo.raw()
    writer.write(handshake(extra=extra + b"\r\n"))
    assert b" 101 " in await asyncio.wait_for(reader.readline(), PATIENCE)
    writer.close()


async def test_handshake_that_is_none_is_answered(demo: Address) -> None:
    """AU11: By a 400, for a method that begins no WebSocket."""
    answer = await answer_to(demo, handshake().replace(b"GET ", b"POST ", 1))
    assert answer.startswith(b"HTTP/1.1 400 ")


async def test_byte_that_begins_nothing_does_not_keep_a_connection() -> None:
    """AU12: Between two requests a connection is kept for a while, whatever dribbles in."""
    async with serving(DEMO, keep_alive_seconds=0.05) as address:
        reader, writer = await address.raw()
        writer.write(REQUEST + b"\r\n")
        await asyncio.wait_for(reader.readuntil(b"}"), PATIENCE)
        writer.write(b"\r\n")
        assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
        writer.close()


async def test_websocket_is_no_idle_connection() -> None:
    """AU12: What was a request once is not hung up on when no other follows."""
    async with serving(DEMO, keep_alive_seconds=PATIENCE) as address, address.client() as ana:
        await ana.join()
        pass_time(PATIENCE)
        # The timers that are due run between the two.
        for ref in (1, 2):
            await ana.say("ping", ref=ref)
            await ana.hear_type("pong")


@pytest.mark.parametrize(
    "name",
    [
        "connection_made",
        "connection_lost",
        "data_received",
        "_start_asgi_task",
        "on_message_begin",
        "on_headers_complete",
        "on_response_complete",
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
