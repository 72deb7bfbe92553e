"""What a store does that outlives its process; subclassed like ``contract``."""

import asyncio
from datetime import timedelta

import pytest

from server.core.ports import ErrorCode, Refused
from server.stores.factory import begin_new_epoch, open_store
from server.stores.options import StoreUrlError
from server.tests.stores.drafting import WallClock, append, append_many, append_together, draft, newest


class DurableContract:
    """The store is closed and opened again."""

    @pytest.fixture
    def clock(self) -> WallClock:
        return WallClock()

    async def test_entries_are_there_when_it_is_opened_again(self, url: str) -> None:
        """LOG2: What was acked is there, at its offset, under the same epoch."""
        async with open_store(url) as store:
            await append_many(store.log, 10)
            before = await newest(store.log)
        async with open_store(url) as store:
            assert await newest(store.log) == before
            (place,) = await append(store.log, draft())
            assert place.offset == 11

    async def test_signing_key_is_kept(self, url: str) -> None:
        """ID2: A resume token outlives a restart, because its key does."""
        async with open_store(url) as store:
            before = store.signing_key
        async with open_store(url) as store:
            assert store.signing_key == before
            assert len(before) == 32

    async def test_keys_are_remembered(self, url: str) -> None:
        """LOG4, LOG5: A message sent before a restart and after it is one message."""
        async with open_store(url) as store:
            first = await append(store.log, draft(key="1" * 32))
        async with open_store(url) as store:
            assert await append(store.log, draft(key="1" * 32)) == first
            assert await store.log.append([draft(key="1" * 32, body="x")]) == [Refused(ErrorCode.KEY_REUSED)]

    async def test_keys_are_remembered_beyond_a_lowered_bound(self, url: str) -> None:
        """LOG9: What a smaller bound trims, its keys do not follow."""
        async with open_store(url) as store:
            drafts = await append_many(store.log, 10)
        async with open_store(url, max_entries_per_room=2) as store:
            await append_many(store.log, 1)
            assert (await newest(store.log)).oldest == 10
            (place,) = await append(store.log, drafts[0])
            assert place.offset == 1

    async def test_time_does_not_go_back_over_a_restart(self, url: str, clock: WallClock) -> None:
        """LOG6: A clock that was set back meanwhile is waited for."""
        async with open_store(url, now=clock) as store:
            (before,) = await append(store.log, draft())
        clock.move(timedelta(days=-1))
        async with open_store(url, now=clock) as store:
            (after,) = await append(store.log, draft())
        assert after.at == before.at

    async def test_new_epoch_leaves_everything_else(self, url: str) -> None:
        """LOG8, RE2: A backup that was put back begins another life, with all that is in it."""
        async with open_store(url) as store:
            drafts = await append_many(store.log, 3)
            before, signing_key = await newest(store.log), store.signing_key
        minted = await begin_new_epoch(url)
        async with open_store(url) as store:
            after = await newest(store.log)
            assert after.epoch == minted != before.epoch
            assert (after.entries, after.oldest, after.head) == (before.entries, before.oldest, before.head)
            assert store.signing_key == signing_key
            assert [place.offset for place in await append(store.log, drafts[0], draft())] == [1, 4]

    async def test_new_epoch_is_refused_where_there_is_no_store(self, url: str) -> None:
        """RE2: A wrong URL is told, and nothing is made there."""
        for _ in range(2):
            with pytest.raises(StoreUrlError, match="there is no store"):
                await begin_new_epoch(url)

    async def test_close_writes_what_was_accepted(self, url: str) -> None:
        """LOG2: Appends that are under way when the store closes are written and answered."""
        async with open_store(url) as store:
            log = store.log
            drafts = [draft() for _ in range(500)]
            waiting = asyncio.ensure_future(append_together(log, drafts))
            await asyncio.sleep(0)  # The calls are made.
            await asyncio.sleep(0)
        assert len(await waiting) == 500
        async with open_store(url) as store:
            assert (await newest(store.log)).head == 500
