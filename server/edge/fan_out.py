"""Hands a room's log out: one read for the room, and one at most for each reader that lags."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import NamedTuple

from server.core.encoding import Encoded, first_of
from server.core.ports import Page, RoomLog, StoreUnavailable, Wakeup
from server.core.room import Room, Run, take_run
from server.edge.clock import Clock, Timer, pause
from server.edge.reader import Reader
from server.edge.reads import Reads
from server.edge.tasks import start_task
from server.edge.turn import Turn
from server.protocol.close_codes import CloseCode
from server.protocol.entries import MAX_PAGE_ENTRIES

RETRY_SECONDS = 1.0
"""When a read that failed is made again. It does not wait for the store to be
seen coming back: it may have been away for too short a time to be noticed."""

telemetry = logging.getLogger(__name__)


class _Found(NamedTuple):
    """What was read for one reader, in the bytes in which it is sent."""

    oldest: int
    entries: Sequence[Encoded]

    @property
    def size(self) -> int:
        return sum(len(encoded.wire) for encoded in self.entries)


class FanOut:
    """A room's log on its way to the readers; nobody waits for another.

    What wakeups bring is collected in the tail and handed out once, at the end
    of the turn; what they only promise is read then, if it has not come.
    """

    def __init__(
        self, room: Room, readers: dict[str, Reader], log: RoomLog, reads: Reads, clock: Clock, turn: Turn
    ) -> None:
        self._room = room
        self._readers = readers
        self._log = log
        self._reads = reads
        self._clock = clock
        self._turn = turn
        self._head = room.tail.tip
        self._handed = room.tail.tip
        self._pull: asyncio.Task[None] | None = None
        self._retry: Timer | None = None
        self._is_stopped = False

    def stop(self) -> None:
        """Cancel every read, and begin none."""
        self._is_stopped = True
        for task in (self._pull, *(reader.reading for reader in self._readers.values())):
            if task is not None:
                task.cancel()
        if self._retry is not None:
            self._retry.cancel()

    def wakeup(self, wakeup: Wakeup) -> None:
        """Take a hint; what it does not carry whole is read (FO3)."""
        entries = wakeup.entries
        if entries and entries[0].offset <= self._room.tail.tip + 1:
            self._room.tail.extend(entries)
        self.expect(wakeup.head)

    def expect(self, head: int) -> None:
        """Take word that the log has come to ``head``."""
        if head > self._head:
            self._head = head
        self._turn.hand_out(self._hand_out)

    def resume(self) -> None:
        """Read on wherever somebody is behind."""
        self._read_log()
        for reader in list(self._readers.values()):
            self.read_on(reader)

    def read_on(self, reader: Reader) -> None:
        """Hand a reader what follows its cursor, as far as its outbox takes it (BP2)."""
        tail = self._room.tail
        while reader.reading is None and reader.cursor.offset < tail.tip and not reader.outbox.is_full:
            run = tail.run_after(reader.cursor.offset)
            if run is None:
                reader.reading = start_task(self._read_for(reader), lambda: reader.close(CloseCode.INTERNAL_ERROR))
            else:
                self._hand(reader, run)

    def _hand_out(self) -> None:
        # HOT: for every member of the room, once a turn. It must not encode, join
        # or wait for anybody: those who stand at the tip are given the same run.
        tail, before = self._room.tail, self._handed
        self._handed = tip = tail.tip
        if tip > before:
            run = tail.run_after(before)
            for reader in list(self._readers.values()):
                if run is not None and reader.cursor.offset == before and not reader.outbox.is_full:
                    try:
                        reader.hand(run)
                    except Exception:
                        self._give_up(reader, run)
                if reader.cursor.offset < tip:
                    self.read_on(reader)
        self._read_log()

    def _read_log(self) -> None:
        if self._head > self._room.tail.tip and self._pull is None and not self._is_stopped:
            self._pull = start_task(self._pull_log(), self._retry_later)

    def _hand(self, reader: Reader, run: Run) -> None:
        try:
            reader.hand(run)
        except Exception:
            self._give_up(reader, run)

    def _give_up(self, reader: Reader, run: Run) -> None:
        # BP1: one reader's fault is nobody else's.
        telemetry.exception("an entry could not be handed out")
        reader.cursor.offset = run.last
        reader.close(CloseCode.INTERNAL_ERROR)

    async def _pull_log(self) -> None:
        try:
            while self._head > self._room.tail.tip:
                page = await self.read(after=self._room.tail.tip, limit=MAX_PAGE_ENTRIES)
                if page is None or not page.entries:
                    self._head = self._room.tail.tip  # The hint was false.
                    return
                self._room.tail.extend(page.entries)
                self._turn.hand_out(self._hand_out)
        except StoreUnavailable as error:
            telemetry.warning("reading on failed: %s", error)
            self._retry_later()
        finally:
            self._pull = None

    async def _read_for(self, reader: Reader) -> None:
        try:
            await self._paid(reader)
            read = partial(self._read_encoded, reader.cursor.offset)
            found = await self._reads.page(self._room.name, reader.connection, read, _size_of)
        except StoreUnavailable:
            self._retry_later()
            return
        finally:
            reader.reading = None
        if found is None:
            return
        if reader.budget is not None:
            reader.budget.charge(found.size, self._clock.now())
        if found.oldest > reader.cursor.offset + 1:
            reader.close(CloseCode.TRIMMED_PAST)  # BP5
            reader.cursor.offset = self._room.tail.tip
            return
        rest = list(found.entries)
        while rest and not reader.outbox.is_full:
            run = Run(take_run(rest))
            self._hand(reader, run)
            del rest[: len(run.entries)]
        self.read_on(reader)

    async def _paid(self, reader: Reader) -> None:
        """Wait until a reader's person has paid for what was read for them, here or as pages (BP16)."""
        while reader.budget is not None and (wait := reader.budget.wait(self._clock.now())):
            await pause(self._clock, wait)

    async def _read_encoded(self, after: int) -> _Found | None:
        page = await self._read(after, None, MAX_PAGE_ENTRIES)
        return None if page is None else _Found(page.oldest, first_of(page))

    def _retry_later(self) -> None:
        if self._retry is None:
            self._retry = self._clock.call_at(self._clock.now() + RETRY_SECONDS, self._retry_now)

    def _retry_now(self) -> None:
        self._retry = None
        self.resume()

    async def read(self, *, after: int | None = None, before: int | None = None, limit: int) -> Page | None:
        """Read the room's log; None if it is another one than its readers follow.

        They are sent away then, to come back and find out.

        Raises:
            StoreUnavailable: nothing was read.
        """
        return await self._reads.first(self._room.name, partial(self._read, after, before, limit))

    async def read_messages(self, limit: int) -> Page | None:
        """Read the room's newest messages; like ``read``.

        Raises:
            StoreUnavailable: nothing was read.
        """
        read = partial(self._log.read_messages, self._room.name, before=None, limit=limit)
        return await self._reads.first(self._room.name, partial(self._compared, read))

    async def _read(self, after: int | None, before: int | None, limit: int) -> Page | None:
        return await self._compared(partial(self._log.read, self._room.name, after=after, before=before, limit=limit))

    async def _compared(self, read: Callable[[], Awaitable[Page]]) -> Page | None:
        """Return what is read, if it is of the log that the readers follow."""
        tail, tip = self._room.tail, self._room.tail.tip
        page = await read()
        if self._room.tail is not tail:
            return None  # Another answer was quicker, and told of another life; this one may be of the life before.
        if page.epoch == self._room.epoch and page.head >= tip:
            return page
        # Another life of the store, or a log that was rolled back: no offset
        # that anybody here holds means anything.
        self._room.begin_anew(page.epoch, page.head)
        self._head = self._handed = page.head
        for reader in list(self._readers.values()):
            reader.cursor.offset = page.head
            reader.close(CloseCode.SERVICE_RESTART)
        return None


def _size_of(found: _Found | None) -> int:
    return 0 if found is None else found.size
