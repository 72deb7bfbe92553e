"""A store that goes away and comes back: a full disk and a lock, for real."""

import asyncio
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import apsw
import pytest

from server.core.ports import RoomLog, StoreUnavailable, Wakeup
from server.stores.memory.presence import MemoryPresence
from server.stores.options import StoreOptions, utc_now
from server.stores.sqlite import open_store
from server.stores.sqlite.batch import append_batch
from server.stores.sqlite.database import connect
from server.stores.sqlite.room_log import PROBE_SECONDS
from server.tests.stores.drafting import Patience, append, append_together, draft, newest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "parley.db"


@pytest.fixture
async def patience() -> Patience:
    return Patience()


@pytest.fixture
async def log(path: Path, patience: Patience) -> AsyncIterator[RoomLog]:
    options = StoreOptions(MemoryPresence(), sleep=patience.sleep)
    async with open_store(f"sqlite:///{path}", options) as store:
        yield store.log


@contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """Let no file of this process grow beyond what the WAL has now."""
    size = path.with_name(f"{path.name}-wal").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the write lock, as a shell that somebody left open does."""
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def unreadable(path: Path) -> Iterator[None]:
    """Let nothing of the file be read for a while, as a disk that fails does."""
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    held = path.read_bytes()
    path.write_bytes(b"")
    yield
    path.write_bytes(held)


async def _come_back(log: RoomLog, patience: Patience) -> None:
    patience.end()
    while log.status() != "ok":
        await asyncio.to_thread(int)  # A turn of the loop and of a thread.


async def test_full_disk_is_seen_and_survived(log: RoomLog, path: Path, patience: Patience) -> None:
    """LOG14: On a full disk appends are unavailable; with space again they work, without help."""
    first = draft()
    (place,) = await append(log, first)
    lost = draft(body="x" * 5_000)
    with full_disk(path):
        with pytest.raises(StoreUnavailable):
            await log.append([lost])
        assert log.status() == "degraded"
        assert await patience.asked.get() == PROBE_SECONDS[0]
        patience.end()
        assert await patience.asked.get() == PROBE_SECONDS[1]
        assert log.status() == "degraded"
    await _come_back(log, patience)
    assert await append(log, first) == [place]
    (again,) = await append(log, lost)
    assert again.offset == 2
    assert [entry.offset for entry in (await newest(log)).entries] == [1, 2]


async def test_locked_file_is_seen_and_survived(log: RoomLog, path: Path, patience: Patience) -> None:
    """LOG14: Somebody else's lock makes appends unavailable, and no page."""
    await append(log, draft())
    with locked(path):
        with pytest.raises(StoreUnavailable, match="away"):
            await log.append([draft()])
        assert log.status() == "degraded"
        assert (await newest(log)).head == 1
    await _come_back(log, patience)
    (place,) = await append(log, draft())
    assert place.offset == 2


async def test_what_waits_is_told_when_the_store_goes_away(log: RoomLog, path: Path, patience: Patience) -> None:
    """LOG14: Each waiting append is told, those in the transaction and those behind it; later ones at once."""
    await append(log, draft())
    with locked(path):
        in_transaction = asyncio.ensure_future(log.append([draft()]))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        behind = [asyncio.ensure_future(log.append([draft()])) for _ in range(10)]
        results = await asyncio.gather(in_transaction, *behind, return_exceptions=True)
        assert [type(result) for result in results] == [StoreUnavailable] * 11
        with pytest.raises(StoreUnavailable, match="away"):
            await log.append([draft()])
    await _come_back(log, patience)
    await append_together(log, [draft() for _ in range(10)])
    assert (await newest(log)).head == 11


async def test_lost_file_is_seen_by_a_read(log: RoomLog, path: Path, patience: Patience) -> None:
    """LOG14: A read that fails makes the store degraded too; when the file is back, so is the store."""
    await append(log, draft())
    with unreadable(path):
        with pytest.raises(StoreUnavailable):
            await newest(log)
        assert log.status() == "degraded"
        with pytest.raises(StoreUnavailable):
            await log.append([draft()])
    await _come_back(log, patience)
    await append(log, draft())
    assert (await newest(log)).head == 2


async def test_commit_that_was_thought_lost_is_told_on_return(log: RoomLog, path: Path, patience: Patience) -> None:
    """LOG11, LOG14: What turns out to be in the log after all wakes its watchers when the store is back."""
    async with log.watch("foo"), log.watch("silent"):
        with locked(path), pytest.raises(StoreUnavailable):
            await log.append([draft()])
        with closing(connect(path)) as connection:
            append_batch(connection, [draft()], utc_now(), 10)
        await _come_back(log, patience)
        assert await anext(log.wakeups()) == Wakeup("foo", 1)


async def test_close_does_not_wait_for_a_store_that_is_away(log: RoomLog, path: Path) -> None:
    """LOG14: While a probe waits for its turn the store can be closed (by the fixture, within the test's time)."""
    await append(log, draft())
    with full_disk(path), pytest.raises(StoreUnavailable):
        await log.append([draft(body="x" * 5_000)])
    assert log.status() == "degraded"
