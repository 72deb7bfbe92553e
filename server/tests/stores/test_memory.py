"""The memory store under the contract, and the bounds of what it keeps."""

import asyncio
from datetime import timedelta

import pytest

from server.core.ports import Arrived, Departed
from server.stores.factory import open_store
from server.stores.memory.presence import MemoryPresence
from server.stores.options import StoreUrlError
from server.tests.stores.change_contract import ChangeContract
from server.tests.stores.clock_contract import ClockContract
from server.tests.stores.contract import RoomLogContract
from server.tests.stores.drafting import WallClock, append, draft
from server.tests.stores.presence_contract import ANA, BOB, PresenceContract
from server.tests.stores.retention_contract import RetentionContract
from server.tests.stores.wakeup_contract import WakeupContract


@pytest.fixture
def url() -> str:
    return "memory://"


class TestMemoryRoomLog(RoomLogContract):
    async def test_keys_are_forgotten_in_the_end(self, url: str, clock: WallClock) -> None:
        """LOG9: Keys do not pile up for ever: after a day and some the key is free."""
        async with open_store(url, now=clock) as store:
            await append(store.log, draft(key="1" * 32))
            clock.move(timedelta(hours=24, seconds=1))
            (place,) = await append(store.log, draft(key="1" * 32))
            assert place.offset == 2


class TestMemoryChanges(ChangeContract):
    pass


class TestMemoryRetention(RetentionContract):
    pass


class TestMemoryClock(ClockContract):
    pass


class TestMemoryWakeups(WakeupContract):
    pass


class TestMemoryPresence(PresenceContract):
    async def test_who_came_and_went_unfetched_is_not_told(self) -> None:
        """PR2: What nobody fetched is bounded: the last change of each client, or none."""
        presence = MemoryPresence()
        changes = presence.changes()
        await presence.join("foo", BOB, "b")
        assert await anext(changes) == Arrived("foo", BOB, "b")
        for number in range(1_000):
            await presence.join("foo", ANA.model_copy(update={"client_id": 10 + number}), "c")
            await presence.leave("foo", 10 + number, "c")
            await presence.leave("foo", 2, "b")
            await presence.join("foo", BOB, "b")
        await presence.leave("foo", 2, "b")
        await presence.join("foo", ANA, "a")
        assert [await anext(changes), await anext(changes)] == [Departed("foo", 2), Arrived("foo", ANA, "a")]

    async def test_reader_waits_for_a_change(self) -> None:
        """PR2: A reader that waits is woken by the next change."""
        presence = MemoryPresence()
        waiting = asyncio.ensure_future(anext(presence.changes()))
        await asyncio.sleep(0)
        await presence.join("foo", ANA, "c1")
        assert await waiting == Arrived("foo", ANA, "c1")

    async def test_same_join_again_is_told_once(self) -> None:
        """PR6: To join again on the same connection changes nothing."""
        presence = MemoryPresence()
        changes = presence.changes()
        await presence.join("foo", ANA, "c1")
        assert await anext(changes) == Arrived("foo", ANA, "c1")
        await presence.join("foo", ANA, "c1")
        await presence.join("foo", BOB, "c2")
        assert await anext(changes) == Arrived("foo", BOB, "c2")


async def test_store_in_memory_has_a_key_of_its_own(url: str) -> None:
    """ID2: The signing key is random, 32 bytes, and lives as long as the store."""
    async with open_store(url) as one, open_store(url) as other:
        assert len(one.signing_key) == 32
        assert one.signing_key != other.signing_key


async def test_store_in_memory_takes_no_path() -> None:
    with pytest.raises(StoreUrlError, match="memory://"):
        async with open_store("memory://somewhere"):
            pass
