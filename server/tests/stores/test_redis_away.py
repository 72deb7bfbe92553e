"""A Redis that is killed, paused, full or robbed of its connections, for real."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from server.core.ports import Appended, ErrorCode, Refused, StoreUnavailable
from server.stores.options import StoreUrlError
from server.stores.redis import watching
from server.stores.redis.room_log import RedisRoomLog
from server.tests.stores.drafting import append, append_many, draft, newest, offsets
from server.tests.stores.redis_nodes import a_log, until, wakeup_beyond
from server.tests.stores.redis_server import RedisServer, fresh_url


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path, "--appendfsync", "always")
    yield server
    server.kill()


@pytest.fixture
def url(server: RedisServer) -> str:
    return fresh_url(server)


@pytest.fixture
async def log(url: str) -> AsyncIterator[RedisRoomLog]:
    async with a_log(url) as log:
        yield log


async def test_killed_server_is_seen_and_survived(log: RedisRoomLog, server: RedisServer) -> None:
    """LOG2, LOG14: While it is away all is unavailable; when it is back all that was acked is there, without help."""
    (place,) = await append(log, first := draft())
    epoch = (await newest(log)).epoch
    server.kill()
    await until(lambda: log.status() == "degraded")
    with pytest.raises(StoreUnavailable):
        await log.append([draft()])
    with pytest.raises(StoreUnavailable):
        await newest(log)
    server.start()
    await until(lambda: log.status() == "ok")
    assert await append(log, first) == [place]
    assert (await append(log, draft()))[0].offset == 2
    assert (await newest(log)).epoch == epoch


async def test_nothing_acked_is_lost_when_it_is_killed_under_load(log: RedisRoomLog, server: RedisServer) -> None:
    """LOG1, LOG2, LOG4: Whatever was acked is there at its offset; what was not is appended once when sent again."""
    acked: dict[str, int] = {}

    async def write(room: str) -> None:
        for _ in range(40):
            each = draft(room)
            while each.key not in acked:
                try:
                    ((answer,),) = [await log.append([each])]
                except StoreUnavailable:
                    await until(lambda: log.status() == "ok")
                    continue
                assert isinstance(answer, Appended)
                acked[each.key] = answer.offset

    async def kill_and_start() -> None:
        for number in (20, 60, 120):
            await until(lambda number=number: len(acked) >= number)  # type: ignore[misc]
            server.kill()
            server.start()

    async with asyncio.TaskGroup() as group:
        group.create_task(kill_and_start())
        for room in "aabbcc":
            group.create_task(write(room))
    assert len(acked) == 240
    for room in "abc":
        page = await newest(log, room)
        assert offsets(page) == list(range(1, 81))
        assert all(acked[entry.key] == entry.offset for entry in page.entries)


async def test_paused_server_is_noticed_and_hangs_nobody(log: RedisRoomLog, server: RedisServer) -> None:
    """LOG14: A server that stops without a word is noticed within 2 s, and each call that waits for it is told."""
    await append(log, draft())
    server.pause()
    since = time.monotonic()
    try:
        calls = [asyncio.ensure_future(log.append([draft()])) for _ in range(3)]
        calls.append(asyncio.ensure_future(append(log, draft("other"))))
        results = await asyncio.gather(*calls, newest(log), return_exceptions=True)
        assert {type(result) for result in results} == {StoreUnavailable}
        assert log.status() == "degraded"
        assert time.monotonic() - since < 2
    finally:
        server.resume()
    await until(lambda: log.status() == "ok")
    assert await append(log, draft())


async def test_pause_is_noticed_when_nobody_asks(log: RedisRoomLog, server: RedisServer) -> None:
    """LOG14: The probe notices it, within 2 s."""
    server.pause()
    since = time.monotonic()
    try:
        await until(lambda: log.status() == "degraded")
        assert time.monotonic() - since < 2
    finally:
        server.resume()
    await until(lambda: log.status() == "ok")


@pytest.mark.parametrize("kind", ["normal", "pubsub"])
async def test_killed_connection_comes_back(log: RedisRoomLog, server: RedisServer, kind: str) -> None:
    """LOG11, LOG14: Whichever connection is killed, appends go on and their rooms are woken."""
    async with log.watch("foo"):
        for number in range(1, 6):
            server.ask("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")
            await append_until_taken(log)
            assert (await wakeup_beyond(log, number)).room == "foo"


async def append_until_taken(log: RedisRoomLog) -> None:
    each = draft()
    while True:
        try:
            await log.append([each])
        except StoreUnavailable:
            await until(lambda: log.status() == "ok")
        else:
            return


async def test_lost_hint_is_made_good_when_the_subscription_is_back(
    url: str, server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LOG11: What another node appends while nothing is heard wakes the room, without waiting for the next look."""
    monkeypatch.setattr(watching, "POLL_SECONDS", 1_000)
    async with a_log(url) as log, a_log(url) as other, log.watch("foo"):
        server.ask("CLIENT", "KILL", "TYPE", "pubsub")
        await append_many(other, 3)
        assert (await wakeup_beyond(log, 3)).head == 3
        await append_many(other, 1)
        assert (await wakeup_beyond(log, 4)).head == 4


async def test_hint_that_nobody_sent_is_found_by_looking(log: RedisRoomLog, url: str) -> None:
    """LOG11, FO3: The head is looked at every few seconds, so that a hint may be lost without any connection being."""
    async with a_log(url) as other, log.watch("foo"):
        await log.subscriber.add(log.names.room("foo").hints, lambda _: None)
        await append_many(other, 2)
        assert (await wakeup_beyond(log, 2)).head == 2


async def test_full_memory_is_seen_and_survived(log: RedisRoomLog, server: RedisServer) -> None:
    """LOG10, ST7: A server without memory refuses before anything is written; with memory again it works."""
    await append(log, draft())
    server.ask("CONFIG", "SET", "maxmemory", "1")
    with pytest.raises(StoreUnavailable, match="OOM"):
        await log.append([draft(), draft("other")])
    assert (log.is_full(), log.status()) == (True, "ok")
    assert await log.append([draft()]) == [Refused(ErrorCode.STORE_FULL)]
    assert (await newest(log)).head == 1
    server.ask("CONFIG", "SET", "maxmemory", "0")
    await until(lambda: not log.is_full())
    assert [place.offset for place in await append(log, draft(), draft("other"))] == [2, 1]


async def test_forgotten_scripts_are_loaded_again(log: RedisRoomLog, server: RedisServer) -> None:
    """LOG14: A server that was told to forget its scripts is told them again."""
    await append(log, draft())
    server.ask("SCRIPT", "FLUSH")
    assert (await append(log, draft()))[0].offset == 2
    assert (await newest(log)).head == 2


async def test_replica_is_left(log: RedisRoomLog, server: RedisServer) -> None:
    """LOG14: A server that became a replica counts as away until it is none."""
    server.ask("REPLICAOF", "127.0.0.1", "1")
    with pytest.raises(StoreUnavailable):
        await log.append([draft()])
    await until(lambda: log.status() == "degraded")
    server.ask("REPLICAOF", "NO", "ONE")
    await until(lambda: log.status() == "ok")
    assert await append(log, draft())


async def test_server_that_comes_back_without_its_promise_is_not_taken(
    log: RedisRoomLog, server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    """LOG2, LOG14: An ack would no longer mean what it meant, so there is none."""
    server.ask("CONFIG", "SET", "appendonly", "no")
    server.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    await until(lambda: "cannot keep what is acked: appendonly is no" in caplog.text)
    assert log.status() == "degraded"
    server.ask("CONFIG", "SET", "appendonly", "yes")
    await until(lambda: log.status() == "ok")


async def test_close_does_not_wait_for_a_server_that_is_away(url: str, server: RedisServer) -> None:
    """LOG14: A store that is away can be closed."""
    async with a_log(url) as log:
        server.kill()
        await until(lambda: log.status() == "degraded")
    with pytest.raises(StoreUnavailable, match="closed"):
        await log.append([draft()])
    server.start()


async def test_server_that_is_not_there_is_waited_for(
    url: str, server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    """LOG14: Who starts without a server waits a while for it, and is told so once."""
    server.kill()
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 4:
            server.start()

    with caplog.at_level(logging.DEBUG, "server.stores.redis.link"):
        async with a_log(url, sleep=sleep) as log:
            assert log.status() == "ok"
    assert len(waited) == 4
    told = [record.levelname for record in caplog.records if "is not there yet" in record.getMessage()]
    assert told == ["WARNING", "DEBUG", "DEBUG", "DEBUG"]


def test_wrong_password_is_told_at_once(server: RedisServer) -> None:
    """The sentence says what the server said, and no password."""

    async def open_it() -> None:
        async with a_log(f"redis://:secret@127.0.0.1:{server.port}"):
            pass

    with pytest.raises(StoreUrlError, match=r"AUTH|WRONGPASS") as refused:
        asyncio.run(open_it())
    assert "secret" not in str(refused.value)
