"""Bugs that a server like this one could have, each put in at one place.

Most are put around the two ports, so that they fit every store and hardly
depend on how the rest is written; the others replace one public name or one
piece of SQL, which must be there, or putting it in fails.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

from server.core.encoding import encode_entry
from server.core.ports import Page, PresenceStore, RoomLog, Store, Wakeup
from server.core.room import Run
from server.edge import hub
from server.edge.fan_out import FanOut
from server.edge.newcomers import Newcomers, Start
from server.protocol.entries import Position
from server.protocol.server_frames import StoreStatus
from server.stores import factory, timekeeping
from server.stores.sqlite import statements
from server.tests.faults import buggy_ports as buggy
from server.tests.faults.verdict import Fault


class Bug(NamedTuple):
    """A bug, how it is put in, the trial that must show it, and what the judge must say of it."""

    sentence: str
    put_in: Callable[[], None]
    trial: str
    fault: Fault


def _around(log: Callable[[RoomLog], RoomLog] | None = None, presence: Any = None) -> Callable[[], None]:
    """Return what puts something around the ports of whichever store is opened."""

    def put_in() -> None:
        open_store = factory.open_store

        @asynccontextmanager
        async def open_buggily(*arguments: Any, **options: Any) -> AsyncIterator[Store]:
            async with open_store(*arguments, **options) as store:
                around: PresenceStore = presence(store.presence) if presence else store.presence
                yield Store(log(store.log) if log else store.log, around, store.signing_key)

        _replace(factory, "open_store", open_buggily)

    return put_in


def _replace(owner: Any, name: str, value: object) -> None:
    if not hasattr(owner, name):
        raise LookupError(f"{owner} has no {name}, so this bug has no place any more")
    setattr(owner, name, value)


def _rewrite(name: str, piece: str, other: str) -> None:
    text = getattr(statements, name)
    if piece not in text:
        raise LookupError(f"{piece!r} is no part of {name}, so this bug has no place any more")
    setattr(statements, name, text.replace(piece, other))


def _drop_dedupe() -> None:
    _rewrite("REMEMBERED", "FROM json_each(?) AS wanted", "FROM (SELECT value FROM json_each(?) WHERE false) AS wanted")
    _rewrite("REMEMBER_KEYS", "INSERT INTO", "INSERT OR REPLACE INTO")


def _reuse_offsets() -> None:
    _rewrite("ROOMS", "name, head,", "name, max(head - 1, 0),")
    _rewrite("INSERT_ENTRIES", "INSERT INTO", "INSERT OR REPLACE INTO")


def _forget_keys_early() -> None:
    _replace(timekeeping, "KEY_MEMORY", timedelta(0))


def _trust_wakeups() -> None:
    look = FanOut.wakeup

    def trust(self: FanOut, wakeup: Wakeup) -> None:
        for reader in list(self._readers.values()):
            entries = [encode_entry(entry) for entry in wakeup.entries if entry.offset > reader.cursor.offset]
            if entries:
                run = Run(entries)
                reader.cursor.offset = run.last
                reader.outbox.write(run.wire)
        look(self, wakeup)

    _replace(FanOut, "wakeup", trust)


Resume = Callable[[Newcomers, Position, Page], Awaitable[Start | None]]


def _resume_as(resume: Resume) -> None:
    _replace(Newcomers, "_resume", resume)


def _resume_off_by_one() -> None:
    rightly = Newcomers._resume

    async def beyond(self: Newcomers, position: Position, look: Page) -> Start | None:
        start = await rightly(self, position, look)
        return start and replace(start, offset=min(start.offset + 1, start.head))

    _resume_as(beyond)


def _believe_rollbacks() -> None:
    rightly = Newcomers._resume

    async def believe(self: Newcomers, position: Position, look: Page) -> Start | None:
        await self._reach_back(position.offset, look)
        key = self._room.tail.key_at(position.offset)
        return await rightly(self, position.model_copy(update={"key": key or position.key}), look)

    _resume_as(believe)


def _forget_what_was_trimmed() -> None:
    async def forget(self: Newcomers, position: Position, look: Page) -> Start | None:
        start = Start(look.epoch, look.oldest, look.head, True, position.offset)
        return start if position.epoch == look.epoch else None

    _resume_as(forget)


def _replay_without_end() -> None:
    rightly = Newcomers._resume

    async def endlessly(self: Newcomers, position: Position, look: Page) -> Start | None:
        self._replay_entries = 10**9
        return await rightly(self, position, look)

    _resume_as(endlessly)


def _tell_nobody() -> None:
    def keep_to_itself(self: hub.Hub, status: StoreStatus) -> None:
        self.status = status

    _replace(hub.Hub, "set_status", keep_to_itself)


BUGS = {
    "ack-before-commit": Bug(
        "it acks what is not on the disk yet", _around(buggy.AcksBeforeCommit), "killed", Fault.ACKED_LOST
    ),
    "handed-out-before-commit": Bug(
        "it hands out what is not on the disk yet",
        _around(buggy.HandsOutBeforeCommit),
        "killed",
        Fault.TWO_AT_ONE_OFFSET,
    ),
    "offset-reused": Bug("it gives the newest offset twice", _reuse_offsets, "talking", Fault.ACKED_LOST),
    "answers-mixed-up": Bug(
        "it gives an answer to another call", _around(buggy.MixesUpAnswers), "talking", Fault.ACKED_ELSEWHERE
    ),
    "batch-reversed": Bug(
        "it appends a batch from its end", _around(buggy.ReversesBatches), "talking", Fault.OUT_OF_TURN
    ),
    "page-changed": Bug(
        "its pages show another text than its entries", _around(buggy.ChangesWhatIsRead), "killed", Fault.CHANGED
    ),
    "messages-left-out": Bug(
        "its pages of messages leave out messages", _around(buggy.LeavesOutMessages), "long away", Fault.LOG_HOLE
    ),
    "resume-off-by-one": Bug("it reads on one too far", _resume_off_by_one, "away", Fault.FALSE_RECOVERY),
    "dedupe-dropped": Bug("it never looks whether it knows a key", _drop_dedupe, "resent", Fault.DOUBLED),
    "key-forgotten-early": Bug("it forgets a key at once", _forget_keys_early, "resent", Fault.DOUBLED),
    "resent-acked-at-head": Bug(
        "it acks what was sent again at the newest offset",
        _around(buggy.AcksResentAtHead),
        "resent",
        Fault.ACKED_ELSEWHERE,
    ),
    "rollback-believed": Bug(
        "it does not compare a position's key", _believe_rollbacks, "rolled back", Fault.FALSE_RECOVERY
    ),
    "trimmed-untold": Bug(
        "it recovers who stands before the oldest entry", _forget_what_was_trimmed, "trimmed", Fault.FALSE_RECOVERY
    ),
    "gap-too-long": Bug("it replays more than its limit", _replay_without_end, "long away", Fault.FALSE_RECOVERY),
    "wakeup-trusted": Bug(
        "it hands on what a wakeup carries, wherever the reader stands", _trust_wakeups, "two nodes", Fault.HOLE
    ),
    "hint-lost-for-good": Bug(
        "it never looks for what a lost hint meant", _around(buggy.LosesHints), "two nodes", Fault.BEHIND
    ),
    "late-leave-believed": Bug(
        "it takes a client out when an old connection ends",
        _around(presence=buggy.BelievesLateLeaves),
        "came back",
        Fault.MISSED,
    ),
    "leave-lost": Bug("it lets nobody go", _around(presence=buggy.LosesLeaves), "came back", Fault.GHOST),
    "failure-acked": Bug(
        "it acks what the store did not take", _around(buggy.AcksWhatFailed), "store away", Fault.ACKED_LOST
    ),
    "status-untold": Bug("it tells nobody that the store is away", _tell_nobody, "store away", Fault.UNTOLD),
}
