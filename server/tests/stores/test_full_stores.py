"""A store without room for more: it refuses for a while, and is read all the while."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.core.ports import Appended, Draft, ErrorCode, Refused, RoomLog, StoreUnavailable
from server.stores.factory import open_store
from server.stores.sqlite.database import OPENING_BYTES
from server.tests.faults.house import Postgres, Redis, a_store
from server.tests.stores.drafting import append_many, draft, newest, offsets
from server.tests.stores.presence_contract import ANA
from server.tests.stores.small_disk import SmallDisk, small_disk

MEBIBYTE = 1024 * 1024
FLOOR = 4 * MEBIBYTE
FULL = Refused(ErrorCode.STORE_FULL)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "small") as disk:
        yield disk


@pytest.fixture
def url(disk: SmallDisk) -> str:
    return f"sqlite:///{disk.folder}/parley.db"


async def _is_refused(log: RoomLog, said: Draft) -> None:
    """Append until it is refused as full; until then nobody knows."""
    while True:
        try:
            (answer,) = await log.append([said])
        except StoreUnavailable:
            await asyncio.sleep(0.01)
            continue
        assert answer == FULL
        return


async def _is_taken(log: RoomLog, said: Draft) -> Appended:
    """Append until it is taken; the test's time is the limit."""
    while True:
        (answer,) = await log.append([said])
        if isinstance(answer, Appended):
            return answer
        await asyncio.sleep(0.01)


async def test_disk_below_its_floor_refuses_and_is_read(
    disk: SmallDisk, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """ST7: Messages are refused for a while, each page is there, and room is all that it takes; each is told once."""
    async with open_store(url, min_free_bytes=FLOOR) as store:
        await append_many(store.log, 5)
        assert not store.log.is_full()
        disk.leave(FLOOR - MEBIBYTE)
        said = [draft() for _ in range(700)]
        for _ in range(3):
            assert await store.log.append(said) == [FULL] * 700
        assert store.log.is_full()
        assert store.log.status() == "ok"
        assert offsets(await newest(store.log)) == [1, 2, 3, 4, 5]
        disk.leave(FLOOR + MEBIBYTE)
        assert (await _is_taken(store.log, said[0])).offset == 6
        assert not store.log.is_full()
    told = [record.getMessage() for record in caplog.records if record.name.endswith("free_disk")]
    assert len(told) == 2
    assert "3 MiB free, less than 4" in told[0] or "2 MiB free, less than 4" in told[0]
    assert "has room again" in told[1]


async def test_server_that_starts_on_a_full_disk_reads(disk: SmallDisk, url: str) -> None:
    """ST8: Its history is there, though next to nothing can be written; it is full from the beginning."""
    async with open_store(url, min_free_bytes=FLOOR) as store:
        await append_many(store.log, 5)
    disk.leave(OPENING_BYTES + 8_192)
    async with open_store(url, min_free_bytes=FLOOR) as store:
        assert store.log.is_full()
        assert offsets(await newest(store.log)) == [1, 2, 3, 4, 5]
        assert await store.log.append([draft()]) == [FULL]
        disk.leave(2 * FLOOR)
        assert (await _is_taken(store.log, draft())).offset == 6


async def test_server_without_a_floor_that_starts_on_a_full_disk_is_degraded(disk: SmallDisk, url: str) -> None:
    """ST8: Nobody has to lose a message to find out."""
    async with open_store(url) as store:
        await append_many(store.log, 5)
    disk.leave(OPENING_BYTES + 8_192)
    async with open_store(url) as store:
        assert store.log.status() == "degraded"
        assert not store.log.is_full()


async def test_server_that_cannot_even_open_its_file_says_why(disk: SmallDisk, url: str) -> None:
    """ST8: Without a byte to spare it does not start, as where a store is away, and does when there is room."""
    async with open_store(url) as store:
        await append_many(store.log, 5)
    disk.leave(0)
    with pytest.raises(StoreUnavailable, match="full"):
        async with open_store(url, min_free_bytes=FLOOR):
            pass
    disk.leave(FLOOR)
    async with open_store(url, min_free_bytes=FLOOR) as store:
        assert offsets(await newest(store.log)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("name", ["redis", "postgresql"])
async def test_shared_store_that_is_full_refuses_and_is_read(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """ST7, ST8: By what the server itself says; who comes and goes does so, and a node that starts meanwhile knows."""
    with a_store(name, tmp_path) as server:
        assert isinstance(server, Redis | Postgres)
        async with open_store(server.url) as store:
            await append_many(store.log, 5)
            with caplog.at_level(logging.WARNING, "server.stores"):
                server.fill_up()
                said = draft()
                await _is_refused(store.log, said)
                await store.presence.join("foo", ANA, "c1")
                async with open_store(server.url) as other:
                    await _is_refused(other.log, said)
                    assert [arrived.member for arrived in await other.presence.members("foo")] == [ANA]
                    assert other.log.is_full()
                    assert offsets(await newest(other.log)) == [1, 2, 3, 4, 5]
                assert store.log.is_full()
                assert store.log.status() == "ok"
                assert offsets(await newest(store.log)) == [1, 2, 3, 4, 5]
                await store.presence.leave("foo", ANA.client_id, "c1")
                server.make_room()
                assert (await _is_taken(store.log, said)).offset == 6
            assert not store.log.is_full()
    told = [record.getMessage() for record in caplog.records if "refused until" in record.getMessage()]
    assert len(told) == 2  # One of each node.
