"""What every log does when somebody sets the clock; subclassed like ``contract``."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from server.core.ports import RoomLog
from server.stores.factory import open_store
from server.stores.sweeping import SWEEP_SECONDS
from server.tests.stores.contract import LogFixtures
from server.tests.stores.drafting import Patience, WallClock, append, append_many, draft, newest, offsets

AGE = timedelta(days=30)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


class _Rest(Patience):
    """The waits between sweeps alone; others do not end."""

    async def sleep(self, seconds: float) -> None:
        if seconds != SWEEP_SECONDS:
            await asyncio.Event().wait()
        await super().sleep(seconds)


class ClockContract(LogFixtures):
    """Entries are kept for 30 days, by clocks and sweeps that the test holds."""

    @pytest.fixture
    async def rest(self) -> Patience:
        return _Rest()

    @pytest.fixture
    async def log(self, url: str, clock: WallClock, rest: Patience) -> AsyncIterator[RoomLog]:
        async with self.keeping(url, clock, rest) as log:
            yield log

    @asynccontextmanager
    async def keeping(self, url: str, clock: WallClock, rest: Patience) -> AsyncIterator[RoomLog]:
        async with open_store(url, now=clock, max_entry_age=AGE, sleep=rest.sleep) as store:
            await rest.asked.get()
            yield store.log

    async def swept(self, rest: Patience) -> None:
        """Let a sweep begin, and wait until it is over."""
        rest.end()
        await rest.asked.get()

    async def run_for(self, rest: Patience, clock: WallClock, time: timedelta) -> None:
        """Let time pass, an hour at a time, each with a look at the clock."""
        while time > timedelta():
            clock.move(min(HOUR, time))
            time -= HOUR
            await self.swept(rest)

    async def test_clock_that_is_set_forward_hides_and_takes_nothing(
        self, log: RoomLog, clock: WallClock, rest: Patience, caplog: pytest.LogCaptureFixture
    ) -> None:
        """LOG20, LOG15: What a clock 40 days fast hides is there again when the clock is right, and it is told."""
        await append_many(log, 5)
        with caplog.at_level(logging.INFO, "server.stores"):
            clock.set_by(40 * DAY)
            for _ in range(3):
                await self.swept(rest)
            assert (await newest(log)).entries == ()
            clock.set_by(-40 * DAY)
            await self.swept(rest)
        assert offsets(await newest(log)) == [1, 2, 3, 4, 5]
        told = [record.getMessage() for record in caplog.records if "clock" in record.getMessage()]
        assert [words[: words.index(" days") - 3] for words in told] == ["the clock is", "the clock was set back by"]

    async def test_jump_is_believed_when_the_store_has_run_with_it(
        self, log: RoomLog, clock: WallClock, rest: Patience
    ) -> None:
        """LOG20, LOG16: A machine that slept for 40 days sweeps what is too old after a day or two."""
        await append_many(log, 5)
        clock.set_by(40 * DAY)
        await self.run_for(rest, clock, timedelta(hours=23))
        clock.set_by(-40 * DAY)
        assert offsets(await newest(log)) == [1, 2, 3, 4, 5]
        clock.set_by(40 * DAY)
        await self.run_for(rest, clock, 2 * DAY)
        clock.set_by(-40 * DAY)
        page = await newest(log)
        assert (page.entries, page.oldest) == ((), 6)

    async def test_short_pauses_do_not_put_off_the_sweep(self, log: RoomLog, clock: WallClock, rest: Patience) -> None:
        """LOG20, LOG16: A machine that sleeps every night catches up all the same."""
        await append_many(log, 5)
        for _ in range(36):
            await self.run_for(rest, clock, timedelta(hours=9))
            clock.set_by(timedelta(hours=15))
        await self.swept(rest)
        clock.set_by(-20 * DAY)
        assert (await newest(log)).oldest == 6

    async def test_room_ahead_of_the_clock_is_set_right(
        self, log: RoomLog, clock: WallClock, rest: Patience, caplog: pytest.LogCaptureFixture
    ) -> None:
        """LOG21, LOG6: Entries of a time to come get the time at which the clock is right, which is told."""
        (first,) = await append(log, draft())
        clock.set_by(400 * DAY)
        keyed = draft(key="1" * 32)
        (ahead, *_) = await append(log, keyed, *(draft() for _ in range(1_500)))
        await append(log, draft(kind="reaction", target=ahead.offset, body="👍"))
        assert ahead.at > first.at + 399 * DAY
        clock.set_by(-400 * DAY)
        clock.move(HOUR)
        with caplog.at_level(logging.WARNING, "server.stores"):
            await self.swept(rest)
        assert sum("ahead of the clock" in record.getMessage() for record in caplog.records) == 1
        (after,) = await append(log, draft())
        page = await newest(log, limit=2_000)
        assert offsets(page) == list(range(1, 1_505))
        times = [entry.at for entry in page.entries]
        assert times == [first.at, *[first.at + HOUR] * 1_503]
        assert after.at == first.at + HOUR
        # LOG4: It is the same message still.
        assert [place.offset for place in await append(log, keyed)] == [2]
        reacted = page.entries[1].changes
        assert reacted is not None
        assert len(reacted.reactions) == 1

    async def test_room_that_was_set_right_is_swept_in_its_time(
        self, log: RoomLog, clock: WallClock, rest: Patience
    ) -> None:
        """LOG21, LOG15, LOG16: What was dated years ahead is too old when it is."""
        await append_many(log, 2)
        clock.set_by(4_000 * DAY)
        await append_many(log, 30)
        clock.set_by(-4_000 * DAY)
        await self.swept(rest)
        await append_many(log, 3)
        await self.run_for(rest, clock, HOUR)
        await append_many(log, 1)
        clock.move(AGE)
        assert offsets(await newest(log)) == [36]
        await self.swept(rest)
        clock.set_by(-2 * AGE)
        assert (await newest(log)).oldest == 36

    async def test_room_that_is_a_little_ahead_waits(self, log: RoomLog, clock: WallClock, rest: Patience) -> None:
        """LOG21, LOG6: Minutes are waited for; nothing gets another time."""
        (first,) = await append(log, draft())
        clock.set_by(timedelta(minutes=-9))
        await self.swept(rest)
        (second,) = await append(log, draft())
        assert [first.at, second.at] == [entry.at for entry in (await newest(log)).entries] == [first.at] * 2

    async def test_clock_that_is_behind_dates_nothing_back(
        self, log: RoomLog, clock: WallClock, rest: Patience
    ) -> None:
        """LOG20: What is written by a clock 40 days slow is not too old when the clock is right."""
        await append_many(log, 1)
        clock.set_by(-40 * DAY)
        await self.swept(rest)
        await append_many(log, 1, "new")
        await append_many(log, 1)
        clock.set_by(40 * DAY)
        await self.run_for(rest, clock, 2 * DAY)
        assert offsets(await newest(log)) == [1, 2]
        assert offsets(await newest(log, "new")) == [1]

    @pytest.mark.parametrize("jump", [40 * DAY, -40 * DAY, 25 * HOUR])
    async def test_keys_are_forgotten_by_no_jump(
        self, log: RoomLog, clock: WallClock, rest: Patience, jump: timedelta
    ) -> None:
        """LOG22, LOG9: A key is known until 24 hours passed, whichever way the clock is set meanwhile."""
        sent = draft(key="1" * 32)
        first = await append(log, sent)
        for step in (jump, -jump, jump):
            clock.set_by(step)
            await self.swept(rest)
            await append_many(log, 3)
            assert [place.offset for place in await append(log, sent)] == [first[0].offset]
        await self.run_for(rest, clock, timedelta(hours=23))
        await append_many(log, 3)
        assert [place.offset for place in await append(log, sent)] == [first[0].offset]


class LastingClockContract(LogFixtures):
    """The same over restarts, for stores that outlive their process."""

    @pytest.fixture
    async def rest(self) -> Patience:
        return _Rest()

    @asynccontextmanager
    async def keeping(self, url: str, clock: WallClock, rest: Patience) -> AsyncIterator[RoomLog]:
        async with open_store(url, now=clock, max_entry_age=AGE, sleep=rest.sleep) as store:
            await rest.asked.get()
            yield store.log

    async def test_one_start_with_a_wrong_clock_costs_nothing(self, url: str, clock: WallClock, rest: Patience) -> None:
        """LOG20, LOG22: Neither history nor a key goes; what was written meanwhile gets its time in the end."""
        sent = draft(key="1" * 32)
        async with self.keeping(url, clock, rest) as log:
            first = await append(log, sent)
        clock.set_by(40 * DAY)
        async with self.keeping(url, clock, rest) as log:
            assert (await newest(log)).entries == ()
            await append_many(log, 1)
        clock.set_by(-40 * DAY)
        async with self.keeping(url, clock, rest) as log:
            assert offsets(await newest(log)) == [1, 2]
            assert await append(log, sent) == first
            rest.end()
            await rest.asked.get()
            assert (await newest(log)).entries[1].at == (await newest(log)).entries[0].at

    async def test_time_goes_on_over_restarts(self, url: str, clock: WallClock, rest: Patience) -> None:
        """LOG20, LOG16: A machine that runs for half a day at a time trusts its clock too, a day of running later."""
        async with self.keeping(url, clock, rest) as log:
            await append_many(log, 1)
        for _ in range(12):
            clock.set_by(3 * DAY)
            async with self.keeping(url, clock, rest) as log:
                clock.move(DAY / 2)
                rest.end()
                await rest.asked.get()
        clock.set_by(-40 * DAY)
        async with self.keeping(url, clock, rest) as log:
            assert (await newest(log)).oldest == 2

    async def test_store_of_an_older_version_believes_nothing_at_first(
        self, url: str, clock: WallClock, rest: Patience
    ) -> None:
        """LOG20: It has no mark of time, so nothing goes by the first clock that it meets."""
        async with self.keeping(url, clock, rest) as log:
            await append_many(log, 3)
        await self.forget_mark(url)
        clock.set_by(40 * DAY)
        async with self.keeping(url, clock, rest) as log:
            assert (await newest(log)).entries == ()
            clock.set_by(-40 * DAY)
            rest.end()
            await rest.asked.get()
            assert offsets(await newest(log)) == [1, 2, 3]

    async def forget_mark(self, url: str) -> None:
        """Make the store one that was written before there were marks."""
        raise NotImplementedError
