"""How the SQLite log puts appends together: group commit, turns, and faults."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event

import apsw
import pytest

from server.core.ports import Appended, ErrorCode, Refused, RoomLog, StoreUnavailable
from server.stores.drafts import digest
from server.stores.factory import open_store
from server.stores.queue import MAX_WAITING_DRAFTS, DraftQueue
from server.stores.sqlite import room_log
from server.stores.sqlite.batch import MAX_TRIMMED
from server.stores.sqlite.connection import ConnectionThread
from server.stores.sqlite.database import connect
from server.tests.stores.drafting import WallClock, append, append_many, append_together, draft, newest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "parley.db"


@pytest.fixture
def clock() -> WallClock:
    return WallClock()


@pytest.fixture
async def log(path: Path, clock: WallClock) -> AsyncIterator[RoomLog]:
    async with open_store(f"sqlite:///{path}", now=clock) as store:
        yield store.log


def _run(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(apsw.Connection(str(path))) as connection:
        return connection.execute(statement).fetchall()


async def _rooms_in_turn(rooms: str, limit: int) -> list[list[str]]:
    """Return the batches that a queue gives for drafts of these rooms."""
    queue = DraftQueue()
    queue.accept([draft(room, body=str(index)) for index, room in enumerate(rooms)])
    batches = []
    while queue:
        batches.append([f"{each.draft.room}{each.draft.body}" for each in queue.take(limit)])
    return batches


async def test_queue_takes_rooms_in_turn() -> None:
    """LOG1: A busy room does not starve the others; within a room the order is kept."""
    assert await _rooms_in_turn("aaaaabc", 3) == [["a0", "b5", "c6"], ["a1", "a2", "a3"], ["a4"]]


async def test_queue_goes_on_where_the_last_batch_stopped() -> None:
    """LOG1: The room whose turn it is comes first in the next batch."""
    assert await _rooms_in_turn("aabbcc", 2) == [["a0", "b2"], ["c4", "a1"], ["b3", "c5"]]


async def test_appends_that_arrive_together_share_one_commit(log: RoomLog, clock: WallClock) -> None:
    """LOG2: A hundred calls in one turn of the loop are one transaction (each reads the clock once)."""
    clock.readings = 0
    await append_together(log, [draft() for _ in range(100)])
    assert clock.readings == 1


async def test_appends_that_arrive_during_a_commit_share_the_next(log: RoomLog, clock: WallClock) -> None:
    """LOG2: What comes while a transaction runs does not wait for one transaction each."""
    clock.readings = 0
    first = asyncio.ensure_future(log.append([draft()]))
    for _ in range(3):  # The call is made, the log's task wakes, and takes it.
        await asyncio.sleep(0)
    assert clock.readings == 1
    await append_together(log, [draft() for _ in range(100)])
    await first
    assert clock.readings == 2


async def test_call_larger_than_a_batch_is_answered_whole(log: RoomLog, clock: WallClock) -> None:
    """LOG1: A call that takes several transactions has its answers in order."""
    clock.readings = 0
    places = await append(log, *(draft() for _ in range(room_log.MAX_BATCH * 2 + 1)))
    assert [place.offset for place in places] == list(range(1, room_log.MAX_BATCH * 2 + 2))
    assert clock.readings == 3


async def test_row_at_fault_hurts_only_itself(log: RoomLog, path: Path) -> None:
    """LOG10: When SQLite refuses a row, the others of the transaction are written in order."""
    _run(
        path, "CREATE TRIGGER fault BEFORE INSERT ON entry WHEN new.body = 'fault' BEGIN SELECT RAISE(ABORT, 'x'); END"
    )
    bodies = ["1", "fault", "2", "fault", "3"]
    async with log.watch("foo"):
        answers = await append_together(log, [draft(body=body) for body in bodies])
        wakeup = await anext(log.wakeups())
    assert [isinstance(answer, Appended) for answer in answers] == [True, False, True, False, True]
    assert answers[1] == answers[3] == Refused(ErrorCode.WRONG_FIELD)
    page = await newest(log)
    assert [entry.body for entry in page.entries] == ["1", "2", "3"]
    assert (page.head, wakeup.entries, log.status()) == (3, page.entries, "ok")


async def test_expired_keys_are_purged(log: RoomLog, path: Path, clock: WallClock) -> None:
    """LOG9: Keys older than a day go with the next batches, in steps; younger ones stay."""
    await append_many(log, 5)
    clock.move(timedelta(hours=23))
    await append_many(log, 3)
    assert _run(path, "SELECT count(*) FROM remembered_key") == [(8,)]
    clock.move(timedelta(hours=2))
    await append_many(log, 1)
    assert _run(path, "SELECT count(*) FROM remembered_key") == [(4,)]
    assert (await newest(log)).oldest == 1


async def test_remembered_key_takes_few_bytes(log: RoomLog, path: Path) -> None:
    """LOG9: A day's worth of keys is what a flood of short messages leaves on the disk, whatever is trimmed."""
    chance = random.Random(1)
    for _ in range(20):
        await append(log, *(draft(key=f"{chance.getrandbits(128):032x}", author="ana") for _ in range(500)))
    taken = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%remembered_key%'"
    ((size,),) = _run(path, taken)
    assert isinstance(size, int)
    assert size / 10_000 < 125  # It was 165.


async def test_keys_of_an_older_version_are_known(log: RoomLog, path: Path) -> None:
    """LOG4, LOG5: Those that stand there as text, with the whole digest."""
    sent = draft(key="ab" * 16)
    first = await append(log, sent)
    whole = digest(sent).hex()
    _run(path, f"UPDATE remembered_key SET key = lower(hex(key)), digest = x'{whole}'")
    assert _run(path, "SELECT key, length(digest) FROM remembered_key") == [("ab" * 16, 32)]
    assert await append(log, sent) == first
    assert await log.append([draft(key="ab" * 16, body="other")]) == [Refused(ErrorCode.KEY_REUSED)]


@pytest.mark.parametrize("key", ["AB" * 16, "Ab" * 16, "no digits", "abc"])
async def test_key_of_another_form_is_its_own(log: RoomLog, key: str) -> None:
    """LOG4: Only what comes back as it was stands in bytes."""
    await append(log, draft(key="ab" * 16))
    sent = draft(key=key, body="another")
    places = [*await append(log, sent), *await append(log, sent)]
    assert [place.offset for place in places] == [2, 2]


async def test_lowered_bound_trims_in_steps(path: Path) -> None:
    """LOG9: A large room shrinks a step with each batch, and its pages tell the truth meanwhile."""
    async with open_store(f"sqlite:///{path}") as store:
        await append_many(store.log, MAX_TRIMMED + 500)
    async with open_store(f"sqlite:///{path}", max_entries_per_room=10) as store:
        await append_many(store.log, 1)
        first = await newest(store.log, limit=10_000)
        await append_many(store.log, 1)
        second = await newest(store.log, limit=10_000)
    assert (first.oldest, len(first.entries)) == (MAX_TRIMMED + 2, 500)
    assert (second.oldest, len(second.entries)) == (MAX_TRIMMED + 493, 10)
    assert _run(path, "SELECT count(*) FROM entry") == [(10,)]


async def test_appends_beyond_the_bound_are_refused(log: RoomLog) -> None:
    """LOG14: What waits is bounded; the rest is told to come again, and the store is not blamed."""
    waiting = asyncio.ensure_future(append_many(log, MAX_WAITING_DRAFTS))
    await asyncio.sleep(0)
    with pytest.raises(StoreUnavailable, match="too many"):
        await log.append([draft()])
    assert log.status() == "ok"
    await waiting
    await append(log, draft())


async def test_closed_log_is_unavailable(path: Path) -> None:
    """LOG14: After closing nothing is taken, and nothing hangs."""
    async with open_store(f"sqlite:///{path}") as store:
        pass
    with pytest.raises(StoreUnavailable, match="closed"):
        await store.log.append([draft()])
    with pytest.raises(StoreUnavailable, match="closed"):
        await newest(store.log)


async def test_reads_do_not_wait_for_a_writer(log: RoomLog, path: Path) -> None:
    """LOG8: While another connection holds the write lock, pages are read."""
    await append_many(log, 3)
    with closing(connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        assert (await newest(log)).head == 3
        connection.execute("ROLLBACK")


async def test_bug_in_a_batch_fails_its_calls_and_no_more(log: RoomLog, caplog: pytest.LogCaptureFixture) -> None:
    """LOG14: What nobody foresaw is unknown to its callers, is reported, and stops nothing."""
    impossible = draft()._replace(body=b"bytes")  # type: ignore[arg-type]
    with pytest.raises(StoreUnavailable, match="bytes"):
        await log.append([impossible])
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert log.status() == "ok"
    (place,) = await append(log, draft())
    assert place.offset == 1


async def test_cancelled_read_does_not_answer_another(log: RoomLog) -> None:
    """LOG7: After a cancelled read each other read has its own page."""
    for room in "ab":
        await append_many(log, 2, room)
    reads = [asyncio.ensure_future(newest(log, room)) for room in "abab"]
    await asyncio.sleep(0)
    reads[0].cancel()
    pages = await asyncio.gather(*reads, return_exceptions=True)
    assert isinstance(pages[0], asyncio.CancelledError)
    assert pages[1:] == [await newest(log, "b"), await newest(log, "a"), await newest(log, "b")]


async def test_fault_of_a_job_is_its_callers(path: Path) -> None:
    """LOG14: A bug in a job reaches who asked for it; the thread goes on."""
    thread = ConnectionThread("test", lambda: apsw.Connection(str(path)))
    with pytest.raises(ZeroDivisionError):
        await thread.run(lambda connection: 1 // 0)
    assert await thread.run(lambda connection: connection.execute("SELECT 1").get) == 1
    await thread.close()


def test_loop_that_ends_without_closing_leaves_no_error(path: Path) -> None:
    """LOG14: An answer that comes when the loop is closed is dropped without a word."""

    async def leave_a_job_behind() -> ConnectionThread:
        thread = ConnectionThread("test", lambda: apsw.Connection(str(path)))
        job = asyncio.ensure_future(thread.run(lambda connection: started.wait()))
        await asyncio.sleep(0)
        job.cancel()
        return thread

    started = Event()
    thread = asyncio.run(leave_a_job_behind())
    started.set()
    thread._jobs.put(None)
    thread._thread.join(10)
    assert not thread._thread.is_alive()
