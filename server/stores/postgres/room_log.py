"""The room log in a PostgreSQL database, shared by any number of nodes.

All state of a node lives on the event loop. One task takes what waits and
hands it to the database as one statement, which is one transaction; what
arrives meanwhile is the next batch. Other nodes are told after the commit, by
hints that may be lost, and every node looks for itself now and then.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from datetime import datetime, timedelta

from server.core.ports import (
    PAGE_BYTES,
    Appended,
    Draft,
    ErrorCode,
    Page,
    Refused,
    StoreStatus,
    StoreUnavailable,
    Wakeup,
)
from server.protocol.entries import MAX_INTEGER
from server.stores.options import KEY_MEMORY, StoreOptions, utc_now
from server.stores.postgres import statements
from server.stores.postgres.batch import Written, append_batch
from server.stores.postgres.hints import Hints
from server.stores.postgres.lookout import PROBE_BYTES
from server.stores.postgres.pool import Pool, RowFault, StoreFull
from server.stores.postgres.rows import entry_from
from server.stores.postgres.watching import ROOMS_IN_A_LOOK, Watching
from server.stores.queue import DraftQueue, Waiting
from server.stores.sweeping import SWEEP_SECONDS
from server.stores.timekeeping import SLACK, KeptTime, Timekeeper

MAX_BATCH = 512
"""Drafts in one transaction: large enough that the disk's sync is shared by
many, small enough that it holds nobody up for more than some milliseconds."""

LOOK_FOR_ROOM_SECONDS = 1.0
"""How often a database that was full is asked whether it has room."""

FORGET_SECONDS = 10.0
MAX_FORGOTTEN = 5_000
"""Keys forgotten in one statement; when there were as many, the next follows at
once, so that they cannot pile up."""

SWEEP_PERIOD = timedelta(seconds=SWEEP_SECONDS / 2)
"""Nodes that find a sweep begun within it leave the work to that one."""

MAX_SWEPT = 1_000
"""Entries that one statement of a sweep takes away."""

_telemetry = logging.getLogger(__name__)


def told_time(options: StoreOptions) -> datetime | None:
    """Return what a test's clock says; None where the database's own counts."""
    return None if options.now is utc_now else options.now()


class PostgresRoomLog:
    """Every room's log, in a database that other nodes write to as well.

    An ``append`` that is cancelled leaves its drafts to their fate: they may
    be in the log or not, and the next append under the same key tells.
    """

    def __init__(self, pool: Pool, hints: Hints, options: StoreOptions) -> None:
        self.keeper = Timekeeper(options.now)
        self._pool = pool
        self._hints = hints
        self._options = options
        self._queue = DraftQueue()
        self._watching = Watching(pool, options)
        self._is_closing = False
        self._is_full = False
        self._filled = asyncio.Event()
        self._stirred = asyncio.Event()
        pool.follow(self._went_away, lambda: None)
        self._writing = asyncio.create_task(self._write_for_ever())
        self._others = [
            asyncio.create_task(work)
            for work in (self._watching.look_for_ever(), self._forget_for_ever(), self._look_for_room_for_ever())
        ]

    async def begin(self) -> None:
        """Learn whether the database takes a write: to read from it would not show it."""
        try:
            await self._pool.fetch(statements.PROBE_WRITING, PROBE_BYTES)
        except StoreFull as error:
            self._fill(error)

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended | Refused]:
        if self._is_closing or self._pool.is_away:
            raise StoreUnavailable("the store is closed" if self._is_closing else "the database is away")
        if not drafts:
            return []
        if self._is_full:
            return [Refused(ErrorCode.STORE_FULL)] * len(drafts)  # ST7
        answered = self._queue.accept(drafts)
        self._stirred.set()
        return await answered

    async def read(
        self, room: str, *, after: int | None, before: int | None, limit: int, max_bytes: int = PAGE_BYTES
    ) -> Page:
        if after is not None:
            return await self._read(statements.PAGE_AFTER, room, after, limit, max_bytes)
        return await self._read(statements.PAGE_BEFORE, room, _end(before), limit, max_bytes)

    async def read_messages(self, room: str, *, before: int | None, limit: int, max_bytes: int = PAGE_BYTES) -> Page:
        return await self._read(statements.MESSAGES_BEFORE, room, _end(before), limit, max_bytes)

    async def _read(self, statement: str, room: str, *bounds: int) -> Page:
        if self._is_closing:
            raise StoreUnavailable("the store is closed")
        rows = await self._pool.read(statement, room, *bounds, *self._age())
        first = rows[0]
        entries = tuple(entry_from(row) for row in rows if row["offset"] is not None)
        self._watching.learn(first["epoch"])
        self._watching.note(room, entries, first["head"])
        return Page(first["epoch"], entries, first["oldest"], first["head"])

    def watch(self, room: str) -> AbstractAsyncContextManager[None]:
        return self._watching.watch(room)

    def wakeups(self) -> AsyncIterator[Wakeup]:
        return aiter(self._watching.wakeups)

    def status(self) -> StoreStatus:
        return self._pool.status

    def is_full(self) -> bool:
        return self._is_full

    def hear(self, hint: str) -> None:
        """Take what another node, or this one, told."""
        self._watching.hear(hint)

    async def sweep(self, known: datetime) -> None:
        # One node in a period.
        (row,) = await self._pool.fetch(statements.BEGIN_SWEEP, self._told(), SWEEP_PERIOD)
        after_id = 0 if row["is_ours"] else None
        bounds = (known, self._options.max_entry_age, ROOMS_IN_A_LOOK, MAX_SWEPT)
        while after_id is not None:
            (row,) = await self._pool.fetch(statements.SWEEP_ENTRIES, after_id, *bounds)
            after_id = row["after_id"]

    async def kept_time(self) -> KeptTime:
        (row,) = await self._pool.fetch(statements.KEPT_TIME)
        return KeptTime(row["time_mark"], told_time(self._options) or row["wall"])

    async def keep_time(self, before: str | None, mark: str) -> None:
        await self._pool.fetch(statements.KEEP_TIME, before, mark)

    async def set_right(self, now: datetime) -> int:
        done = 0
        while rows := await self._pool.fetch(statements.ROOMS_AHEAD, now + SLACK, ROOMS_IN_A_LOOK):
            for row in rows:
                is_done = False
                while not is_done:
                    (step,) = await self._pool.fetch(statements.SET_RIGHT, row["name"], now, MAX_SWEPT)
                    is_done = step["is_done"]
            done += len(rows)
        return done

    def _told(self) -> datetime | None:
        return self.keeper.instead or told_time(self._options)

    def _age(self) -> tuple[datetime | None, timedelta | None]:
        return self._told(), self._options.max_entry_age

    async def close(self) -> None:
        """Write what was accepted, then end; may be called twice."""
        self._is_closing = True
        self._stirred.set()
        for task in self._others:
            task.cancel()
        await asyncio.wait([self._writing, *self._others])

    async def _write_for_ever(self) -> None:
        again: Sequence[Waiting] = ()
        while not self._is_closing or self._queue or again:
            if self._queue or again:
                # SE8: first, so that nothing overtakes them.
                again = await self._write([*again, *self._queue.take(MAX_BATCH - len(again))])
            else:
                self._stirred.clear()
                await self._stirred.wait()

    async def _write(self, batch: Sequence[Waiting]) -> Sequence[Waiting]:
        """Write a batch, and return those of it that are to be written again."""
        drafts = [waiting.draft for waiting in batch]
        try:
            written = await append_batch(
                self._pool,
                drafts,
                self._told(),
                self._options.max_entries_per_room,
                self._watching.has_seen_message,
            )
        except StoreFull as error:
            self._fill(error)
            for waiting in batch:
                waiting.call.answer(waiting.index, Refused(ErrorCode.STORE_FULL))
        except StoreUnavailable as error:
            self._fail(batch, error)
            self._pool.go_away(error)
        except Exception as error:
            # A bug. It must not end the task that everybody waits for.
            _telemetry.exception("a batch of %d drafts failed", len(batch))
            self._fail(batch, error)
        else:
            return self._answer(batch, written)
        return ()

    def _answer(self, batch: Sequence[Waiting], written: Written) -> Sequence[Waiting]:
        again = []
        for waiting, answer in zip(batch, written.answers, strict=True):
            if answer is None:
                again.append(waiting)
            else:
                waiting.call.answer(waiting.index, answer)
        for room, entries in written.grown.items():
            self._watching.note(room, entries, entries[-1].offset)
            self._watching.wakeups.wake(room, entries)
        for room, head in written.heads.items():
            self._watching.wakeups.hint(room, head)
            self._hints.tell_room(room, head)
        return again

    def _fill(self, error: Exception) -> None:
        if not self._is_full:
            _telemetry.error("the database is full, so messages are refused until it has room, and read on: %s", error)
        self._is_full = True
        self._filled.set()

    async def _look_for_room_for_ever(self) -> None:
        while True:
            await self._filled.wait()
            await asyncio.sleep(LOOK_FOR_ROOM_SECONDS)
            with suppress(StoreUnavailable, RowFault):
                await self._pool.fetch(statements.PROBE_WRITING, PROBE_BYTES)
                _telemetry.warning("the database has room again")
                self._is_full = False
                self._filled.clear()

    def _fail(self, batch: Sequence[Waiting], error: Exception) -> None:
        for waiting in batch:
            waiting.call.fail(error)

    def _went_away(self, error: Exception) -> None:
        # Nobody should wait for a database that may stay away for hours.
        self._fail(self._queue.take(len(self._queue)), error)

    async def _forget_for_ever(self) -> None:
        while True:
            await asyncio.sleep(FORGET_SECONDS)
            forgotten = MAX_FORGOTTEN
            # LOG9: keys go by age alone.
            with suppress(StoreUnavailable, RowFault):
                while forgotten == MAX_FORGOTTEN and (known := self.keeper.known):
                    (row,) = await self._pool.fetch(statements.FORGET_KEYS, known, KEY_MEMORY, MAX_FORGOTTEN)
                    forgotten = row["forgotten"]


def _end(before: int | None) -> int:
    return MAX_INTEGER if before is None else before
