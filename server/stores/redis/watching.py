"""The rooms that this node watches: hints, slow looks, and what was rolled back.

A hint by Pub/Sub comes at once, or is lost without a word. So every few seconds,
and whenever a connection is back, all watched rooms are looked at; each look
compares as well the newest entry that readers here may have had with what
stands at its offset now.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import islice

from server.core.ports import StoreUnavailable
from server.protocol.entries import Entry
from server.stores.redis.connection import Connection
from server.stores.redis.life import Life
from server.stores.redis.names import Names
from server.stores.redis.scripts import STANDING, ask
from server.stores.redis.subscriber import Subscriber
from server.stores.tips import Tips
from server.stores.wakeups import Wakeups

POLL_SECONDS = 3.0
"""How often the heads of all watched rooms are read, for the hints that were
lost: with the reconnect everything is at head within 5 s of the store's return."""

ROOMS_IN_A_LOOK = 500
"""Rooms that are asked about at once, so that others have their turn."""

_telemetry = logging.getLogger(__name__)


class Watching:
    """The watched rooms. ``look_soon`` has all of them looked at now."""

    def __init__(self, names: Names, life: Life, subscriber: Subscriber) -> None:
        self.wakeups = Wakeups()
        self._names = names
        self._life = life
        self._subscriber = subscriber
        self._watchers: dict[str, int] = {}
        # The newest entry of each room that readers here may have had.
        self._tips = Tips()
        self._look_now = asyncio.Event()

    def __contains__(self, room: object) -> bool:
        return room in self._watchers

    def look_soon(self) -> None:
        """Have all rooms looked at, since a hint may have been lost."""
        self._look_now.set()

    @asynccontextmanager
    async def watch(self, room: str) -> AsyncIterator[None]:
        """Let a room's wakeups through while the context is open; may be nested."""
        channel = self._names.room(room).hints
        with self.wakeups.watch(room):
            self._watchers[room] = self._watchers.get(room, 0) + 1
            try:
                if self._watchers[room] == 1:
                    await self._subscriber.add(channel, lambda head: self.wakeups.hint(room, int(head)))
                yield
            finally:
                self._watchers[room] -= 1
                if not self._watchers[room]:
                    del self._watchers[room]
                    self._tips.forget(room)
                    self._subscriber.remove(channel)

    def note(self, room: str, entries: Sequence[Entry], head: int) -> None:
        """Note what is handed out, and the head that is told with it, to be compared later."""
        if room in self._watchers:
            self._tips.note(room, entries, head)

    def begin_anew(self) -> None:
        """Have every room read, because the epoch is over."""
        for room in self._watchers:
            # Beyond what anybody has been told, or nobody would look.
            self.wakeups.hint(room, self._tips.forget(room).head + 1)

    async def look(self, connection: Connection) -> None:
        """Read where all rooms stand, wake them, and end the epoch if one was rolled back."""
        rooms = iter(list(self._watchers))
        while some := list(islice(rooms, ROOMS_IN_A_LOOK)):
            epoch = self._life.epoch
            tips = [self._tips.of(room) for room in some]
            asked = [(self._names.room(room), tip.offset) for room, tip in zip(some, tips, strict=True)]
            standings = await ask(connection, *(STANDING.on([names.log, names.forms], tip) for names, tip in asked))
            for room, tip, standing in zip(some, tips, standings, strict=True):
                head, oldest, key = standing
                if tip.is_rolled_back(head, oldest, key.decode()):
                    _telemetry.error("the log of a room was rolled back behind %d: a new epoch begins", tip.offset)
                    await self._life.end(connection, epoch)
                    return
                self.wakeups.hint(room, head)

    async def look_for_ever(self, connection: Callable[[], Connection]) -> None:
        """Look every few seconds, and when it is asked for."""
        while True:
            await self._pause()
            try:
                await self.look(connection())
            except StoreUnavailable as error:
                _telemetry.debug("the heads could not be read: %s", error)
            except Exception:
                # A listener that dies in silence would be the worst of all bugs.
                _telemetry.exception("the heads could not be read")

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_SECONDS):
                await self._look_now.wait()
        self._look_now.clear()
