"""A long room of Redis is set right in steps, between which everything else has its turn."""

from datetime import timedelta

from server.core.ports import Appended
from server.stores.factory import open_store
from server.stores.redis.names import beside
from server.stores.redis.room_log import RedisRoomLog
from server.stores.redis.scripts import SET_RIGHT
from server.stores.time_marks import SLACK_MS
from server.stores.times import to_ms
from server.tests.stores.drafting import WallClock, append, draft, newest, offsets
from server.tests.stores.redis_server import fresh_url

AHEAD = timedelta(days=400)


async def test_a_long_room_is_set_right_in_steps() -> None:
    """LOG21, LOG18: A message that is deleted, and others that come, between two steps are as if there were none."""
    clock = WallClock()
    async with open_store(fresh_url(), now=clock) as store:
        log = store.log
        assert isinstance(log, RedisRoomLog)
        await append(log, draft(), *(draft(body="secret") for _ in range(1_200)))
        clock.set_by(AHEAD)
        await append(log, draft())
        log.keeper.saw_ahead = False  # The store's own sweep has nothing to do here.
        clock.set_by(-AHEAD)
        link, now = log._timing._link, to_ms(clock()) + 1_000
        names = [name async for some in log._timing._retention.rooms("log", "stream") for name in some]
        (name,) = names
        command = SET_RIGHT.on([name, *(beside(name, it) for it in ("forms", "known", "ages", "anew"))], now, SLACK_MS)

        async def step() -> int:
            (found,) = await link.ask(command)
            return int(found)

        assert [await step() for _ in range(2)] == [2, 2]
        (gone,) = await append(log, draft(kind="deletion", target=507, body=""))
        assert isinstance(gone, Appended)
        await append(log, draft())
        assert [await step() for _ in range(5)] == [3, 2, 2, 1, 0]
        page = await newest(log, limit=2_000)
        assert len(offsets(page)) >= 1_202
        assert {entry.body for entry in page.entries if entry.offset == 507} <= {""}
        assert all(to_ms(entry.at) <= now for entry in page.entries)
        (left,) = await link.ask(("EXISTS", beside(name, "anew")))
        (expires,) = await link.ask(("TTL", name))
        assert (left, expires) == (0, -1)


async def test_a_room_that_is_all_ahead_is_set_right_in_steps() -> None:
    """LOG21, LOG6: No call goes through all of what is ahead, keys included, and each step goes on where one ended."""
    clock = WallClock()
    async with open_store(fresh_url(), now=clock) as store:
        log = store.log
        assert isinstance(log, RedisRoomLog)
        clock.set_by(AHEAD)
        await append(log, *(draft() for _ in range(1_200)))
        log.keeper.saw_ahead = False
        clock.set_by(-AHEAD)
        link, now = log._timing._link, to_ms(clock()) + 1_000
        (name,) = [name async for some in log._timing._retention.rooms("log", "stream") for name in some]
        names = [name, *(beside(name, it) for it in ("forms", "known", "ages", "anew"))]
        known, ages = names[2:4]

        async def keys_ahead() -> tuple[int, int]:
            in_order, by_key = await link.ask(("LRANGE", ages, 0, -1), ("HVALS", known))
            times = [int(aged.split()[0]) for aged in in_order], [int(fact.split()[1]) for fact in by_key]
            return sum(at > now for at in times[0]), sum(at > now for at in times[1])

        found: list[int] = []
        ahead: list[tuple[int, int]] = []
        while not found or found[-1] > 1:
            found += await link.ask(SET_RIGHT.on(names, now, SLACK_MS))
            ahead.append(await keys_ahead())
        assert ahead == [(700, 700), (200, 200), (0, 0), (0, 0), (0, 0)]
        assert found == [2, 2, 2, 2, 1]
        page = await newest(log, limit=2_000)
        assert offsets(page) == list(range(1, 1_201))
        assert all(to_ms(entry.at) <= now for entry in page.entries)


async def test_a_room_that_another_node_set_right_is_left() -> None:
    """LOG21: The node that comes second finds nothing to do, and ends."""
    clock = WallClock()
    async with open_store(fresh_url(), now=clock) as store:
        log = store.log
        assert isinstance(log, RedisRoomLog)
        await append(log, draft())
        (name,) = [name async for some in log._timing._retention.rooms("log", "stream") for name in some]
        names = [name, *(beside(name, it) for it in ("forms", "known", "ages", "anew"))]
        assert await log._timing._go_on(names, clock(), 2)
        assert not log.keeper.saw_ahead
