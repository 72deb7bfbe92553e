"""A PostgreSQL that is killed, paused, cut off and full, for real, and comes back."""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Callable
from itertools import cycle

import pytest

from server.core.ports import Appended, Arrived, Departed, Draft, ErrorCode, Refused, RoomLog, Store, StoreUnavailable
from server.stores.factory import open_store
from server.tests.ports import free_port
from server.tests.stores.drafting import append, append_many, append_together, draft, newest, offsets
from server.tests.stores.postgres_server import PostgresServer, ask, fresh_url, server
from server.tests.stores.presence_contract import ANA, BOB

__all__ = ["server"]

NOTICED_SECONDS = 2.0
"""How soon everybody knows."""

BACK_SECONDS = 5.0

CUT_OFF = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1"


@pytest.fixture
def url(server: PostgresServer) -> str:
    return fresh_url(server)


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    async with open_store(url) as store:
        yield store


@pytest.fixture
def log(store: Store) -> RoomLog:
    return store.log


async def until(condition: Callable[[], bool], seconds: float) -> None:
    """Wait until something is true, which must be so within the time."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.to_thread(int)  # A turn of the loop and of a thread.


async def _keep_appending(log: RoomLog, room: str, acked: dict[str, int], stop: asyncio.Event) -> None:
    """Append until told to stop, each message under its key until it is acked."""
    while not stop.is_set():
        await _append_at_last(log, draft(room), acked)


async def _append_at_last(log: RoomLog, message: Draft, acked: dict[str, int]) -> None:
    while True:
        try:
            (answer,) = await log.append([message])
        except StoreUnavailable:
            await asyncio.to_thread(int)
        else:
            assert isinstance(answer, Appended)
            acked[message.key] = answer.offset
            return


async def _check(log: RoomLog, room: str, acked: dict[str, int]) -> None:
    """Check that all that was acked is there once, at its offset, without a hole."""
    page = await newest(log, room, limit=1_000_000)
    assert offsets(page) == list(range(1, page.head + 1))
    assert {entry.key: entry.offset for entry in page.entries} == acked


async def test_killed_server_is_noticed_and_nothing_acked_is_lost(server: PostgresServer, store: Store) -> None:
    """LOG2, LOG14: Killed under load, again and again: all that was acked is there, once."""
    log, stop = store.log, asyncio.Event()
    acked: dict[str, int] = {}
    writing = [asyncio.create_task(_keep_appending(log, "foo", acked, stop)) for _ in range(8)]
    for _ in range(3):
        before = len(acked)
        await until(lambda before=before: len(acked) > before + 50, 20)  # type: ignore[misc]
        await asyncio.to_thread(server.kill)
        await until(lambda: log.status() == "degraded", NOTICED_SECONDS)
        with pytest.raises(StoreUnavailable):
            await newest(log)
        await asyncio.to_thread(server.start)
        await until(lambda: log.status() == "ok", BACK_SECONDS)
    stop.set()
    await asyncio.gather(*writing)
    await _check(log, "foo", acked)


async def test_paused_server_is_noticed_and_nobody_hangs(server: PostgresServer, store: Store) -> None:
    """LOG14: A server that only stops answering is noticed in 2 s, and every call is answered by then."""
    log = store.log
    await append_many(log, 1)
    server.pause()
    since = time.monotonic()
    calls = [
        asyncio.ensure_future(call)
        for call in (
            *(log.append([draft()]) for _ in range(5)),
            *(log.read("foo", after=None, before=None, limit=1) for _ in range(20)),
            store.presence.join("foo", ANA, "c1"),
            store.presence.members("foo"),
            store.presence.heartbeat(),
        )
    ]
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert time.monotonic() - since < NOTICED_SECONDS
    assert {type(result) for result in results} == {StoreUnavailable}
    assert log.status() == "degraded"
    server.resume()
    await until(lambda: log.status() == "ok", BACK_SECONDS)
    await append_many(log, 1)
    page = await newest(log)
    assert offsets(page) == list(range(1, page.head + 1))


async def test_short_pause_is_no_absence(server: PostgresServer, log: RoomLog) -> None:
    """LOG14: A server that answers late, but answers, is not away; who waits gets the answer."""
    server.pause()
    call = asyncio.ensure_future(log.append([draft()]))
    await asyncio.to_thread(time.sleep, 0.4)
    server.resume()
    assert isinstance((await call)[0], Appended)
    assert log.status() == "ok"


async def test_watchers_are_told_when_the_server_is_back(server: PostgresServer, url: str, log: RoomLog) -> None:
    """LOG11, LOG14: What was appended while this node was cut off wakes its watchers."""
    schema = url.partition("schema=")[2].partition("&")[0]
    await append_many(log, 1)
    async with log.watch("foo"):
        wakeups = log.wakeups()
        await asyncio.to_thread(server.kill)
        await until(lambda: log.status() == "degraded", NOTICED_SECONDS)
        await asyncio.to_thread(server.start)
        ask(url, f"UPDATE {schema}.room SET head = 7")
        async with asyncio.timeout(BACK_SECONDS):
            async for wakeup in wakeups:
                if wakeup.head == 7:
                    break


async def test_connections_that_are_cut_off_under_load_are_replaced(url: str) -> None:
    """LOG1, LOG4, LOG14: Pool and listeners of two nodes, cut off in turn: one order, nothing doubled."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    acked: dict[str, int] = {}
    stop = asyncio.Event()
    async with open_store(url) as one, open_store(url) as other:
        logs = cycle([one.log, other.log])
        writing = [asyncio.create_task(_keep_appending(next(logs), "foo", acked, stop)) for _ in range(10)]
        for purpose in ("parley", "parley listener") * 8:
            before = len(acked)
            await until(lambda before=before: len(acked) > before + chance.randint(0, 20), 20)  # type: ignore[misc]
            await asyncio.to_thread(ask, url, CUT_OFF, purpose)
        stop.set()
        await asyncio.gather(*writing)
        await until(lambda: one.log.status() == other.log.status() == "ok", BACK_SECONDS)
        await _check(other.log, "foo", acked)


async def test_idle_connections_that_were_cut_off_cost_nobody_a_call(url: str, log: RoomLog) -> None:
    """LOG14: Each is found dead and replaced; no caller hears of it."""
    await append_together(log, [draft(str(number)) for number in range(50)])
    for _ in range(5):
        await asyncio.to_thread(ask, url, CUT_OFF, "parley")
        await asyncio.gather(*(newest(log, str(number)) for number in range(20)), append(log, draft()))
    assert log.status() == "ok"


async def test_listener_that_was_cut_off_listens_again(url: str, log: RoomLog) -> None:
    """FO3, LOG11: What came while nobody listened is told, and later hints are heard."""
    async with open_store(url) as other, log.watch("foo"):
        wakeups = log.wakeups()
        for number in range(1, 6):
            # A listener that is cut off again while it comes back is away for a moment, and says so.
            await until(lambda: _listeners(url) == 2, BACK_SECONDS)
            await asyncio.to_thread(ask, url, CUT_OFF, "parley listener")
            await append_many(other.log, 1)
            async with asyncio.timeout(BACK_SECONDS):
                while (await anext(wakeups)).head < number:
                    pass


def _listeners(url: str) -> int:
    """Return how many listen by now: what they said last is that they do, or a probe."""
    said = "SELECT query FROM pg_stat_activity WHERE application_name = $1 AND state = 'idle'"
    return sum(row["query"].startswith(("LISTEN", "SELECT 1")) for row in ask(url, said, "parley listener"))


async def test_listener_that_stays_away_is_told_once(
    server: PostgresServer, log: RoomLog, caplog: pytest.LogCaptureFixture
) -> None:
    """ST1: Each outage has its line; the attempts to end it are for who looks closer."""
    with caplog.at_level(logging.DEBUG, "server.stores.postgres.lookout"):
        for _ in range(2):
            caplog.clear()
            await asyncio.to_thread(server.kill)
            await until(lambda: len(_told_of_listener(caplog)) >= 3, 20)
            assert _told_of_listener(caplog)[:3] == ["WARNING", "DEBUG", "DEBUG"]
            await asyncio.to_thread(server.start)
            await until(lambda: log.status() == "ok", BACK_SECONDS)
            assert _told_of_listener(caplog).count("WARNING") == 1


def _told_of_listener(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.levelname for record in caplog.records if "the listener was cut off" in record.getMessage()]


async def test_disk_that_is_full_is_seen_and_survived(url: str, log: RoomLog) -> None:
    """ST7: While nothing can be written sends are refused and reads go on; with space again it works without help."""
    schema = url.partition("schema=")[2].partition("&")[0]
    (place,) = await append(log, first := draft())
    ask(
        url,
        f"""CREATE FUNCTION {schema}.fill_up() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$""",
    )
    for table in ("entry", "probe"):
        ask(url, f"CREATE TRIGGER fill_up BEFORE INSERT ON {schema}.{table} EXECUTE FUNCTION {schema}.fill_up()")
    lost = draft()
    assert await log.append([lost]) == [Refused(ErrorCode.STORE_FULL)]
    assert (log.is_full(), log.status()) == (True, "ok")
    assert await log.append([lost]) == [Refused(ErrorCode.STORE_FULL)]
    assert offsets(await newest(log)) == [1]
    ask(url, f"DROP FUNCTION {schema}.fill_up CASCADE")
    await until(lambda: not log.is_full(), BACK_SECONDS)
    assert await append(log, first, lost) == [place, (await append(log, lost))[0]]
    assert offsets(await newest(log)) == [1, 2]
    assert ask(url, f"SELECT count(*) AS rows FROM {schema}.probe")[0]["rows"] == 0


async def test_cancelled_calls_leave_nothing_open(url: str, log: RoomLog) -> None:
    """LOG4: After a storm of cancelled calls no transaction is open, and each answer is its own caller's."""
    await append_many(log, 5, "a")
    await append_many(log, 3, "b")
    for _ in range(20):
        calls = [asyncio.ensure_future(newest(log, room)) for room in "ab" * 20]
        appends = [asyncio.ensure_future(log.append([draft("c")])) for _ in range(10)]
        await asyncio.sleep(0)
        for call in (*calls[::3], *appends[::2]):
            call.cancel()
        pages = await asyncio.gather(*calls, return_exceptions=True)
        await asyncio.gather(*appends, return_exceptions=True)
        for room, page in zip("ab" * 20, pages, strict=True):
            assert isinstance(page, asyncio.CancelledError) or page.head == (5 if room == "a" else 3)  # type: ignore[union-attr]
    await append(log, draft())
    open_ones = ask(url, "SELECT query FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'")
    assert open_ones == []
    page = await newest(log, "c")
    assert offsets(page) == list(range(1, page.head + 1))


def _start_without_members(server: PostgresServer, url: str) -> None:
    """A crash may lose the last commits; here it loses all members, before any node is back."""
    port, server.port = server.port, free_port()
    server.start()
    server.ask(f"DELETE FROM {url.partition('schema=')[2].partition('&')[0]}.member")
    server.stop()
    server.port = port
    server.start()


async def test_members_outlive_a_crash_and_nobody_is_told(server: PostgresServer, url: str) -> None:
    """PR6: After the database was killed and came back everybody is where they were, and was never gone."""
    async with open_store(url) as one, open_store(url) as other:
        changes = other.presence.changes()
        await one.presence.join("foo", ANA, "c1")
        assert await anext(changes) == Arrived("foo", ANA, "c1")
        await asyncio.to_thread(server.kill)
        await until(lambda: one.log.status() == other.log.status() == "degraded", NOTICED_SECONDS)
        with pytest.raises(StoreUnavailable):
            await other.presence.heartbeat()
        await asyncio.to_thread(_start_without_members, server, url)
        await until(lambda: one.log.status() == other.log.status() == "ok", BACK_SECONDS)
        await other.presence.heartbeat()
        await other.presence.join("foo", BOB, "c2")
        told = [await anext(changes)]
        while told[-1] != Arrived("foo", BOB, "c2"):
            told.append(await anext(changes))
        assert not any(isinstance(change, Departed) for change in told)
        await one.presence.heartbeat()
        present = {arrived.member.client_id for arrived in await other.presence.members("foo")}
        assert present == {ANA.client_id, BOB.client_id}
