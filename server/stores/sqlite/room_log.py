"""The room log in one SQLite file, with group commit.

All state lives on the event loop. One task takes what waits, hands it to the
writer's thread as one transaction, and answers when that is on the disk; what
arrives meanwhile is the next batch. Pages are read on a connection of their
own, which WAL keeps out of the writer's way.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from itertools import chain, repeat
from pathlib import Path

import apsw

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
from server.stores.options import StoreOptions
from server.stores.queue import DraftQueue, Waiting
from server.stores.sqlite import statements
from server.stores.sqlite.batch import Written, append_batch
from server.stores.sqlite.connection import ConnectionThread
from server.stores.sqlite.database import connect, transaction
from server.stores.sqlite.folding_back import fold_back_for_ever
from server.stores.sqlite.free_disk import FreeDisk
from server.stores.sqlite.mark import keep_mark, read_mark, set_rooms_right
from server.stores.sqlite.page import read_heads, read_messages, read_page
from server.stores.sqlite.retention import sweep
from server.stores.timekeeping import KeptTime, Timekeeper
from server.stores.wakeups import Wakeups

MAX_BATCH = 512
"""Drafts in one transaction: large enough that the disk's sync is shared by
many, small enough that it holds nobody up for more than some milliseconds."""

PROBE_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
"""How long to wait before each probe of a store that is away; the last repeats.
No jitter: one process has the file, there is nobody to collide with."""

PROBE_BYTES = 1024 * 1024
"""What a probe writes and takes back: a disk with less to spare is still full."""

_telemetry = logging.getLogger(__name__)


class SqliteRoomLog:
    """Every room's log, in one file of this process.

    An ``append`` that is cancelled leaves its drafts to their fate: they may
    be in the log or not, and the next append under the same key tells.
    """

    def __init__(self, path: Path, options: StoreOptions) -> None:
        self.keeper = Timekeeper(options.now)
        self._path = path
        self._disk = FreeDisk(path, options.min_free_bytes)
        self._options = options
        self._writer = ConnectionThread("parley-writer", partial(connect, path))
        self._reader = ConnectionThread("parley-reader", partial(connect, path))
        self._queue = DraftQueue()
        self._wakeups = Wakeups()
        self._status: StoreStatus = "ok"
        self._is_closing = False
        self._stirred = asyncio.Event()
        self._rewrote = asyncio.Event()
        self._task = asyncio.create_task(self._write_for_ever())
        self._folding_back = asyncio.create_task(fold_back_for_ever(self._writer, self._rewrote, options.sleep))

    async def begin(self) -> None:
        """Learn whether the disk takes a write: to open the file would not show it."""
        if self.is_full():
            return
        try:
            await self._writer.run(_fill_and_empty)
        except StoreUnavailable as error:
            self._went_away(error)

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended | Refused]:
        if self._is_closing or self._status == "degraded":
            raise StoreUnavailable("the store is closed" if self._is_closing else "the database is away")
        if not drafts:
            return []
        answered = self._queue.accept(drafts)
        self._stirred.set()
        return await answered

    async def read(
        self, room: str, *, after: int | None, before: int | None, limit: int, max_bytes: int = PAGE_BYTES
    ) -> Page:
        asked = partial(read_page, room=room, after=after, before=before, limit=limit, max_bytes=max_bytes)
        return await self._read(asked)

    async def read_messages(self, room: str, *, before: int | None, limit: int, max_bytes: int = PAGE_BYTES) -> Page:
        return await self._read(partial(read_messages, room=room, before=before, limit=limit, max_bytes=max_bytes))

    async def _read(self, page: Callable[..., Page]) -> Page:
        if self._is_closing:
            raise StoreUnavailable("the store is closed")
        if self._reader.is_full:
            raise StoreUnavailable("too many pages wait to be read")
        try:
            since = self._options.kept_since(self.keeper.moment())
            return await self._reader.run(partial(page, since=since))
        except StoreUnavailable as error:
            self._went_away(error)
            raise

    @asynccontextmanager
    async def watch(self, room: str) -> AsyncIterator[None]:
        with self._wakeups.watch(room):
            yield

    def wakeups(self) -> AsyncIterator[Wakeup]:
        return aiter(self._wakeups)

    def status(self) -> StoreStatus:
        return self._status

    def is_full(self) -> bool:
        return self._disk.is_full()

    async def sweep(self, known: datetime) -> None:
        since = self._options.kept_since(known)
        if since is not None and self._status == "ok":
            await sweep(self._reader, self._writer, since)

    async def kept_time(self) -> KeptTime:
        return KeptTime(await self._reader.run(read_mark), self._options.now())

    async def keep_time(self, before: str | None, mark: str) -> None:
        await self._writer.run(partial(keep_mark, mark=mark))

    async def set_right(self, now: datetime) -> int:
        return await set_rooms_right(self._reader, self._writer, now)

    async def close(self) -> None:
        """Write what was accepted, then close the file; may be called twice."""
        self._is_closing = True
        self._stirred.set()
        self._folding_back.cancel()  # Who closes the file last folds it back.
        if self._status == "degraded":
            self._task.cancel()  # It sleeps, and nothing waits to be written.
        await asyncio.wait([self._task, self._folding_back])
        await self._reader.close()
        # Last, so that it is the one that folds the WAL back into the file.
        await self._writer.close()

    async def _write_for_ever(self) -> None:
        while not self._is_closing or self._queue:
            if self._status == "degraded":
                await self._probe()
            elif self._queue:
                await self._write(self._queue.take(MAX_BATCH))
            else:
                self._stirred.clear()
                await self._stirred.wait()

    async def _write(self, batch: Sequence[Waiting]) -> None:
        if self.is_full():  # ST7
            self._refuse(batch)
            return
        drafts = [waiting.draft for waiting in batch]
        now, bound = self.keeper.moment(), self._options.max_entries_per_room
        forgotten = self.keeper.forgotten_before
        try:
            job = partial(append_batch, drafts=drafts, now=now, max_messages=bound, forgotten_before=forgotten)
            written = await self._writer.run(job)
        except StoreUnavailable as error:
            self._fail(batch, error)
            self._went_away(error)
        except Exception as error:
            # A bug. It must not end the task that everybody waits for.
            _telemetry.exception("a batch of %d drafts failed", len(batch))
            self._fail(batch, error)
        else:
            self._answer(batch, written)

    def _answer(self, batch: Sequence[Waiting], written: Written) -> None:
        for waiting, answer in zip(batch, written.answers, strict=True):
            waiting.call.answer(waiting.index, answer)
        if written.rewrote:
            self._rewrote.set()
        for room, entries in written.grown.items():
            self._wakeups.wake(room, entries)

    def _refuse(self, batch: Sequence[Waiting]) -> None:
        for waiting in batch:
            waiting.call.answer(waiting.index, Refused(ErrorCode.STORE_FULL))

    def _fail(self, batch: Sequence[Waiting], error: Exception) -> None:
        for waiting in batch:
            waiting.call.fail(error)

    def _went_away(self, error: Exception) -> None:
        if self._status == "ok":
            _telemetry.error("the store at %s is away: %s", self._path, error)
        self._status = "degraded"
        # Nobody should wait for a disk that may stay full for hours.
        self._fail(self._queue.take(len(self._queue)), error)
        self._stirred.set()

    async def _probe(self) -> None:
        # LOG14: it works again without help, and without anybody's message at stake.
        for seconds in chain(PROBE_SECONDS, repeat(PROBE_SECONDS[-1])):
            await self._options.sleep(seconds)
            try:
                await self._writer.run(_fill_and_empty)
                heads = await self._reader.run(partial(read_heads, rooms=self._wakeups.watched()))
            except Exception as error:
                _telemetry.debug("the store at %s is still away: %s", self._path, error)
                continue
            _telemetry.warning("the store at %s is back", self._path)
            self._status = "ok"
            # A commit that was reported lost may be there, and nobody was woken for it.
            for room, head in heads.items():
                self._wakeups.hint(room, head)
            return


def _fill_and_empty(connection: apsw.Connection) -> None:
    """Write something and take it back; to read would not show a full disk."""
    with transaction(connection):
        connection.execute(statements.FILL_PROBE, {"size": PROBE_BYTES})
    with transaction(connection):
        connection.execute(statements.EMPTY_PROBE)
