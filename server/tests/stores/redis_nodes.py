"""Nodes that share one Redis, in one process: what the tests of it open and wait for."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from server.core.ports import RoomLog, Wakeup
from server.stores.memory.presence import MemoryPresence
from server.stores.options import StoreOptions
from server.stores.redis.address import parse_address
from server.stores.redis.presence import RedisPresence
from server.stores.redis.room_log import RedisRoomLog
from server.tests.stores.drafting import WallClock


@asynccontextmanager
async def a_log(url: str, **options: object) -> AsyncIterator[RedisRoomLog]:
    """Open a log as a node of its own."""
    log = RedisRoomLog(parse_address(url), StoreOptions(MemoryPresence(), **options))  # type: ignore[arg-type]
    try:
        await log.open()
        yield log
    finally:
        await log.close()


class Node:
    """A node of which a test holds every part."""

    def __init__(self, url: str, clock: WallClock) -> None:
        options = StoreOptions(MemoryPresence(), now=clock)
        self.log = RedisRoomLog(parse_address(url), options)
        self.presence = RedisPresence(
            self.log.link,
            self.log.subscriber,
            self.log.names,
            now_ms=lambda: self.log.now_ms,
            passed=options.now.passed,
            is_watched=self.log.watching.__contains__,
            fresh_name=lambda: options.random_bytes(8).hex(),
        )
        self.log.on_return.append(self.presence.read_all_soon)

    async def open(self) -> None:
        await self.log.open()
        await self.presence.open()

    async def close(self) -> None:
        await self.presence.close()
        await self.log.close()


@asynccontextmanager
async def a_node(url: str, clock: WallClock) -> AsyncIterator[Node]:
    """Open a node, and close it at the end."""
    node = Node(url, clock)
    try:
        await node.open()
        yield node
    finally:
        await node.close()


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop turn until something is so; the test's time is the limit."""
    # A server that dies has no event to wait for.
    while not condition():  # noqa: ASYNC110
        await asyncio.sleep(0.005)


async def wakeup_beyond(log: RoomLog, head: int) -> Wakeup:
    """Wait for a wakeup that says at least this."""
    async for wakeup in log.wakeups():
        if wakeup.head >= head:
            return wakeup
    raise AssertionError("wakeups ended")
