"""The rooms that this node watches: hints, slow looks, and what was rolled back.

A hint by NOTIFY comes at once, or is lost without a word. So every few seconds,
and whenever the database is back, all watched rooms are looked at; each look
compares as well the newest entry that readers here may have had with what
stands at its offset now, and the epoch with the one that was.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import islice

from server.core.ports import StoreUnavailable
from server.protocol.entries import Entry
from server.stores.options import StoreOptions
from server.stores.postgres import statements
from server.stores.postgres.hints import read_room_hint
from server.stores.postgres.pool import Pool
from server.stores.postgres.seen_messages import SeenMessages
from server.stores.tips import Tips
from server.stores.wakeups import Wakeups

POLL_SECONDS = 3.0
"""How often a node looks itself where its rooms stand: the longest that a lost
hint can delay an entry, and a new epoch its being noticed."""

ROOMS_IN_A_LOOK = 500
"""Rooms that are asked about in one statement, so that others have their turn."""

_telemetry = logging.getLogger(__name__)


class Watching:
    """The watched rooms."""

    def __init__(self, pool: Pool, options: StoreOptions) -> None:
        self.wakeups = Wakeups()
        self._pool = pool
        self._options = options
        self._tips = Tips()
        self._seen = SeenMessages()
        self._epoch: str | None = None
        self._may_have_missed = asyncio.Event()
        pool.follow(lambda _: None, self._may_have_missed.set)

    @asynccontextmanager
    async def watch(self, room: str) -> AsyncIterator[None]:
        """Let a room's wakeups through while the context is open; may be nested."""
        try:
            with self.wakeups.watch(room):
                yield
        finally:
            if room not in self.wakeups:
                self._tips.forget(room)

    def note(self, room: str, entries: Sequence[Entry], head: int) -> None:
        """Note what is handed out, and the head that is told with it, to be compared later."""
        if room in self.wakeups:
            self._tips.note(room, entries, head)
            self._seen.note(room, entries)

    def has_seen_message(self, room: str, offset: int | None) -> bool:
        """Return whether a message is known to be at an offset; False says nothing."""
        return self._seen.has(room, offset)

    def hear(self, hint: str) -> None:
        """Take what another node, or this one, told."""
        told = read_room_hint(hint, self.wakeups.watched())
        if told is not None:
            self.wakeups.hint(*told)

    async def look_for_ever(self) -> None:
        """Look every few seconds, and when hints may have been missed."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._may_have_missed.wait()
            self._may_have_missed.clear()
            try:
                await self._look()
            except StoreUnavailable as error:  # The lookout knows, and says when to look again.
                _telemetry.debug("the heads could not be read: %s", error)
            except Exception:
                # A listener that dies in silence would be the worst of all bugs.
                _telemetry.exception("the heads could not be read")

    async def _look(self) -> None:
        """Read where all rooms stand, wake them, and end the epoch if one was rolled back."""
        rooms = iter([room for room in self.wakeups.watched() if _is_storable(room)])
        while some := list(islice(rooms, ROOMS_IN_A_LOOK)):
            tips = {room: self._tips.of(room) for room in some}
            rows = await self._pool.fetch(statements.STANDINGS, some, [tip.offset for tip in tips.values()])
            if self.learn(rows[0]["epoch"]):
                return
            for row in rows:
                tip = tips[row["name"]]
                if tip.is_rolled_back(row["head"], row["oldest"], row["key"]):
                    _telemetry.error("the log of a room was rolled back behind %d: a new epoch begins", tip.offset)
                    await self._end(row["epoch"])
                    return
                # Told each time: a reader that failed meanwhile tries again.
                self.wakeups.hint(row["name"], row["head"])

    async def _end(self, epoch: str) -> None:
        """End an epoch in which a log was rolled back, unless another node has."""
        await self._pool.fetch(statements.END_EPOCH, epoch, self._options.random_bytes(16).hex())
        (row,) = await self._pool.fetch(statements.EPOCH)
        self.learn(row["epoch"])

    def learn(self, epoch: str) -> bool:
        """Take the epoch that somebody read; if it is another, have every room read, and return True."""
        known, self._epoch = self._epoch, epoch
        if known in (None, epoch):
            return False
        self._seen.forget()
        for room in self.wakeups.watched():
            # Beyond what anybody has been told, or nobody would look.
            self.wakeups.hint(room, self._tips.forget(room).head + 1)
        return True


def _is_storable(room: str) -> bool:
    # One name that the database cannot take would spoil the question for all.
    return "\0" not in room and not any("\ud800" <= character <= "\udfff" for character in room)
