"""What every log's wakeups do; subclassed like ``contract``."""

import asyncio
from collections.abc import AsyncIterator

from server.core.ports import RoomLog, Wakeup
from server.stores.wakeups import MAX_ENTRIES_AT_HAND
from server.tests.stores.contract import LogFixtures
from server.tests.stores.drafting import append_many, append_together, draft


async def _wakeup_at(wakeups: AsyncIterator[Wakeup], room: str, head: int) -> Wakeup:
    """Wait for a wakeup that says at least this; hints before it may be old."""
    async for wakeup in wakeups:
        assert wakeup.room == room
        if wakeup.head >= head:
            return wakeup
    raise AssertionError("wakeups ended")


class WakeupContract(LogFixtures):
    """Who is told, of what, and how much of it is kept."""

    async def test_append_wakes_the_watchers_of_its_room(self, log: RoomLog) -> None:
        """LOG11: A watched room's append is told; another room's is not."""
        async with log.watch("foo"):
            await append_many(log, 2, "other")
            await append_many(log, 3)
            wakeup = await _wakeup_at(log.wakeups(), "foo", 3)
            assert wakeup.head == 3

    async def test_append_wakes_a_reader_that_waits_already(self, log: RoomLog) -> None:
        """LOG11: A reader may wait long before anything is written."""
        async with log.watch("foo"):
            waiting = asyncio.ensure_future(_wakeup_at(log.wakeups(), "foo", 1))
            await asyncio.sleep(0)
            await append_many(log, 1)
            assert (await waiting).head == 1

    async def test_entries_at_hand_run_to_the_head(self, log: RoomLog) -> None:
        """LOG11: What a wakeup carries, if anything, has no hole and ends at its head."""
        async with log.watch("foo"):
            wakeups = log.wakeups()
            for start in range(0, 60, 20):
                await append_together(log, [draft() for _ in range(20)])
                wakeup = await _wakeup_at(wakeups, "foo", start + 20)
                carried = [entry.offset for entry in wakeup.entries]
                assert carried == list(range(wakeup.head - len(carried) + 1, wakeup.head + 1))

    async def test_watching_ends_with_the_last_watcher(self, log: RoomLog) -> None:
        """LOG11: Watching nests; when the last one leaves, the room is silent."""
        async with log.watch("foo"):
            async with log.watch("foo"):
                pass
            await append_many(log, 1)
            await _wakeup_at(log.wakeups(), "foo", 1)
            await append_many(log, 1)
        async with log.watch("other"):
            await append_many(log, 1)
            await append_many(log, 1, "other")
            await _wakeup_at(log.wakeups(), "other", 1)

    async def test_wakeups_of_one_room_become_one(self, log: RoomLog) -> None:
        """LOG11: However much nobody fetched, a room waits once, and its entries are bounded."""
        async with log.watch("foo"), log.watch("last"):
            for _ in range(5):
                await append_many(log, MAX_ENTRIES_AT_HAND // 2)
            await append_many(log, 1, "last")
            heard = []
            async for wakeup in log.wakeups():
                heard.append(wakeup)
                if wakeup.room == "last":
                    break
        assert len(heard) <= 3
        assert all(len(wakeup.entries) <= MAX_ENTRIES_AT_HAND for wakeup in heard)
        assert max(wakeup.head for wakeup in heard if wakeup.room == "foo") == MAX_ENTRIES_AT_HAND // 2 * 5

    async def test_reader_that_reads_after_each_wakeup_sees_everything(self, log: RoomLog) -> None:
        """LOG11: Reading after each hint, and trusting none, gives each entry once, in order."""
        seen: list[int] = []
        async with log.watch("foo"), asyncio.TaskGroup() as group:
            group.create_task(append_together(log, [draft() for _ in range(200)]))
            async for _ in log.wakeups():
                page = await log.read("foo", after=len(seen), before=None, limit=7)
                while page.entries:
                    seen += [entry.offset for entry in page.entries]
                    page = await log.read("foo", after=len(seen), before=None, limit=7)
                if len(seen) == 200:
                    break
        assert seen == list(range(1, 201))
