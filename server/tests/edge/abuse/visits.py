"""First visits of browsers, as far as the server sees them: the page, its files, the worker's, and a room."""

import asyncio
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from server.tests.edge.sockets import PATIENCE, Address

LANES = 6
"""Connections of HTTP/1.1 that a browser keeps to one host."""

HASHED = [f"/assets/part-{number}.js" for number in range(14)]
OTHERS = ["/faults.js", "/appearance.js", "/favicon.svg", "/manifest.webmanifest", "/icons/192.png"]
FIRST = [*OTHERS, *HASHED[:6], "/service-worker.js"]
WORKERS = ["/", *OTHERS[:3], *HASHED[6:]]
"""What the service worker keeps; what the page has loaded, the browser's own cache has for it."""

REQUESTS = 1 + len(FIRST) + len(WORKERS)


def build(folder: Path) -> None:
    """Write a client of as many files as the real one."""
    for path in {*FIRST, *WORKERS, "/index.html"} - {"/"}:
        file = folder / path[1:]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"/* {path} */" * 200, "utf-8")


class Browser:
    """One visitor's browser: some connections that stay open, on which requests follow one another."""

    def __init__(self, address: Address, stack: AsyncExitStack) -> None:
        self._address = address
        self._stack = stack
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._free = asyncio.Semaphore(LANES)

    async def visit(self, room: str) -> list[int]:
        """Open the page and come into a room; return the status of every answer."""
        statuses = [await self._get(f"/items/{room}")]
        statuses += await asyncio.gather(*(self._get(path) for path in FIRST))
        client = await self._stack.enter_async_context(self._address.client(room))
        await client.join()
        statuses += await asyncio.gather(*(self._get(path) for path in WORKERS))
        return statuses

    async def _get(self, path: str) -> int:
        async with self._free:
            while self._idle:
                # As browsers do: the server may have closed what waited.
                with suppress(ConnectionError, asyncio.IncompleteReadError):
                    return await self._asked(path, *self._idle.pop())
            reader, writer = await self._address.raw()
            self._stack.callback(writer.close)
            return await self._asked(path, reader, writer)

    async def _asked(self, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length: "))
        await reader.readexactly(int(length.split()[1]))
        self._idle.append((reader, writer))
        return int(head.split()[1])


async def visits(address: Address, stack: AsyncExitStack, count: int, *, at_once: int) -> list[int]:
    """Have so many visitors, some of them at the same time; all of them stay. Return the status of every answer."""
    free = asyncio.Semaphore(at_once)

    async def one(number: int) -> list[int]:
        async with free:
            return await Browser(address, stack).visit(f"room-{number % 10}")

    return [status for each in await asyncio.gather(*map(one, range(count))) for status in each]
