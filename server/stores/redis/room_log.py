"""The room log in Redis: one script call for each room of an append."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime

import hiredis

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
from server.protocol.changes import CHANGE_KINDS
from server.protocol.entries import Entry
from server.stores.options import StoreOptions, utc_now
from server.stores.redis.address import Address
from server.stores.redis.batch import Part, in_turn, parts_of
from server.stores.redis.connection import Command, Connection, Word
from server.stores.redis.durability import check_server
from server.stores.redis.life import Life
from server.stores.redis.link import Link
from server.stores.redis.names import Names
from server.stores.redis.retention import ENTRIES_IN_A_STEP, Retention
from server.stores.redis.rows import entry_from
from server.stores.redis.scripts import APPEND, MESSAGES, NOTE_CHANGES, PAGE, TARGETS, ask, load_scripts
from server.stores.redis.subscriber import Subscriber
from server.stores.redis.timing import Timing
from server.stores.redis.watching import Watching
from server.stores.timekeeping import KeptTime, Timekeeper
from server.stores.times import from_ms, to_ms


class RedisRoomLog:
    """Every room's log, in one Redis that any number of nodes share.

    All calls of a node go over one connection, so they keep their order. An
    ``append`` that is cancelled leaves its drafts to their fate.
    """

    def __init__(self, address: Address, options: StoreOptions) -> None:
        self.names = Names(address.prefix, address.database)
        self.life = Life(self.names, options.random_bytes, self._begin_anew)
        self.link = Link("connection", address, self._prepare, self._probe, sleep=options.sleep)
        self.subscriber = Subscriber(address, self._on_return)
        self.watching = Watching(self.names, self.life, self.subscriber)
        self.keeper = Timekeeper(options.now)
        self.retention = Retention(self.link, self.names, lambda: self.now_ms, options.max_entry_age)
        self._timing = Timing(self.link, self.names, self.retention, self.keeper, self._told)
        self.on_return: list[Callable[[], None]] = []
        self._address = address
        self._options = options
        self._promise = ""
        self._poller: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect, and begin to follow what is watched.

        Raises:
            StoreUrlError: this Redis cannot be used.
        """
        await self.link.open()
        await self.subscriber.open()
        self._poller = asyncio.create_task(self.watching.look_for_ever(self.link.use))

    async def close(self) -> None:
        """Take the answers that are under way, then disconnect."""
        if self._poller is not None:
            self._poller.cancel()
            await asyncio.wait([self._poller])
        await self.link.close()
        await self.subscriber.close()

    @property
    def now_ms(self) -> int | str:
        """The time to tell a script; empty where it takes the server's own."""
        instead = self.keeper.instead
        return self.told_ms if instead is None else to_ms(instead)

    @property
    def told_ms(self) -> int | str:
        """The same where nodes compare what they say: not each by what it knows of time."""
        now = self._told()
        return "" if now is None else to_ms(now)

    def _told(self) -> datetime | None:
        # One clock for all nodes is better than one each; a test brings its own.
        return None if self._options.now is utc_now else self._options.now()

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended | Refused]:
        if self.link.is_refusing:
            raise StoreUnavailable("Redis takes no writes")
        if self.link.is_full:
            return [Refused(ErrorCode.STORE_FULL)] * len(drafts)  # ST7
        answers: list[Appended | Refused] = [Refused(ErrorCode.WRONG_FIELD)] * len(drafts)
        waiting = parts_of(drafts)
        while waiting:
            parts, waiting = in_turn(waiting)
            lives = self.link.lives
            await self._judge([part for part in parts if part.changes])
            if self.link.lives != lives:
                # What was read may have been rolled back, and something else stand there.
                raise StoreUnavailable("the connection to Redis was another meanwhile")
            replies = await self.link.ask(*(self._command(part) for part in parts))
            for part, reply in zip(parts, replies, strict=True):
                for index, answer in part.answers(reply):
                    answers[index] = answer
                self._tell(part.room, part.entries(reply))
            told = zip(parts, replies, strict=True)
            waiting = [*(part.rest(len(reply)) for part, reply in told if len(reply) < len(part.drafts)), *waiting]
        return answers

    async def read(
        self, room: str, *, after: int | None, before: int | None, limit: int, max_bytes: int = PAGE_BYTES
    ) -> Page:
        names = self.names.room(room)
        bounds = (_word(after), _word(before), limit, max_bytes)
        return await self._read(room, PAGE.on([names.log, names.forms], *bounds, *self._age()))

    async def read_messages(self, room: str, *, before: int | None, limit: int, max_bytes: int = PAGE_BYTES) -> Page:
        keys = self.names.room(room).log_in_three
        command = MESSAGES.on(keys, _word(before), limit, max_bytes, *self._age())
        while True:
            page = await self._read(room, command)
            among = [entry for entry in page.entries[:-1] if entry.kind in CHANGE_KINDS and entry.offset != page.oldest]
            if not among:
                return page
            # A node of an older release appended them, and did not say so.
            await self.link.ask(NOTE_CHANGES.on(keys, among[-1].offset, ENTRIES_IN_A_STEP, *CHANGE_KINDS))

    async def _read(self, room: str, command: Command) -> Page:
        for _ in range(3):
            connection, epoch = self.link.use(), self.life.epoch
            (head, oldest, rows), reply = await self.link.ask(command, self.life.question)
            await self.life.hear(connection, reply)
            # LOG8: the epoch was the same before and after, so it was meanwhile.
            if self.life.epoch == epoch:
                entries = tuple(entry_from(row) for row in rows)
                self.watching.note(room, entries, head)
                if entries:
                    self.keeper.see(entries[-1].at)
                return Page(epoch, entries, oldest, head)
        raise StoreUnavailable("the store begins one epoch after another")

    def _age(self) -> tuple[Word, Word]:
        return self.now_ms, self.retention.max_age_ms

    def watch(self, room: str) -> AbstractAsyncContextManager[None]:
        return self.watching.watch(room)

    def wakeups(self) -> AsyncIterator[Wakeup]:
        return aiter(self.watching.wakeups)

    def status(self) -> StoreStatus:
        return "ok" if self.link.is_open and not self.link.is_refusing else "degraded"

    def is_full(self) -> bool:
        return self.link.is_full

    async def sweep(self, known: datetime) -> None:
        await self.retention.sweep(known)

    async def kept_time(self) -> KeptTime:
        return await self._timing.kept()

    async def keep_time(self, before: str | None, mark: str) -> None:
        await self._timing.keep(before, mark)

    async def set_right(self, now: datetime) -> int:
        if self.keeper.forgotten_before is not None:
            await self.retention.forget(self.keeper.forgotten_before)
        return await self._timing.set_right(now)

    # What is sent and what comes back.

    async def _judge(self, parts: Sequence[Part]) -> None:
        """Read what the changes of these parts are about."""
        if parts:
            names = [self.names.room(part.room) for part in parts]
            asked = zip(names, parts, strict=True)
            rows = await self.link.ask(*(TARGETS.on([each.log, each.forms], *part.targets) for each, part in asked))
            for part, its in zip(parts, rows, strict=True):
                part.judge(its)

    def _command(self, part: Part) -> Command:
        names = self.names.room(part.room)
        keys = (*names.log_in_three, names.known, names.ages)
        forgotten = to_ms(self.keeper.forgotten_before or from_ms(0))
        bounds = (self.now_ms, self._options.max_entries_per_room, forgotten)
        return APPEND.on(keys, names.hints, *bounds, len(part.drafts), *part.words, *part.judgements)

    def _tell(self, room: str, entries: Sequence[Entry]) -> None:
        if entries:
            self.watching.note(room, entries, entries[-1].offset)
            self.keeper.see(entries[-1].at)
        self.watching.wakeups.wake(room, entries)

    # What keeps it going.

    async def _prepare(self, connection: Connection) -> None:
        self._promise = await check_server(connection, self._address, self._promise)
        await load_scripts(connection)
        await self.life.begin(connection)
        await self._see_whether_it_is_full(connection)
        # Before anybody uses it: what an append finds rolled back must not be built upon.
        await self.watching.look(connection)

    async def _probe(self, connection: Connection) -> None:
        if self.link.is_refusing or self.link.is_full:
            await self._see_whether_it_is_full(connection)
            if self.link.is_refusing:
                self.link.is_refusing = False
                self.watching.look_soon()
        (epoch,) = await ask(connection, self.life.question)
        await self.life.hear(connection, epoch)

    async def _see_whether_it_is_full(self, connection: Connection) -> None:
        """Write a little: to read would not show whether there is room, or whether it is refused for another cause."""
        try:
            await ask(connection, ("SET", self.names.probe, "", "PX", 60_000))
        except hiredis.ReplyError as error:
            if not str(error).startswith("OOM"):
                raise
            self.link.note_room(False)
        else:
            self.link.note_room(True)

    def _begin_anew(self) -> None:
        self.watching.begin_anew()

    def _on_return(self) -> None:
        # What was hinted at meanwhile was lost.
        self.watching.look_soon()
        for callback in self.on_return:
            callback()


def _word(bound: int | None) -> Word:
    return "" if bound is None else bound
