"""The rooms that are open on this node: each is opened once, and closed when nobody needs it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

from server.core.ports import RoomLog
from server.edge.live_room import LiveRoom

Prepare = Callable[[str], Awaitable[LiveRoom]]
Fill = Callable[[LiveRoom], Awaitable[None]]


class OpenRooms:
    """Live rooms by name.

    Args:
        log: Whose rooms they are; each is watched while it is open.
        prepare: Makes a room as the log has it now.
        fill: Puts those in who are there. What is heard meanwhile reaches the
            room already, so that nothing falls between.
        spawn: Runs something that nobody waits for.
    """

    def __init__(
        self, log: RoomLog, prepare: Prepare, fill: Fill, spawn: Callable[[Coroutine[Any, Any, None]], None]
    ) -> None:
        self._log = log
        self._prepare = prepare
        self._fill = fill
        self._spawn = spawn
        self._rooms: dict[str, LiveRoom] = {}
        self._watches: dict[str, AsyncExitStack] = {}
        self._opening: dict[str, asyncio.Task[LiveRoom]] = {}
        self._held: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._rooms)

    def __iter__(self) -> Iterator[LiveRoom]:
        return iter(self._rooms.values())

    def __getitem__(self, name: str) -> LiveRoom:
        return self._rooms[name]

    def get(self, name: str) -> LiveRoom | None:
        """Return a room, if it is open."""
        return self._rooms.get(name)

    @asynccontextmanager
    async def entered(self, name: str) -> AsyncIterator[LiveRoom]:
        """Open a room, and let nobody close it while the context is open.

        Raises:
            StoreUnavailable: it could not be opened.
        """
        with self.held(name):
            yield await self._open(name)

    @contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Let nobody close a room under those that come in or are being taken out."""
        self._held[name] += 1
        try:
            yield
        finally:
            self._held[name] -= 1
            if not self._held[name]:
                del self._held[name]
            self._spawn(self._close_if_empty(name))

    def stop(self) -> list[asyncio.Task[LiveRoom]]:
        """Stop every room; return what is still being opened."""
        for room in self._rooms.values():
            room.stop()
        return list(self._opening.values())

    async def close(self) -> None:
        """Watch nothing any more."""
        while self._watches:
            await self._watches.popitem()[1].aclose()

    async def _open(self, name: str) -> LiveRoom:
        if name not in self._opening:
            if name in self._rooms:
                return self._rooms[name]
            self._opening[name] = asyncio.create_task(self._open_anew(name))
            self._opening[name].add_done_callback(lambda _: self._opened(name))
        # Shielded: one newcomer that gives up does not take the room from the others.
        return await asyncio.shield(self._opening[name])

    def _opened(self, name: str) -> None:
        del self._opening[name]
        # Those that it was opened for may all have gone meanwhile.
        self._spawn(self._close_if_empty(name))

    async def _open_anew(self, name: str) -> LiveRoom:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._log.watch(name))
            self._rooms[name] = room = await self._prepare(name)
            try:
                await self._fill(room)
            except BaseException:
                room.stop()
                del self._rooms[name]
                raise
            self._watches[name] = stack.pop_all()
            return room

    async def _close_if_empty(self, name: str) -> None:
        room = self._rooms.get(name)
        if room is None or not room.is_empty or name in self._held or name in self._opening:
            return
        room.stop()
        del self._rooms[name]
        watch = self._watches.pop(name, None)
        if watch is not None:  # Else the hub closes just now.
            await watch.aclose()
