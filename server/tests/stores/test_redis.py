"""The Redis store under the contract."""

from datetime import timedelta

import pytest

from server.stores.factory import open_store
from server.stores.redis.address import parse_address
from server.stores.redis.connection import connect
from server.stores.redis.names import Names
from server.tests.stores.change_contract import ChangeContract
from server.tests.stores.contract import RoomLogContract
from server.tests.stores.drafting import WallClock, append, append_many, draft
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

    async def test_keys_of_a_silent_room_are_forgotten_too(self, url: str) -> None:
        """LOG9: What keeps them goes by itself, a day and some after the last append."""
        async with open_store(url) as store:
            await append(store.log, draft())
        address = parse_address(url)
        names = Names(address.prefix, address.database).room("foo")
        connection = await connect(address)
        for name in (names.known, names.ages):
            seconds = await connection.request("TTL", name)
            assert 24 * 3600 < seconds <= 25 * 3600
        assert await connection.request("TTL", names.log) == -1
        connection.end(ConnectionAbortedError("the test is over"))


class TestRedisChanges(ChangeContract):
    pass


class TestRedisRetention(RetentionContract):
    pass


class TestRedisWakeups(WakeupContract):
    pass


class TestRedisPresence(PresenceContract):
    pass


class TestRedisDurability(DurableContract):
    pass


class TestRedisNodes(SharedContract):
    pass
