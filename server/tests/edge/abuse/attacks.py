"""What a stranger can do to a server before anybody asks who he is, and what was seen of it."""

import asyncio
import select
import socket
import struct
import time
import zlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from server.tests import unhurried
from server.tests.edge.abuse.targets import Target
from server.tests.edge.malformed import CONT, PING, TEXT, wire
from server.tests.edge.sockets import PATIENCE

MEGABYTE = 1024 * 1024

FLOOD_BYTES = 48 * MEGABYTE
"""More than every buffer on the way holds, and all that a flood sends."""

STANDSTILL_SECONDS = 2.0
"""As long without a byte taken: the other side has stopped to listen."""

MAX_GROWTH = 16 * MEGABYTE
"""What an attack may cost at its peak: far more than it does here, and far less than what it sends."""


UNREAD = "cut off"
"""An end without a code, or with one that did not get through to somebody who reads nothing."""


STANDS_STILL = "the room stands still"


@dataclass(frozen=True)
class Verdict:
    """What was seen of an attack."""

    grown_bytes: int
    """At the peak, over what the process took before."""
    longest_wait_seconds: float
    """Of somebody else for an answer."""
    others_were_answered: bool
    end: str | None
    """How the server ended the attacker's connection; None if it did not."""


@dataclass(frozen=True)
class Attack:
    """One way to abuse a server, and what a server that withstands it does."""

    name: str
    run: Callable[[Target, "Attacker"], Awaitable[str | None]]
    ends: frozenset[str]
    max_growth: int = MAX_GROWTH

    def is_withstood(self, verdict: Verdict) -> bool:
        """Whether the attacker was sent away, the memory stayed, and nobody else had to suffer for it."""
        return verdict.end in self.ends and verdict.grown_bytes <= self.max_growth and verdict.others_were_answered


class Attacker:
    """A bare TCP connection that reads only when it wants to."""

    def __init__(self, port: int, *, receive_buffer: int | None = None) -> None:
        self._port = port
        self._loop = asyncio.get_running_loop()
        self._socket = socket.socket()
        if receive_buffer is not None:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self._socket.setblocking(False)
        self._heard = b""

    async def connect(self) -> None:
        await self._loop.sock_connect(self._socket, ("127.0.0.1", self._port))

    async def shake_hands(self, target: Target, extra: str = "") -> bytes:
        """Open a WebSocket; return the head of the answer."""
        await self.connect()
        await self.send(target.handshake(extra))
        while b"\r\n\r\n" not in self._heard:
            self._heard += await asyncio.wait_for(self._loop.sock_recv(self._socket, 65_536), PATIENCE)
        head, _, self._heard = self._heard.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101"), head
        return head

    async def join(self, target: Target) -> None:
        """Open a WebSocket, and read until it is a member's."""
        await self.shake_hands(target)
        await self.send(wire(TEXT, target.hello.encode()))
        assert await self.hear(target.welcome)

    async def send(self, data: bytes) -> None:
        with suppress(ConnectionError):
            await self._loop.sock_sendall(self._socket, data)

    async def pour(self, data: bytes, limit: int) -> int:
        """Send the data over and over, until the limit, the end or a standstill; return what was taken."""
        taken = 0
        while taken < limit:
            try:
                taken += self._socket.send(data[taken % len(data) :])
            except BlockingIOError:
                if not await self._can(self._loop.add_writer, self._loop.remove_writer):
                    break
            except ConnectionError:
                break
            await asyncio.sleep(0)  # The bystander's turn.
        return taken

    async def hear(self, marker: bytes) -> bool:
        """Read until the marker comes; return False if it does not."""
        heard = b""
        with suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(PATIENCE / 2):
                while marker not in heard:
                    part = await self._loop.sock_recv(self._socket, MEGABYTE)
                    if not part:
                        return False
                    heard = heard[-len(marker) :] + part
                return True
        return False

    async def read_on(self) -> None:
        """Read and drop whatever comes, to the end."""
        with suppress(ConnectionError):
            while await self._loop.sock_recv(self._socket, MEGABYTE):
                pass

    async def end(self, patience: float) -> str | None:
        """Wait, without reading, until the server ends the connection; return how it did."""
        poll = select.poll()
        poll.register(self._socket, select.POLLRDHUP)
        if not await asyncio.to_thread(poll.poll, patience * 1000):
            return None
        with suppress(ConnectionError, BlockingIOError):
            while part := self._socket.recv(MEGABYTE):
                self._heard += part
        return _told(self._heard)

    def leave(self) -> None:
        self._socket.close()

    async def _can(self, add: Callable[..., None], remove: Callable[..., object]) -> bool:
        is_ready = asyncio.Event()
        add(self._socket, is_ready.set)
        try:
            await asyncio.wait_for(is_ready.wait(), STANDSTILL_SECONDS)
        except TimeoutError:
            return False
        finally:
            remove(self._socket)
        return True


def _told(heard: bytes) -> str:
    """Return what the last words of a server were."""
    if heard.startswith(b"HTTP/1.1 "):
        return heard.split(b" ", 2)[1].decode()
    while len(heard) >= 2:
        size, start = heard[1], 2
        if size >= 126:
            width = 2 if size == 126 else 8
            size, start = int.from_bytes(heard[2 : 2 + width], "big"), 2 + width
        if heard[0] == 0x88 and size >= 2:
            return str(struct.unpack("!H", heard[2:4])[0])
        heard = heard[start + size :]
    return UNREAD


class Bystander:
    """Somebody else, who asks for a page again and again."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.longest_wait_seconds = 0.0
        self.is_asking = self.is_answered = True

    async def ask(self) -> None:
        """Ask until told to stop, or not answered; on a new connection each time, as newcomers do."""
        while self.is_asking and self.is_answered:
            self.is_answered = await self.ask_once()

    async def ask_once(self) -> bool:
        """Ask for a page; return whether it came."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE / 2):
                await self._ask()
        except (TimeoutError, ConnectionError):
            return False
        finally:
            self.longest_wait_seconds = max(self.longest_wait_seconds, time.monotonic() - began)
        return True

    async def _ask(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._target.port)
        try:
            writer.write(f"GET {self._target.page} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            assert (await reader.readline()).startswith(b"HTTP/1.1 200")
            await reader.read()
        finally:
            writer.close()


async def commit(attack: Attack, target: Target) -> Verdict:
    """Do it once, while a bystander asks for pages."""
    bystander, attacker = Bystander(target), Attacker(target.port, receive_buffer=4096)
    assert await bystander.ask_once()
    bystander.longest_wait_seconds = 0.0
    before = target.forget_peak()
    asking = asyncio.create_task(bystander.ask())
    try:
        end = await attack.run(target, attacker)
    finally:
        bystander.is_asking = False
        await asking
        attacker.leave()
    return Verdict(target.memory_peak() - before, bystander.longest_wait_seconds, bystander.is_answered, end)


async def _ping_flood(target: Target, attacker: Attacker) -> str | None:
    """Pings as fast as they go, whose answers nobody reads."""
    await attacker.shake_hands(target)
    await attacker.pour(wire(PING, b"p" * 125) * 500, FLOOD_BYTES)
    return await attacker.end(5)


async def _empty_fragments(target: Target, attacker: Attacker) -> str | None:
    """A message that goes on for ever, in parts of nothing."""
    await attacker.shake_hands(target)
    await attacker.send(wire(TEXT, b"", fin=False))
    await attacker.pour(wire(CONT, b"", fin=False) * 10_000, 6 * MEGABYTE)
    return await attacker.end(5)


async def _header_flood(target: Target, attacker: Attacker) -> str | None:
    """One header line without an end."""
    await attacker.connect()
    await attacker.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
    await attacker.pour(b"x" * 65_536, FLOOD_BYTES)
    return await attacker.end(5)


async def _slowloris(target: Target, attacker: Attacker) -> str | None:
    """Half a handshake, and then nothing more."""
    await attacker.connect()
    await attacker.send(target.handshake()[:60])
    return await attacker.end(12)


async def _compressed_bomb(target: Target, attacker: Attacker) -> str | None:
    """Sixteen kilobytes that unpack to sixteen megabytes, five times over."""
    await attacker.shake_hands(target, "Sec-WebSocket-Extensions: permessage-deflate\r\n")
    packer = zlib.compressobj(wbits=-12)
    packed = packer.compress(bytes(16 * MEGABYTE - 1)) + packer.flush(zlib.Z_SYNC_FLUSH)
    bomb = wire(TEXT, packed[:-4], bits=0x40)
    others = [Attacker(target.port) for _ in range(4)]
    for one in others:
        await one.shake_hands(target, "Sec-WebSocket-Extensions: permessage-deflate\r\n")
    await asyncio.gather(*(one.send(bomb) for one in (attacker, *others)))
    end = await attacker.end(5)
    for one in others:
        one.leave()
    return end


async def _flooder(target: Target, attacker: Attacker) -> str | None:
    """Seventy-six thousand tiny messages at once."""
    await attacker.shake_hands(target)
    message = wire(TEXT, b"{}")
    await attacker.pour(message * 1000, 76_000 * len(message))
    return await attacker.end(5)


async def _stalled_reader(target: Target, attacker: Attacker) -> str | None:
    """A member who reads nothing, in a room where somebody else speaks."""
    await attacker.shake_hands(target)
    await attacker.send(wire(TEXT, target.hello.encode()))
    return await attacker.end(20) if await spoke(target, 600) else STANDS_STILL


async def _black_hole(target: Target, attacker: Attacker) -> str | None:
    """A member whose machine is gone, with something still on its way to him."""
    await attacker.shake_hands(target)
    await attacker.send(wire(TEXT, target.hello.encode()))
    return await attacker.end(8) if await spoke(target, 40) else STANDS_STILL


async def spoke(target: Target, count: int) -> bool:
    """Say something so many times, to be read by the speaker too; return False if that does not succeed."""
    speaker = Attacker(target.port)
    try:
        await speaker.join(target)
        for number in range(1, count + 1):
            marker = f"<{number}>"
            await speaker.send(wire(TEXT, target.message(number, "x" * 7_900 + marker).encode()))
            if not await speaker.hear(marker.encode()):
                return False
        return True
    finally:
        speaker.leave()


PING_FLOOD = Attack("ping flood", _ping_flood, frozenset({"4008", UNREAD}))
EMPTY_FRAGMENTS = Attack("empty fragments", _empty_fragments, frozenset({"1009"}))
HEADER_FLOOD = Attack("header flood", _header_flood, frozenset({"431"}))
SLOWLORIS = Attack("slowloris", _slowloris, frozenset({UNREAD}))
COMPRESSED_BOMB = Attack("compressed bomb", _compressed_bomb, frozenset({"1002"}))
FLOODER = Attack("flooder", _flooder, frozenset({"4505", "4008", UNREAD}))
STALLED_READER = Attack("stalled reader", _stalled_reader, frozenset({UNREAD}))
BLACK_HOLE = Attack("black-holed peer", _black_hole, frozenset({UNREAD}))
ATTACKS = (
    PING_FLOOD, EMPTY_FRAGMENTS, HEADER_FLOOD, SLOWLORIS, COMPRESSED_BOMB, FLOODER, STALLED_READER, BLACK_HOLE,
)  # fmt: skip

UNHURRIED = {**unhurried.UNHURRIED, "MAX_ENTRIES_PER_ROOM": "50"}
"""Settings for a server whose speakers are not to be held up, beside a reader who is."""

SHORT_PINGS = {"PING_INTERVAL_SECONDS": "0.5", "PING_TIMEOUT_SECONDS": "0.5"}
"""And for one that misses somebody soon."""
