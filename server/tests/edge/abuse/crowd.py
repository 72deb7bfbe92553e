"""Many connections of one address, that read what they asked for or do not, in a process of their own.

``python -m server.tests.edge.abuse.crowd PORT ROOM COUNT MANNER`` opens them, says ``ready`` once
all have joined, and goes on until it is told to stop by the end of its input. It is
a process of its own, so that what it does does not delay what others measure beside it.
"""

import asyncio
import json
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from server.protocol.entries import SUBPROTOCOL
from server.tests.edge.malformed import TEXT, wire
from server.tests.edge.sockets import PATIENCE, bearer

MANNERS = ("stalled", "newcomer", "reader", "roamer")
"""Who joins and reads nothing; who joins and reads; who asks for the newest page all the time; who asks for any."""

READS_PER_SECOND = 19
"""At the most: one below the frames that a connection may send."""

_RETRY = re.compile(rb'"retry_after_ms":(\d+)}')
_END_OF_PAGE = b"}]}"

_AT_ONCE = 50
"""Connections that are opened at the same time."""


class _Member(asyncio.Protocol):
    """One connection, which counts what it is sent and keeps none of it."""

    def __init__(self, room: str, manner: str, number: int) -> None:
        self.joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._room = room
        self._manner = manner
        self._number = number
        self._heard = b""
        self._is_open = False
        self._transport: asyncio.Transport | None = None
        self._ref = 0
        self._answered: asyncio.Future[float] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(
            f"GET /items/{self._room}/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Protocol: {SUBPROTOCOL}, {bearer('t')}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        if self.joined.done():
            self._take_answer(data)
            return
        self._heard += data
        if not self._is_open:
            self._open()
        elif b'"welcome"' in self._heard:
            self.joined.set_result(None)
        else:
            self._heard = self._heard[-20:]

    def _open(self) -> None:
        assert self._transport is not None
        if b"\r\n\r\n" not in self._heard:
            return
        self._heard, self._is_open = b"", True
        self._say("hello", contract=1)
        if self._manner == "stalled":
            self._transport.pause_reading()
            self.joined.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.joined.done():
            self.joined.set_exception(exc or ConnectionError("closed"))

    async def ask(self) -> None:
        """Ask for a page whenever the last one has come, and as soon as a refusal allows it."""
        await asyncio.sleep(self._number % 97 / 97 / READS_PER_SECOND)
        while True:
            self._ref += 1
            before = None if self._manner == "reader" else 20 + (self._number * 31 + self._ref * 7) % 80
            self._answered = asyncio.get_running_loop().create_future()
            self._say("read", ref=self._ref, before=before)
            await asyncio.sleep(max(1 / READS_PER_SECOND, await self._answered))

    def _take_answer(self, data: bytes) -> None:
        # A page is counted as come with its end, a refusal with the time that it tells.
        if found := _RETRY.search(data):
            self._settle(int(found[1]) / 1_000)
        elif data.endswith(_END_OF_PAGE):
            self._settle(0.0)

    def _settle(self, seconds: float) -> None:
        if self._answered is not None and not self._answered.done():
            self._answered.set_result(seconds)

    def _say(self, type_: str, **fields: object) -> None:
        assert self._transport is not None
        self._transport.write(wire(TEXT, json.dumps({"type": type_, **fields}).encode()))


async def _come(port: int, room: str, manner: str, number: int) -> _Member:
    member = _Member(room, manner, number)
    raw = socket.socket()
    if manner == "stalled":
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(raw, ("127.0.0.1", port))
    await loop.create_connection(lambda: member, sock=raw)
    await asyncio.wait_for(member.joined, PATIENCE)
    return member


async def main(port: int, room: str, count: int, manner: str) -> None:
    """Open all of them, and keep them as they are until the input ends."""
    members: list[_Member] = []
    for start in range(0, count, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, count))
        members += await asyncio.gather(*(_come(port, room, manner, number) for number in numbers))
    asking = [asyncio.create_task(member.ask()) for member in members if manner in ("reader", "roamer")]
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for task in asking:
        task.cancel()


@asynccontextmanager
async def crowd(port: int, room: str, count: int, manner: str) -> AsyncIterator[None]:
    """Have so many in a room while the context is open."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, str(port), room, str(count), manner,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[4],
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        said = await asyncio.wait_for(process.stdout.readline(), PATIENCE * 3)
        assert said == b"ready\n", "the crowd did not get in"
        yield
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]))
