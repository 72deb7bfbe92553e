"""What every room log does. An adapter's test module subclasses it.

It gives a ``url`` fixture; ``open_store`` does the rest. What the memory log
does, all do: ``test_log_answers_as_the_reference_does`` holds them to it.
"""

import asyncio
import random
import unicodedata
from collections.abc import AsyncIterator
from datetime import UTC, timedelta

import pytest

from server.core.ports import Appended, Draft, ErrorCode, Refused, RoomLog, Store
from server.stores.factory import open_store
from server.tests.stores.drafting import WallClock, append, append_many, append_together, draft, newest, offsets

ROOM_NAMES = (
    "a", "A", "a ", " a", "a:b", "a}x", "{a}", "a%", "_", "*", "é", unicodedata.normalize("NFD", "é"),
    "';--", "订单", "🦜", "a\u200b", "x" * 128, "0", "00", "null", "-1",
)  # fmt: skip


class LogFixtures:
    """An open store and its log, by a clock that the test holds."""

    @pytest.fixture
    def clock(self) -> WallClock:
        return WallClock()

    @pytest.fixture
    async def store(self, url: str, clock: WallClock) -> AsyncIterator[Store]:
        async with open_store(url, now=clock) as store:
            yield store

    @pytest.fixture
    def log(self, store: Store) -> RoomLog:
        return store.log


class OrderContract(LogFixtures):
    """Offsets, order, time and rooms."""

    async def test_offsets_count_from_one(self, log: RoomLog) -> None:
        """LOG1: The first entry of a room has offset 1, the next ones follow."""
        first = await append(log, draft(), draft())
        second = await append(log, draft())
        assert [appended.offset for appended in first + second] == [1, 2, 3]

    async def test_offsets_have_no_hole_under_concurrent_appends(self, log: RoomLog) -> None:
        """LOG1: Appends that race in several rooms leave no hole and no double."""
        seed = random.randrange(2**32)
        print(f"seed {seed}")
        chance = random.Random(seed)
        drafts = [draft(chance.choice("abc")) for _ in range(300)]
        answers = await append_together(log, drafts)
        for room in "abc":
            told = [answer for each, answer in zip(drafts, answers, strict=True) if each.room == room]
            given = [answer.offset for answer in told if isinstance(answer, Appended)]
            assert sorted(given) == list(range(1, len(given) + 1))
            assert offsets(await newest(log, room)) == sorted(given)

    async def test_offsets_have_no_hole_when_keys_race(self, log: RoomLog) -> None:
        """LOG1, LOG4: A key that is raced takes one offset, and all racers are told the same."""
        drafts = [draft(key=f"{index % 10:032x}", body=f"{index % 10}") for index in range(100)]
        answers = await append_together(log, drafts)
        by_key = {each.key: {a for d, a in zip(drafts, answers, strict=True) if d.key == each.key} for each in drafts}
        assert all(len(told) == 1 for told in by_key.values())
        assert offsets(await newest(log)) == list(range(1, 11))

    async def test_calls_of_one_task_keep_their_order(self, log: RoomLog) -> None:
        """LOG1: What is appended in one turn gets its offsets in that order."""
        drafts = [draft() for _ in range(50)]
        answers = await append_together(log, drafts)
        assert [a.offset for a in answers if isinstance(a, Appended)] == list(range(1, 51))

    async def test_every_read_shows_one_order(self, log: RoomLog) -> None:
        """LOG3: A page read during appends is a prefix of what is read later."""
        drafts = [draft() for _ in range(100)]
        writing = asyncio.ensure_future(append_together(log, drafts))
        pages = [await newest(log) for _ in range(20)]
        await writing
        last = await newest(log)
        for page in pages:
            assert page.entries == last.entries[: len(page.entries)]
            assert len(page.entries) == page.head

    async def test_entry_says_what_the_draft_said(self, log: RoomLog) -> None:
        """LOG3: An entry is its draft, at its offset and time."""
        said = draft(author="sub|1", name="Zoë 🦜", target=1, body='line\n"two"\t\\ \u2028 🦜')
        _, place = await append(log, draft(), said)
        _, entry = (await newest(log)).entries
        assert (entry.offset, entry.at) == (place.offset, place.at)
        assert (entry.key, entry.kind, entry.client_id) == (said.key, said.kind, said.client_id)
        assert (entry.author, entry.name, entry.target, entry.body) == (said.author, said.name, said.target, said.body)

    async def test_time_never_goes_back(self, log: RoomLog, clock: WallClock) -> None:
        """LOG6: When the wall clock goes back, ``at`` stands still, until it is caught up."""
        times = []
        for minutes in (0, -6, 3, 6):
            clock.move(timedelta(minutes=minutes))
            times += [place.at for place in await append(log, draft(), draft())]
        assert times == sorted(times)
        assert times[0] == times[5] < times[6]

    async def test_time_is_the_rooms_own(self, log: RoomLog, clock: WallClock) -> None:
        """LOG6: A room that is ahead does not hold up another."""
        (ahead,) = await append(log, draft("ahead"))
        clock.move(timedelta(minutes=-6))
        (other,) = await append(log, draft("other"))
        assert other.at < ahead.at

    async def test_time_is_in_utc_and_whole_milliseconds(self, log: RoomLog, clock: WallClock) -> None:
        """LOG6: ``at`` is what the clock said, cut to the millisecond."""
        (place,) = await append(log, draft())
        assert place.at.tzinfo is UTC
        assert place.at == clock.time.replace(microsecond=123_000)

    async def test_rooms_do_not_mix(self, log: RoomLog) -> None:
        """LOG12: Rooms whose names are alike, or odd, each have a log of their own."""
        await append(log, *(draft(room, key="0" * 32, body=room) for room in ROOM_NAMES))
        for room in ROOM_NAMES:
            assert [entry.body for entry in (await newest(log, room)).entries] == [room]

    async def test_unknown_kind_is_kept(self, log: RoomLog) -> None:
        """LOG13: A kind of the future is stored and read, beyond today's bounds too."""
        strange = draft(kind="reaction/v9 " * 10, body="x" * 20_000, name="n" * 500)
        await append(log, strange)
        (entry,) = (await newest(log)).entries
        assert (entry.kind, entry.body, entry.name) == (strange.kind, strange.body, strange.name)


class KeyContract(LogFixtures):
    """Keys, batches and cancelled calls."""

    async def test_append_is_idempotent(self, log: RoomLog, clock: WallClock) -> None:
        """LOG4: The same again gives the first offset and time, and appends nothing."""
        first = await append(log, draft(key="1" * 32), draft(key="2" * 32))
        clock.move(timedelta(minutes=5))
        again = await append(log, draft(key="2" * 32), draft(key="1" * 32))
        assert again == first[::-1]
        assert (await newest(log)).head == 2

    async def test_append_is_idempotent_within_a_batch(self, log: RoomLog) -> None:
        """LOG4: The same twice in one call is one entry."""
        first, second = await append(log, draft(key="1" * 32), draft(key="1" * 32))
        assert first == second
        assert (await newest(log)).head == 1

    async def test_append_is_idempotent_for_another_client_of_the_author(self, log: RoomLog) -> None:
        """LOG4: A client that lost its ID and its name sends the same again."""
        first = await append(log, draft(key="1" * 32, client_id=1, name="Ana"))
        assert await append(log, draft(key="1" * 32, client_id=2, name=None)) == first

    async def test_key_is_unique_in_its_room_only(self, log: RoomLog) -> None:
        """LOG4, LOG12: The same key in another room is another message."""
        await append(log, draft("a", key="1" * 32, body="one"))
        await append(log, draft("b", key="1" * 32, body="two"))
        assert [entry.body for entry in (await newest(log, "b")).entries] == ["two"]

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param(draft(key="1" * 32, author="bob"), id="author"),
            pytest.param(draft(key="1" * 32, author=None), id="no author"),
            pytest.param(draft(key="1" * 32, kind="reaction"), id="kind"),
            pytest.param(draft(key="1" * 32, target=1), id="target"),
            pytest.param(draft(key="1" * 32, body="hello "), id="body"),
        ],
    )
    async def test_key_is_refused_for_another_message(self, log: RoomLog, other: Draft) -> None:
        """LOG5: The same key with another author, kind, target or body is refused."""
        await append(log, draft(key="1" * 32))
        assert await log.append([other]) == [Refused(ErrorCode.KEY_REUSED)]
        assert [entry.body for entry in (await newest(log)).entries] == ["hello"]

    async def test_key_is_refused_for_another_message_of_the_batch(self, log: RoomLog) -> None:
        """LOG5: Within one call too."""
        answers = await log.append([draft(key="1" * 32), draft(key="1" * 32, body="other")])
        assert isinstance(answers[0], Appended)
        assert answers[1] == Refused(ErrorCode.KEY_REUSED)

    async def test_fields_cannot_be_shifted_into_one_another(self, log: RoomLog) -> None:
        """LOG5: What kind and body say together is not what makes them the same."""
        await append(log, draft(key="1" * 32, kind="ab", body="c"))
        assert await log.append([draft(key="1" * 32, kind="a", body="bc")]) == [Refused(ErrorCode.KEY_REUSED)]

    @pytest.mark.parametrize(
        "fault",
        [
            pytest.param(draft(body="\ud800"), id="lone surrogate"),
            pytest.param(draft(name="\udfff"), id="lone surrogate in the name"),
            pytest.param(draft(body="a\0b"), id="nul"),
            pytest.param(draft(author="a\0b"), id="nul in the author"),
            pytest.param(draft(client_id=2**63), id="number"),
        ],
    )
    async def test_fault_of_one_draft_is_its_own(self, log: RoomLog, fault: Draft) -> None:
        """LOG10: What no store can keep is refused by itself; offsets go on without a hole."""
        answers = await log.append([draft(body="1"), fault, draft(body="2")])
        assert answers[1] == Refused(ErrorCode.WRONG_FIELD)
        assert [entry.body for entry in (await newest(log)).entries] == ["1", "2"]

    async def test_refused_draft_leaves_its_neighbours_alone(self, log: RoomLog) -> None:
        """LOG10: Beside a reused key the others of the batch are appended, in order."""
        await append(log, draft(key="1" * 32))
        answers = await log.append([draft(body="2"), draft(key="1" * 32, body="x"), draft(body="3"), draft("b")])
        assert [getattr(answer, "offset", None) for answer in answers] == [2, None, 3, 1]
        assert [entry.body for entry in (await newest(log)).entries] == ["hello", "2", "3"]

    async def test_refused_key_is_not_remembered(self, log: RoomLog) -> None:
        """LOG10: A draft that was refused has not taken its key."""
        await log.append([draft(key="1" * 32, body="\ud800")])
        (place,) = await append(log, draft(key="1" * 32, body="mended"))
        assert place.offset == 1

    async def test_append_of_nothing_answers_nothing(self, log: RoomLog) -> None:
        """LOG10: An empty batch is a batch."""
        assert list(await log.append([])) == []

    async def test_cancelled_append_does_not_answer_another(self, log: RoomLog) -> None:
        """LOG4: After a cancelled call each other call has its own answer, and the key tells the truth."""
        drafts = [draft(body=str(index)) for index in range(30)]
        calls = [asyncio.ensure_future(log.append([each])) for each in drafts]
        await asyncio.sleep(0)
        for call in calls[::3]:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        places = await append(log, *drafts)
        entries = {entry.offset: entry.body for entry in (await newest(log)).entries}
        assert [entries[place.offset] for place in places] == [each.body for each in drafts]
        for index, call in enumerate(calls):
            if not call.cancelled():
                assert call.result() == [places[index]]

    async def test_log_answers_as_the_reference_does(self, url: str, clock: WallClock) -> None:
        """LOG4, LOG5, LOG7, LOG9: Whatever is asked, the answer is the memory log's."""
        seed = random.randrange(2**32)
        print(f"seed {seed}")
        chance = random.Random(seed)
        bound = chance.randint(1, 20)
        async with (
            open_store(url, now=clock, max_entries_per_room=bound) as store,
            open_store("memory://", now=clock, max_entries_per_room=bound) as reference,
        ):
            for _ in range(60):
                clock.move(timedelta(seconds=chance.randint(-5, 10)))
                drafts = [_any_draft(chance) for _ in range(chance.randint(0, 8))]
                assert await store.log.append(drafts) == await reference.log.append(drafts)
                room, limit = chance.choice("ab"), chance.randint(1, 30)
                offset = chance.randint(1, 60)
                after, before = chance.choice([(None, None), (offset - 1, None), (None, offset)])
                page = await store.log.read(room, after=after, before=before, limit=limit)
                like = await reference.log.read(room, after=after, before=before, limit=limit)
                assert (page.entries, page.oldest, page.head) == (like.entries, like.oldest, like.head)
                page = await store.log.read_messages(room, before=before, limit=limit)
                like = await reference.log.read_messages(room, before=before, limit=limit)
                assert (page.entries, page.oldest, page.head) == (like.entries, like.oldest, like.head)


def _any_draft(chance: random.Random) -> Draft:
    """Return a draft that often has the key of another, and often all of it."""
    number = chance.randint(1, 60)
    body = chance.choice([f"message {number}"] * 4 + ["another", "\ud800"])
    return draft(chance.choice("ab"), key=f"{number:032x}", author=chance.choice(["ana", "ana", None]), body=body)


class ReplyContract(LogFixtures):
    """What a reply may be about."""

    async def test_reply_to_what_is_not_there_yet_is_refused(self, log: RoomLog) -> None:
        """SE9, LOG10: Neither to the next offset, its own, nor to a later one; those beside it are appended."""
        refused = Refused(ErrorCode.BAD_TARGET)
        assert await log.append([draft(target=1)]) == [refused]
        await append(log, draft())
        answers = await log.append(
            [draft(body="2"), draft(target=4), draft(body="3"), draft(target=3), draft(target=9)]
        )
        assert [getattr(answer, "offset", None) for answer in answers] == [2, None, 3, 4, None]
        assert [answers[1], answers[4]] == [refused, refused]
        assert [entry.target for entry in (await newest(log)).entries] == [None, None, None, 3]

    async def test_reply_is_acked_again_and_not_judged_again(self, log: RoomLog) -> None:
        """SE9, LOG4: What was refused may come again when there is something; what was taken gets its first answer."""
        early = draft(target=1)
        assert await log.append([early]) == [Refused(ErrorCode.BAD_TARGET)]
        await append(log, draft())
        (place,) = await append(log, early)
        assert await log.append([early]) == [place]

    async def test_reply_to_a_change_is_refused(self, log: RoomLog) -> None:
        """SE9: Whether it came before or in the same call; its message, deleted or not, is a fine target."""
        refused = Refused(ErrorCode.BAD_TARGET)
        await append(log, draft(), draft(kind="reaction", target=1, body="a"), draft(kind="edit", target=1, body="new"))
        assert await log.append([draft(target=2), draft(target=3)]) == [refused] * 2
        await append(log, draft(target=1), draft(kind="deletion", target=1, body=""))
        assert await log.append([draft(target=5)]) == [refused]
        answers = await log.append([draft(kind="reaction", target=4, body="a"), draft(target=6), draft(target=1)])
        assert [getattr(answer, "offset", None) for answer in answers] == [6, None, 7]
        assert answers[1] == refused
        assert (await newest(log)).head == 7

    async def test_reply_to_a_change_that_was_trimmed_is_taken(self, url: str) -> None:
        """SE9: Of what is not kept nobody knows what it was."""
        async with open_store(url, max_entries_per_room=2) as store:
            await append(store.log, draft(), draft(kind="reaction", target=1, body="a"), draft())
            assert await store.log.append([draft(target=2)]) == [Refused(ErrorCode.BAD_TARGET)]
            await append(store.log, draft())
            (place,) = await append(store.log, draft(target=2))
            assert place.offset == 5

    async def test_reply_to_what_was_trimmed_or_deleted_is_taken(self, url: str) -> None:
        """SE9: Whatever has become of it: who replies need not know."""
        async with open_store(url, max_entries_per_room=2) as store:
            await append_many(store.log, 4)
            await append(store.log, draft(kind="deletion", target=4, body=""))
            places = await append(store.log, draft(target=1), draft(target=4))
            assert [place.offset for place in places] == [6, 7]


class PageContract(LogFixtures):
    """Reading and retention."""

    @pytest.mark.parametrize(
        ("after", "before", "limit", "expected"),
        [
            pytest.param(None, None, 3, [8, 9, 10], id="newest"),
            pytest.param(None, None, 50, list(range(1, 11)), id="all"),
            pytest.param(0, None, 3, [1, 2, 3], id="from the start"),
            pytest.param(4, None, 3, [5, 6, 7], id="after"),
            pytest.param(8, None, 3, [9, 10], id="after, to the head"),
            pytest.param(10, None, 3, [], id="after the head"),
            pytest.param(99, None, 3, [], id="after what is not there yet"),
            pytest.param(None, 5, 3, [2, 3, 4], id="before"),
            pytest.param(None, 3, 3, [1, 2], id="before, to the start"),
            pytest.param(None, 1, 3, [], id="before the first"),
            pytest.param(None, 11, 3, [8, 9, 10], id="before the next"),
            pytest.param(None, 99, 3, [8, 9, 10], id="before what is not there yet"),
        ],
    )
    async def test_read_gives_a_run(
        self, log: RoomLog, after: int | None, before: int | None, limit: int, expected: list[int]
    ) -> None:
        """LOG7: At most ``limit`` entries, ascending: after an offset, before one, or the newest."""
        await append_many(log, 10)
        assert offsets(await log.read("foo", after=after, before=before, limit=limit)) == expected

    @pytest.mark.parametrize(
        ("after", "before", "max_bytes", "expected"),
        [
            pytest.param(None, None, 3_500, [8, 9, 10], id="newest"),
            pytest.param(None, 6, 3_500, [3, 4, 5], id="before"),
            pytest.param(4, None, 3_500, [5, 6, 7], id="after"),
            pytest.param(None, None, 1, [10], id="newest, one at least"),
            pytest.param(None, 6, 1, [5], id="before, one at least"),
            pytest.param(4, None, 1, [5], id="after, one at least"),
            pytest.param(0, None, 100_000, list(range(1, 11)), id="all"),
        ],
    )
    async def test_page_is_bounded_in_bytes(
        self, log: RoomLog, after: int | None, before: int | None, max_bytes: int, expected: list[int]
    ) -> None:
        """LOG7: It ends before the entry that would bring it beyond them; one entry at least."""
        await append(log, *(draft(body="订" * 333) for _ in range(10)))
        page = await log.read("foo", after=after, before=before, limit=50, max_bytes=max_bytes)
        assert (offsets(page), page.oldest, page.head) == (expected, 1, 10)
        if after is None:
            assert await log.read_messages("foo", before=before, limit=50, max_bytes=max_bytes) == page

    async def test_page_says_where_the_log_stood(self, log: RoomLog) -> None:
        """LOG8: A page carries oldest and head, and one epoch for every room."""
        await append_many(log, 3)
        page, other = await newest(log, limit=1), await newest(log, "other")
        assert (page.oldest, page.head, page.epoch) == (1, 3, other.epoch)
        assert page.epoch

    async def test_page_of_an_unwritten_room_is_empty(self, log: RoomLog) -> None:
        """LOG8: Where nobody wrote, head is 0 and oldest 1, and reading changes nothing."""
        for _ in range(2):
            page = await newest(log, "silent")
            assert (page.entries, page.oldest, page.head) == ((), 1, 0)

    async def test_page_is_of_one_moment(self, log: RoomLog) -> None:
        """LOG8: During appends the newest page ends at its own head."""
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(append_together(log, [draft() for _ in range(200)]))
            while not writing.done():
                page = await newest(log, limit=5)
                assert offsets(page) == list(range(max(1, page.head - 4), page.head + 1))

    async def test_stores_have_epochs_of_their_own(self, log: RoomLog) -> None:
        """LOG8: The epoch names this life of this store."""
        async with open_store("memory://") as other:
            assert (await newest(log)).epoch != (await newest(other.log)).epoch

    async def test_retention_raises_oldest(self, url: str) -> None:
        """LOG9: The newest entries stay, at their offsets."""
        async with open_store(url, max_entries_per_room=5) as store:
            await append_many(store.log, 3)
            assert ((await newest(store.log)).oldest, (await newest(store.log)).head) == (1, 3)
            await append_many(store.log, 9)
            page = await newest(store.log)
            assert (page.oldest, page.head, offsets(page)) == (8, 12, [8, 9, 10, 11, 12])

    async def test_retention_shows_in_a_page_after_what_is_gone(self, url: str) -> None:
        """LOG9: A page after an offset that was trimmed begins later than it should, or is empty before it."""
        async with open_store(url, max_entries_per_room=5) as store:
            await append_many(store.log, 12)
            behind = await store.log.read("foo", after=2, before=None, limit=2)
            gone = await store.log.read("foo", after=None, before=8, limit=2)
            partly = await store.log.read("foo", after=None, before=10, limit=9)
        assert behind.oldest == 8
        assert offsets(behind) == [8, 9]
        assert (offsets(gone), offsets(partly)) == ([], [8, 9])

    async def test_retention_is_each_rooms_own(self, url: str) -> None:
        """LOG9, LOG12: A busy room trims nobody else's entries."""
        async with open_store(url, max_entries_per_room=2) as store:
            await append_many(store.log, 1, "quiet")
            await append_many(store.log, 9, "busy")
            assert offsets(await newest(store.log, "quiet")) == [1]

    async def test_keys_outlive_their_entries(self, url: str, clock: WallClock) -> None:
        """LOG9: A key is known for 24 hours, though its entry was trimmed and others came after."""
        async with open_store(url, now=clock, max_entries_per_room=1) as store:
            first = await append(store.log, draft(key="1" * 32))
            clock.move(timedelta(hours=23, minutes=59))
            await append_many(store.log, 5)
            assert await append(store.log, draft(key="1" * 32)) == first
            assert await store.log.append([draft(key="1" * 32, body="other")]) == [Refused(ErrorCode.KEY_REUSED)]


class RoomLogContract(OrderContract, KeyContract, ReplyContract, PageContract):
    """All of it, but the wakeups, which have a module of their own."""
