"""One person with as many connections as they may have, over real sockets and with a clock in hand."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.protocol.close_codes import CloseCode
from server.protocol.errors import ErrorCode
from server.protocol.server_frames import Ack, Error, Presence, ServerFrame
from server.settings import Settings
from server.tests.doubles import FakeClock
from server.tests.edge.sockets import PATIENCE, Address, Client, serving

SETTINGS = {"auth": "demo", "port": 0, "store_url": "memory://", "messages_per_second": 1_000, "message_burst": 1_000}

ROOMS = [f"room-{number}" for number in range(100)]
"""One for each connection: of those who come to one room together the second waits for the clock."""


@asynccontextmanager
async def attacked(**settings: object) -> AsyncIterator[tuple[Address, FakeClock]]:
    """Serve with time that passes when the test says so."""
    clock = FakeClock()
    async with serving(Settings.model_validate({**SETTINGS, **settings}), clock) as address:
        yield address, clock


async def flood(clients: Sequence[Client], count: int, body: str = "x") -> list[Ack | Error]:
    """Send so many messages over each connection, all at once; return every answer."""

    async def one(client: Client) -> list[Ack | Error]:
        for ref in range(count):
            await client.say("send", ref=ref, key=secrets.token_hex(16), kind="message", body=body)
        return [await client.hear_until(lambda frame: frame.type in ("ack", "error")) for _ in range(count)]  # type: ignore[misc]

    answers = await asyncio.gather(*(one(client) for client in clients))
    return [answer for each in answers for answer in each]


async def joined(stack: AsyncExitStack, address: Address, rooms: Sequence[str]) -> list[Client]:
    clients = [await stack.enter_async_context(address.client(room)) for room in rooms]
    for client in clients:
        await client.join()
    return clients


async def test_a_hundred_connections_of_one_person_write_as_much_as_one_may() -> None:
    """BP16: Messages are counted over all of them, and what is refused may come again later."""
    async with attacked(address_messages_per_second=20) as (address, clock), AsyncExitStack() as stack:
        clients = await joined(stack, address, ROOMS)
        answers = await flood(clients, 5)
        acks = [answer for answer in answers if isinstance(answer, Ack)]
        errors = [answer for answer in answers if isinstance(answer, Error)]
        assert (len(acks), len(errors)) == (200, 300)
        assert {(error.code, error.temporary) for error in errors} == {(ErrorCode.TOO_FAST, True)}
        # They are told moments of their own, so that they do not come back together.
        assert len({error.retry_after_ms for error in errors}) > 150
        clock.advance(1)
        assert sum(isinstance(answer, Ack) for answer in await flood(clients[:40], 1)) == 20


async def test_a_hundred_connections_write_bytes_within_one_budget() -> None:
    """BP16: The log holds no more than a burst, and what a second brings for each second."""
    async with attacked(address_bytes_per_second=16_384) as (address, clock), AsyncExitStack() as stack:
        clients = await joined(stack, address, ROOMS)
        written = 0
        for _ in range(4):
            answers = await flood(clients, 1, "x" * 7_900)
            written += sum(8_000 for answer in answers if isinstance(answer, Ack))
            clock.advance(1)
        assert 200_000 < written <= 4 * 65_536 + 4 * 16_384


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "message", "body": " "},
        {"kind": "message", "body": "\u200b"},
        {"kind": "gossip", "body": "x"},
        {"kind": "edit", "body": "x", "target": 1},
    ],
    ids=["blank", "invisible", "unknown-kind", "edit-of-nothing"],
)
async def test_a_send_that_is_refused_begins_no_room(fields: dict[str, object]) -> None:
    """BP17: Whoever refuses it, the session or the store; the next one in that room begins it."""
    async with attacked(address_rooms_per_hour=3) as (address, _), AsyncExitStack() as stack:
        clients = await joined(stack, address, [f"room-{number}" for number in range(8)])
        for client in clients[:4]:
            await client.say("send", ref=1, key=secrets.token_hex(16), **fields)
            error = await client.hear_until(lambda frame: frame.type in ("ack", "error"))
            assert (error.type, getattr(error, "temporary", None)) == ("error", False)
        answers = await flood(clients[3:], 1)
        assert [answer.type for answer in answers] == ["ack"] * 3 + ["error"] * 2


async def test_rooms_that_one_person_begins_are_bounded() -> None:
    """BP17: The first message in one more empty room is refused for a while; in the others the talk goes on."""
    async with attacked(address_rooms_per_hour=3) as (address, _), AsyncExitStack() as stack:
        clients = await joined(stack, address, [f"room-{number}" for number in range(5)])
        first = [(await flood([client], 1))[0] for client in clients]
        assert [isinstance(answer, Ack) for answer in first] == [True] * 3 + [False] * 2
        assert all(isinstance(answer, Ack) for answer in await flood(clients[:3], 5))
        (refusal,) = await flood(clients[-1:], 1)
        assert isinstance(refusal, Error)
        assert (refusal.code, refusal.retry_after_ms) == (ErrorCode.TOO_FAST, 20 * 60 * 1000)


async def test_coming_in_over_and_over_is_refused() -> None:
    """BP18: With a close after accept; and whoever waits comes in."""
    async with attacked(address_joins_per_minute=30) as (address, clock), AsyncExitStack() as stack:
        await joined(stack, address, ROOMS[:30])
        async with address.client() as client:
            assert (await client.closed())[0] == CloseCode.TOO_FAST
        async with address.open("/ws/1") as guest:
            await guest.wait_closed()
            assert guest.close_code == CloseCode.TOO_FAST
        clock.advance(2)
        await joined(stack, address, ROOMS[:1])


async def test_whoever_speaks_another_protocol_is_counted_too() -> None:
    """BP18: A stranger who is turned away for the subprotocol costs a handshake like any other."""
    async with attacked(address_joins_per_minute=3) as (address, _):
        codes = []
        for _ in range(5):
            async with address.open("/items/foo/ws", "parley.v0") as socket:
                await socket.wait_closed()
                codes.append(socket.close_code)
        assert codes == [CloseCode.UNKNOWN_SUBPROTOCOL] * 3 + [CloseCode.TOO_FAST] * 2


async def refusals_of(address: Address, path: str, count: int, **options: Any) -> list[int]:
    """Try to open a socket so many times; return the status of each refusal."""
    found = []
    for _ in range(count):
        with pytest.raises(InvalidStatus) as refusal:
            async with address.open(path, **options):
                pass
        found.append(refusal.value.response.status_code)
    return found


@pytest.mark.parametrize(
    ("path", "origin"), [("/nowhere", None), ("/ws", "https://evil.example"), ("/items/foo/ws", None)]
)
async def test_handshakes_that_lead_nowhere_are_counted(path: str, origin: str | None) -> None:
    """BP18: Refused before accept, they are requests of plain HTTP; the page and the rooms are counted apart."""
    async with attacked(address_requests_per_second=1) as (address, clock):
        assert await refusals_of(address, path, 22, origin=origin) == [403] * 20 + [429] * 2
        async with address.client() as client:
            await client.join()
        clock.advance(1)
        assert await refusals_of(address, path, 1, origin=origin) == [403]


@pytest.mark.parametrize("path", ["/ws", "/ws/7", "/items/foo/ws?token=t"])
async def test_the_chapter_is_answered_within_the_same_budget(path: str) -> None:
    """BP16: Its sockets, which know no refusal, are not listened to until there is something to spend."""
    async with attacked(address_messages_per_second=2) as (address, clock), AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(address.open(path)) for _ in range(10)]
        for socket in sockets:
            for _ in range(5):
                await socket.send("hi")
        heard = asyncio.Queue[str]()
        listening = [asyncio.create_task(_listen(socket, heard)) for socket in sockets]
        seconds = 0
        while heard.qsize() < 50:
            assert heard.qsize() <= 20 + 2 * seconds
            # Whoever was asleep has had a turn when this is answered.
            assert (await got(address, "/api/health"))[0] == 200
            if heard.qsize() >= 20:  # Ten seconds' worth comes at once.
                clock.advance(1)
                seconds += 1
        assert seconds >= 15
        for task in listening:
            task.cancel()


@pytest.mark.parametrize("path", ["/ws", "/ws/7", "/items/foo/ws?token=t"])
@pytest.mark.parametrize("compression", [False, True])
@pytest.mark.parametrize("how", ["closed", "lost"])
async def test_nobody_waits_for_a_budget_who_is_gone(path: str, how: str, *, compression: bool) -> None:
    """BP16, TU5: The place of a connection is free with its end; what it waited to say is not said."""
    settings = {"address_messages_per_second": 2, "connections_per_address": 2, "compression": compression}
    async with attacked(**settings) as (address, clock), address.client("lobby") as watcher:
        await watcher.join()
        async with address.open(path, compression="deflate" if compression else None) as socket:
            for _ in range(21):  # Ten seconds' worth, and one that waits.
                await socket.send("hi")
            for _ in range(20):
                await socket.recv()
            # Whatever was sent has arrived when this is answered.
            assert (await got(address, "/api/health"))[0] == 200
            if path == "/ws/7":
                await told(address, clock, watcher, "joined")
            if how == "lost":
                socket.transport.abort()
        async with asyncio.timeout(PATIENCE):
            while not await is_let_in(address):
                pass
        if path == "/ws/7":
            await told(address, clock, watcher, "left")


async def told(address: Address, clock: FakeClock, watcher: Client, how: str) -> None:
    """Wait until a guest is announced, in as little time as that takes: none in which they could pay for a text."""

    def is_told(frame: ServerFrame) -> bool:
        members = getattr(frame, how) if isinstance(frame, Presence) else ()
        return any(member.name == "Client #7" for member in members)

    hearing = asyncio.create_task(watcher.hear_until(is_told))
    while not hearing.done():
        clock.advance(0.001)
        await got(address, "/api/health")
    hearing.result()


async def is_let_in(address: Address) -> bool:
    async with address.client("bar") as client:
        await client.say("hello", contract=1)
        try:
            return (await client.hear()).type == "welcome"
        except ConnectionClosed:
            return False


async def _listen(socket: ClientConnection, heard: asyncio.Queue[str]) -> None:
    """Note each answer of the chapter to what this socket said itself."""
    async for text in socket:
        if isinstance(text, str) and text.startswith(("You wrote", "Message text was")):
            heard.put_nowait(text)


async def test_the_chapter_counts_for_the_quotas() -> None:
    """AU10: Also where it has no room."""
    async with attacked(connections_per_address=2) as (address, _), AsyncExitStack() as stack:
        for path in ("/ws", "/items/foo/ws?token=t"):
            await stack.enter_async_context(address.open(path))
        for path in ("/ws", "/items/foo/ws?token=t", "/ws/1"):
            async with address.open(path) as socket:
                await socket.wait_closed()
                assert socket.close_code == CloseCode.ADDRESS_FULL


async def test_pages_of_one_address_are_bounded() -> None:
    """BP18: Plain requests are answered with 429, which says when to come again; a probe always is."""
    async with attacked(address_requests_per_second=3) as (address, clock):
        statuses = [(await got(address, "/api/openapi.json"))[0] for _ in range(63)]
        assert statuses == [200] * 60 + [429] * 3
        status, head = await got(address, "/api/openapi.json")
        assert (status, "retry-after: 1\r\n" in head, "content-security-policy" in head) == (429, True, True)
        assert (await got(address, "/api/health"))[0] == 200
        clock.advance(1)
        assert (await got(address, "/api/openapi.json"))[0] == 200


async def got(address: Address, path: str) -> tuple[int, str]:
    """Ask for a page; return its status and its headers."""
    reader, writer = await address.raw()
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        return int(head.split()[1]), head
    finally:
        writer.close()
