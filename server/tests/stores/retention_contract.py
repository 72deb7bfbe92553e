"""What every log does with entries that are too old; subclassed like ``contract``."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from server.core.cursor import can_resume
from server.core.ports import ErrorCode, Page, Refused, RoomLog
from server.protocol.entries import Position
from server.stores.factory import open_store
from server.tests.stores.contract import LogFixtures
from server.tests.stores.drafting import Patience, WallClock, append, append_many, draft, newest, offsets

AGE = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


class RetentionContract(LogFixtures):
    """Entries are kept for an hour, by a clock and sweeps that the test holds."""

    @pytest.fixture
    async def rest(self) -> Patience:
        return Patience()

    @pytest.fixture
    async def log(self, url: str, clock: WallClock, rest: Patience) -> AsyncIterator[RoomLog]:
        async with self.keeping(url, clock, rest) as log:
            yield log

    @asynccontextmanager
    async def keeping(self, url: str, clock: WallClock, rest: Patience) -> AsyncIterator[RoomLog]:
        async with open_store(url, now=clock, max_entry_age=AGE, sleep=rest.sleep) as store:
            await rest.asked.get()  # The sweep at the start is over.
            yield store.log

    async def swept(self, rest: Patience) -> None:
        """Let a sweep begin, and wait until it is over."""
        rest.end()
        await rest.asked.get()

    async def test_entry_that_is_too_old_is_not_shown(self, log: RoomLog, clock: WallClock) -> None:
        """LOG15: To the millisecond, whether or not anybody writes or sweeps."""
        await append_many(log, 2)
        clock.move(MINUTE)
        await append_many(log, 3)
        clock.move(AGE - MINUTE)
        assert offsets(await newest(log)) == [1, 2, 3, 4, 5]
        clock.move(timedelta(milliseconds=1))
        page = await newest(log)
        assert (page.oldest, page.head, offsets(page)) == (3, 5, [3, 4, 5])
        await append_many(log, 1)
        assert offsets(await newest(log)) == [3, 4, 5, 6]

    @pytest.mark.parametrize(
        ("after", "before", "limit", "expected"),
        [
            pytest.param(None, None, 2, [9, 10], id="newest"),
            pytest.param(None, None, 50, [6, 7, 8, 9, 10], id="all"),
            pytest.param(0, None, 3, [6, 7, 8], id="after what is gone"),
            pytest.param(4, None, 3, [6, 7, 8], id="after the last that is gone"),
            pytest.param(7, None, 50, [8, 9, 10], id="after"),
            pytest.param(10, None, 50, [], id="after the head"),
            pytest.param(None, 8, 50, [6, 7], id="before"),
            pytest.param(None, 8, 1, [7], id="before, within what is kept"),
            pytest.param(None, 6, 3, [], id="before the oldest"),
            pytest.param(None, 3, 3, [], id="before what is gone"),
        ],
    )
    async def test_page_has_what_is_kept(
        self, log: RoomLog, clock: WallClock, after: int | None, before: int | None, limit: int, expected: list[int]
    ) -> None:
        """LOG15, LOG7: Pages are what they would be had the old been trimmed; ``oldest`` tells."""
        await append_many(log, 5)
        clock.move(MINUTE)
        await append_many(log, 5)
        clock.move(AGE)
        page = await log.read("foo", after=after, before=before, limit=limit)
        assert (page.oldest, page.head, offsets(page)) == (6, 10, expected)

    async def test_room_of_which_nothing_is_left_goes_on(self, log: RoomLog, clock: WallClock, rest: Patience) -> None:
        """LOG15, LOG16: The head stays, ``oldest`` is one beyond it, and the next entry takes that offset."""
        await append_many(log, 3)
        clock.move(AGE + MINUTE)
        for _ in range(2):
            page = await newest(log)
            assert (page.entries, page.oldest, page.head) == ((), 4, 3)
            await self.swept(rest)
        (place,) = await append(log, draft())
        page = await newest(log)
        assert (place.offset, page.oldest, page.head, offsets(page)) == (4, 4, 4, [4])

    async def test_sweep_takes_it_for_good(self, log: RoomLog, clock: WallClock, rest: Patience) -> None:
        """LOG16: What was swept comes back by no clock, in rooms where nobody writes too."""
        for room in ("foo", "bar", "}x", "*"):
            await append_many(log, 2, room)
        clock.move(MINUTE)
        await append_many(log, 1)
        clock.move(AGE)
        assert (await newest(log)).oldest == 3
        await self.swept(rest)
        clock.set_by(-AGE)
        page = await newest(log)
        assert (page.oldest, page.head, offsets(page)) == (3, 3, [3])
        for room in ("bar", "}x", "*"):
            page = await newest(log, room)
            assert (page.oldest, page.head, page.entries) == (3, 2, ())

    async def test_sweep_takes_a_large_room_in_steps(self, log: RoomLog, clock: WallClock, rest: Patience) -> None:
        """LOG16: More than one step's worth goes in one sweep, and writers have their turn meanwhile."""
        await append_many(log, 2_500)
        await append_many(log, 1_000, "bar")
        clock.move(AGE + MINUTE)
        rest.end()
        for number in range(20):
            (place,) = await append(log, draft(key=f"{number:032x}"))
            assert place.offset == 2_501 + number
        await rest.asked.get()
        clock.set_by(-AGE - MINUTE)
        page, other = await newest(log), await newest(log, "bar")
        assert (page.oldest, page.head, len(page.entries)) == (2_501, 2_520, 20)
        assert (other.oldest, other.head) == (1_001, 1_000)

    async def test_sweep_goes_over_every_room(self, log: RoomLog, clock: WallClock, rest: Patience) -> None:
        """LOG16: More rooms than one look takes are all swept."""
        rooms = [f"room {number}" for number in range(1_100)]
        await append(log, *(draft(room) for room in rooms))
        clock.move(AGE + MINUTE)
        await self.swept(rest)
        clock.set_by(-AGE - MINUTE)
        pages = [await newest(log, room) for room in rooms]
        assert {(page.oldest, page.head, page.entries) for page in pages} == {(2, 1, ())}

    async def test_two_may_sweep_at_once(self, log: RoomLog, clock: WallClock, rest: Patience) -> None:
        """LOG16: A sweep that is begun again, or after another, takes nothing that is kept."""
        await append_many(log, 3)
        clock.move(AGE + MINUTE)
        await append_many(log, 2)
        for _ in range(3):
            await self.swept(rest)
        assert offsets(await newest(log)) == [4, 5]

    async def test_keys_outlive_entries_that_were_too_old(self, log: RoomLog, clock: WallClock, rest: Patience) -> None:
        """LOG9, LOG15: A key is known for 24 hours, though its entry was swept long before."""
        first = await append(log, draft(key="1" * 32))
        clock.move(timedelta(hours=23, minutes=59))
        await self.swept(rest)
        assert await append(log, draft(key="1" * 32)) == first
        assert await log.append([draft(key="1" * 32, body="other")]) == [Refused(ErrorCode.KEY_REUSED)]
        assert (await newest(log)).head == 1

    async def test_time_does_not_go_back_in_a_room_that_was_swept(
        self, log: RoomLog, clock: WallClock, rest: Patience
    ) -> None:
        """LOG6, LOG16: Though no entry is left that could say when it was."""
        (before,) = await append(log, draft())
        clock.move(AGE + MINUTE)
        await self.swept(rest)
        clock.set_by(-2 * AGE)
        (after,) = await append(log, draft())
        assert after.at >= before.at

    async def test_position_of_what_is_too_old_does_not_resume(self, log: RoomLog, clock: WallClock) -> None:
        """RE2, LOG15: Its key cannot be compared any more, so nothing is certain; one within is as good as ever."""
        (old,) = await append_many(log, 1)
        clock.move(MINUTE)
        (young,) = await append_many(log, 1)
        clock.move(AGE)
        page = await newest(log)

        async def page_at(position: Position) -> Page:
            return await log.read("foo", after=position.offset - 1, before=None, limit=1)

        behind = Position(epoch=page.epoch, offset=1, key=old.key)
        within = Position(epoch=page.epoch, offset=2, key=young.key)
        assert not can_resume(behind, await page_at(behind), 100)
        assert can_resume(within, await page_at(within), 100)

    async def test_nothing_is_too_old_without_a_limit(self, url: str, clock: WallClock, rest: Patience) -> None:
        """LOG15: Who sets none keeps what the count lets be kept, and sweeps nothing."""
        async with open_store(url, now=clock, sleep=rest.sleep) as store:
            await append_many(store.log, 1)
            clock.move(timedelta(days=10_000))
            assert offsets(await newest(store.log)) == [1]
        assert rest.asked.empty()

    async def test_log_answers_as_the_reference_does_by_count_and_age(self, url: str, clock: WallClock) -> None:
        """LOG9, LOG15, LOG16: Whatever is asked, the answer is the memory log's, swept or not."""
        seed = random.randrange(2**32)
        print(f"seed {seed}")
        chance = random.Random(seed)
        bound, age = chance.randint(3, 30), timedelta(seconds=chance.randint(1, 60))
        rests = [Patience(), Patience()]
        stores = [
            open_store(each, now=clock, max_entries_per_room=bound, max_entry_age=age, sleep=rest.sleep)
            for each, rest in zip((url, "memory://"), rests, strict=True)
        ]
        async with stores[0] as store, stores[1] as reference:
            logs = [store.log, reference.log]
            for rest in rests:
                await rest.asked.get()
            for _ in range(80):
                seconds = chance.choice([-5, 0, 1, 5, 10, 400])
                clock.move(timedelta(seconds=seconds))
                if seconds == 400:  # Nodes do not leave it to each other for that long.
                    for rest in rests:
                        await self.swept(rest)
                drafts = [draft(chance.choice("ab")) for _ in range(chance.randint(0, 5))]
                assert await store.log.append(drafts) == await reference.log.append(drafts)
                offset, limit = chance.randint(1, 100), chance.randint(1, 30)
                after, before = chance.choice([(None, None), (offset - 1, None), (None, offset)])
                page, like = [await log.read("a", after=after, before=before, limit=limit) for log in logs]
                assert (page.entries, page.oldest, page.head) == (like.entries, like.oldest, like.head)
