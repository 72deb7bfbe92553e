"""The Redis store under the contract."""

from datetime import timedelta

import pytest

from server.core.ports import ErrorCode, Refused
from server.stores.factory import open_store
from server.stores.redis.address import parse_address
from server.stores.redis.connection import connect
from server.stores.redis.names import Names
from server.tests.stores.change_contract import ChangeContract
from server.tests.stores.clock_contract import ClockContract, LastingClockContract
from server.tests.stores.contract import RoomLogContract
from server.tests.stores.drafting import Patience, WallClock, append, append_many, draft
from server.tests.stores.durable_contract import DurableContract
from server.tests.stores.presence_contract import PresenceContract
from server.tests.stores.redis_server import fresh_url
from server.tests.stores.retention_contract import RetentionContract
from server.tests.stores.shared_contract import SharedContract
from server.tests.stores.wakeup_contract import WakeupContract


@pytest.fixture
def url() -> str:
    return fresh_url()


class TestRedisRoomLog(RoomLogContract):
    async def test_keys_are_forgotten_in_the_end(self, url: str, clock: WallClock) -> None:
        """LOG9: Keys do not pile up for ever: after a day and some the next append forgets them."""
        async with open_store(url, now=clock) as store:
            await append(store.log, draft(key="1" * 32), draft(key="2" * 32))
            clock.move(timedelta(hours=24, seconds=1))
            await append_many(store.log, 1)
            (place,) = await append(store.log, draft(key="1" * 32, body="other"))
            assert place.offset == 4

    async def test_keys_of_an_older_version_are_known(self, url: str, clock: WallClock) -> None:
        """LOG4, LOG5: Those that stand there with twice as long a print."""
        address = parse_address(url)
        known = Names(address.prefix, address.database).room("foo").known
        connection = await connect(address)
        sent = draft(key="1" * 32)
        async with open_store(url, now=clock) as store:
            first = await append(store.log, sent)
            was = await connection.request("HGET", known, sent.key)
            await connection.request("HSET", known, sent.key, was + b"0" * 32)
            assert await append(store.log, sent) == first
            assert await store.log.append([draft(key="1" * 32, body="other")]) == [Refused(ErrorCode.KEY_REUSED)]
        connection.end(ConnectionAbortedError("the test is over"))

    async def test_keys_of_a_silent_room_are_forgotten_too(self, url: str, clock: WallClock) -> None:
        """LOG9, LOG22: A sweep takes them, a day after the last append; they end by no clock of Redis' own."""
        rest, year = Patience(), timedelta(days=365)
        address = parse_address(url)
        names = Names(address.prefix, address.database).room("foo")
        connection = await connect(address)
        async with open_store(url, now=clock, sleep=rest.sleep, max_entry_age=year) as store:
            await rest.asked.get()
            await append_many(store.log, 2_500)
            for name in (names.known, names.ages):
                assert await connection.request("TTL", name) == -1
            clock.move(timedelta(hours=23))
            rest.end()
            await rest.asked.get()
            assert await connection.request("HLEN", names.known) == 2_500
            clock.move(timedelta(hours=1, seconds=1))
            rest.end()
            await rest.asked.get()
        assert await connection.request("EXISTS", names.known, names.ages) == 0
        connection.end(ConnectionAbortedError("the test is over"))


class TestRedisChanges(ChangeContract):
    pass


class TestRedisRetention(RetentionContract):
    pass


class TestRedisClock(ClockContract):
    pass


class TestRedisLastingClock(LastingClockContract):
    async def forget_mark(self, url: str) -> None:
        address = parse_address(url)
        connection = await connect(address)
        await connection.request("HDEL", Names(address.prefix, address.database).store, "time_mark")
        connection.end(ConnectionAbortedError("the test is over"))


class TestRedisWakeups(WakeupContract):
    pass


class TestRedisPresence(PresenceContract):
    pass


class TestRedisDurability(DurableContract):
    pass


class TestRedisNodes(SharedContract):
    pass
