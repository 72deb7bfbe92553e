"""Hands a room's log out: one read for the room, and one at most for each reader that lags."""

import asyncio
import logging
from collections.abc import Sequence

from server.core.ports import Page, RoomLog, StoreUnavailable, Wakeup
from server.core.room import Encoded, Room, encode_entry
from server.edge.clock import Clock, Timer
from server.edge.reader import Reader
from server.edge.tasks import start_task
from server.protocol.close_codes import CloseCode
from server.protocol.entries import MAX_PAGE_ENTRIES, Entry

CHUNK_ENTRIES = 16
"""Entries handed to a lagging reader between two looks at its outbox."""

RETRY_SECONDS = 1.0
"""When a read that failed is made again. It does not wait for the store to be
seen coming back: it may have been away for too short a time to be noticed."""

telemetry = logging.getLogger(__name__)


class FanOut:
    """A room's log on its way to the readers; nobody waits for another."""

    def __init__(self, room: Room, readers: dict[str, Reader], log: RoomLog, clock: Clock) -> None:
        self._room = room
        self._readers = readers
        self._log = log
        self._clock = clock
        self._head = room.tail.tip
        self._pull: asyncio.Task[None] | None = None
        self._retry: Timer | None = None

    def stop(self) -> None:
        """Cancel every read."""
        for task in (self._pull, *(reader.reading for reader in self._readers.values())):
            if task is not None:
                task.cancel()
        if self._retry is not None:
            self._retry.cancel()

    def wakeup(self, wakeup: Wakeup) -> None:
        """Take a hint; what it does not carry whole is read (FO3)."""
        entries = wakeup.entries
        if entries and entries[0].offset <= self._room.tail.tip + 1:
            self._extend(entries)
        self._head = max(self._head, wakeup.head)
        self._read_log()

    def resume(self) -> None:
        """Read on wherever somebody is behind."""
        self._read_log()
        for reader in list(self._readers.values()):
            self.read_on(reader)

    def read_on(self, reader: Reader) -> None:
        """Hand a reader what follows its cursor, as far as its outbox takes it (BP2)."""
        tail = self._room.tail
        while reader.reading is None and reader.cursor.offset < tail.tip and not reader.outbox.is_full:
            entries = tail.after(reader.cursor.offset, CHUNK_ENTRIES)
            if entries is None:
                reader.reading = start_task(self._read_for(reader), lambda: reader.close(CloseCode.INTERNAL_ERROR))
            else:
                self._hand(reader, entries)

    def _read_log(self) -> None:
        if self._head > self._room.tail.tip and self._pull is None:
            self._pull = start_task(self._pull_log(), self._retry_later)

    def _extend(self, entries: Sequence[Entry]) -> None:
        tip = self._room.tail.tip
        fresh = self._room.tail.extend(entries)
        if not fresh:
            return
        follows = fresh[0].offset == tip + 1
        for reader in list(self._readers.values()):
            if follows and reader.cursor.offset == tip and not reader.outbox.is_full:
                self._hand(reader, fresh)
            else:
                self.read_on(reader)

    def _hand(self, reader: Reader, entries: Sequence[Encoded]) -> None:
        try:
            reader.hand(entries)
        except Exception:
            # BP1: one reader's fault is nobody else's.
            telemetry.exception("an entry could not be handed out")
            reader.cursor.offset = entries[-1].offset
            reader.close(CloseCode.INTERNAL_ERROR)

    async def _pull_log(self) -> None:
        try:
            while self._head > self._room.tail.tip:
                page = await self._read(self._room.tail.tip)
                if page is None or not page.entries:
                    self._head = self._room.tail.tip  # The hint was false.
                    return
                self._extend(page.entries)
        except StoreUnavailable as error:
            telemetry.warning("reading on failed: %s", error)
            self._retry_later()
        finally:
            self._pull = None

    async def _read_for(self, reader: Reader) -> None:
        try:
            page = await self._read(reader.cursor.offset)
        except StoreUnavailable:
            self._retry_later()
            return
        finally:
            reader.reading = None
        if page is None:
            return
        if page.oldest > reader.cursor.offset + 1:
            reader.close(CloseCode.TRIMMED_PAST)  # BP5
            reader.cursor.offset = self._room.tail.tip
            return
        for entry in page.entries:
            if reader.outbox.is_full:
                return
            self._hand(reader, (encode_entry(entry),))
        self.read_on(reader)

    def _retry_later(self) -> None:
        if self._retry is None:
            self._retry = self._clock.call_at(self._clock.now() + RETRY_SECONDS, self._retry_now)

    def _retry_now(self) -> None:
        self._retry = None
        self.resume()

    async def _read(self, after: int) -> Page | None:
        tip = self._room.tail.tip
        page = await self._log.read(self._room.name, after=after, before=None, limit=MAX_PAGE_ENTRIES)
        if page.epoch == self._room.epoch and page.head >= tip:
            return page
        # Another life of the store, or a log that was rolled back: no offset
        # that anybody here holds means anything. They come back and find out.
        self._room.begin_anew(page.epoch, page.head)
        self._head = page.head
        for reader in list(self._readers.values()):
            reader.cursor.offset = page.head
            reader.close(CloseCode.SERVICE_RESTART)
        return None
