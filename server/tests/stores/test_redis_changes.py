"""Changed messages in Redis: what leaves the stream, what is left behind, and who races."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.core.ports import Appended, Draft, ErrorCode, Refused
from server.stores.factory import begin_new_epoch, open_store
from server.stores.redis.address import parse_address
from server.stores.redis.connection import Connection, connect
from server.stores.redis.names import Names, RoomNames
from server.tests.stores.change_contract import EMOJI, deletion, edit, reaction, removal
from server.tests.stores.drafting import Patience, WallClock, append, append_many, draft, newest, offsets
from server.tests.stores.files import bytes_in
from server.tests.stores.redis_nodes import a_log, until
from server.tests.stores.redis_server import RedisServer, fresh_url

SECRET = "d41ceee4-a-secret-9c4b5a7f"


@pytest.fixture
def url() -> str:
    return fresh_url()


@pytest.fixture
async def raw(url: str) -> AsyncIterator[Connection]:
    """A connection that looks past the store."""
    connection = await connect(parse_address(url))
    yield connection
    connection.end(ConnectionAbortedError("the test is over"))


@pytest.fixture
def names(url: str) -> RoomNames:
    return Names(parse_address(url).prefix, 0).room("foo")


def _number(chance: random.Random) -> int:
    return chance.choice([1, 3, 30, 300])


class TestErasure:
    """On a server of its own, whose memory and files are looked into."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return tmp_path

    @pytest.fixture
    def server(self, folder: Path) -> Iterator[RedisServer]:
        # What is compressed would hide itself.
        server = RedisServer(folder, "--rdbcompression", "no")
        yield server
        server.kill()

    @pytest.fixture
    def url(self, server: RedisServer) -> str:
        return fresh_url(server)

    async def _dump(self, raw: Connection) -> bytes:
        """Return every key and every value, as the server keeps them."""
        keys = await raw.request("KEYS", "*")
        return b"".join([key + (await raw.request("DUMP", key)) for key in keys])

    async def test_text_that_is_gone_is_nowhere(
        self, server: RedisServer, folder: Path, url: str, raw: Connection
    ) -> None:
        """CH4: Not in a key, not in what a stream has marked as deleted, not in the file that it is written to."""
        seed = random.randrange(2**32)
        print(f"seed {seed}")
        chance = random.Random(seed)
        async with a_log(url) as log:
            for number in range(8):
                await append_many(log, _number(chance))
                (place,) = await append(log, draft(body=f"{SECRET} {number}"))
                await append_many(log, _number(chance))
                assert SECRET.encode() in await self._dump(raw)
                await append(log, edit(place.offset, f"{SECRET} still"), edit(place.offset, f"{SECRET} again"))
                await append_many(log, chance.choice([0, 30]))
                await append(log, chance.choice([deletion, edit])(place.offset))
                assert SECRET.encode() not in await self._dump(raw)
            page = await newest(log, limit=10_000)
            assert offsets(page) == list(range(1, page.head + 1))
        assert SECRET.encode() in bytes_in(folder)
        server.ask("BGREWRITEAOF")
        # It takes a moment, and what it replaces goes a moment later.
        await until(lambda: SECRET.encode() not in bytes_in(folder))

    async def test_superseded_edit_is_nowhere_though_its_message_is_not_touched(
        self, url: str, raw: Connection
    ) -> None:
        """CH4: The edit before the last has left the stream as well, wherever it was."""
        async with a_log(url) as log:
            await append_many(log, 250)
            await append(log, edit(3, SECRET))
            await append_many(log, 250)
            assert SECRET.encode() in await self._dump(raw)
            await append(log, edit(3, "better"))
            assert SECRET.encode() not in await self._dump(raw)


async def test_neighbours_leave_the_stream_as_they_are(url: str, raw: Connection, names: RoomNames) -> None:
    """CH4, LOG3: Entries that had to move read as before, in every page; some stay where they are."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    async with a_log(url) as log:
        await append(log, *(draft(body=chance.choice("ab") * chance.randint(1, 900)) for _ in range(2_500)))
        before = await newest(log, limit=3_000)
        await append(log, reaction(1_000), reaction(1_700))
        after = await newest(log, limit=3_000)
        changed = {1_000, 1_700}
        assert [entry for entry in after.entries[:2_500] if entry.offset not in changed] == [
            entry for entry in before.entries if entry.offset not in changed
        ]
        assert 0 < await raw.request("HLEN", names.forms) < 1_000
        for _ in range(50):
            start, limit = chance.randint(0, 2_500), chance.randint(1, 1_500)
            page = await log.read("foo", after=start, before=None, limit=limit, max_bytes=2**30)
            assert page.entries == after.entries[start : start + limit]
            assert (page.oldest, page.head) == (1, 2_502)


async def test_plain_messages_stay_in_the_stream(url: str, raw: Connection, names: RoomNames) -> None:
    """CH3: Where nothing is changed nothing is kept twice or moved; what is moved is trimmed like the rest."""
    async with a_log(url, max_entries_per_room=50) as log:
        await append_many(log, 60)
        assert await raw.request("EXISTS", names.forms) == 0
        await append(log, reaction(20), reaction(58))
        assert await raw.request("HLEN", names.forms) > 0
        await append_many(log, 50)
        assert await raw.request("EXISTS", names.forms) == 0
        assert offsets(await newest(log)) == list(range(63, 113))


async def test_changes_that_race_over_two_nodes_are_all_kept(url: str) -> None:
    """CH3, LOG1: Each finds what the other's left, whichever was overtaken, and no offset is skipped."""
    async with a_log(url) as one, a_log(url) as other:
        await append(one, draft(), draft(body="mine"))
        nodes = [one, other]
        batches = [
            [reaction(1, author=f"user-{number}"), edit(2, f"text {number}"), draft(body=str(number))]
            for number in range(40)
        ]
        told = await asyncio.gather(*(nodes[number % 2].append(batch) for number, batch in enumerate(batches)))
        page = await newest(other)
        given = sorted(answer.offset for answers in told for answer in answers if isinstance(answer, Appended))
        assert given == list(range(3, 123))
        # SE8: What was sent together entered in its order, also where it was overtaken.
        for answers in told:
            places = [answer.offset for answer in answers if isinstance(answer, Appended)]
            assert places == sorted(places)
        message, edited = page.entries[:2]
        assert message.changes is not None
        assert edited.changes is not None
        marks = [one.author for one in message.changes.reactions]
        assert marks == [entry.author for entry in page.entries if entry.kind == "reaction"]
        texts = {entry.offset: entry.body for entry in page.entries if entry.kind == "edit" and entry.body}
        assert texts == {edited.changes.edit: edited.body}


async def test_change_that_is_overtaken_by_a_deletion_is_refused(url: str) -> None:
    """CH1: What was judged by a message that is deleted meanwhile is judged again."""
    async with a_log(url) as one, a_log(url) as other:
        for _ in range(30):
            (place,) = await append(one, draft())
            (deleted,), (reacted,) = await asyncio.gather(
                one.append([deletion(place.offset)]), other.append([reaction(place.offset)])
            )
            assert isinstance(deleted, Appended)
            (entry,) = (await one.read("foo", after=place.offset - 1, before=None, limit=1)).entries
            assert entry.changes is not None
            assert (entry.body, entry.changes.offset, entry.changes.reactions) == ("", deleted.offset, ())
            if isinstance(reacted, Appended):
                assert reacted.offset < deleted.offset
            else:
                assert reacted == Refused(ErrorCode.BAD_TARGET)


async def test_many_changes_of_one_message_take_one_round(url: str, raw: Connection) -> None:
    """CH3: A crowd that reacts at once holds nobody up: one look and one append, however many they are."""

    async def scripts() -> int:
        stats = (await raw.request("INFO", "commandstats")).decode()
        return int(stats.partition("cmdstat_evalsha:calls=")[2].partition(",")[0])

    async with a_log(url) as log:
        await append(log, draft())
        before = await scripts()
        await append(log, *(reaction(1, author=f"user-{number}") for number in range(100)))
        assert await scripts() - before == 2
        changes = (await newest(log)).entries[0].changes
        assert changes is not None
        assert (changes.offset, len(changes.reactions)) == (101, 100)


async def test_change_that_follows_one_sent_again_is_folded_once(url: str) -> None:
    """CH3, LOG4: What is known already leaves the message as it is, for what comes after it in its call too."""
    async with a_log(url) as log:
        await append(log, draft())
        first = reaction(1)
        await append(log, first, removal(1))
        places = await append(log, first, reaction(1, "🎉"), edit(1, "second"), first, edit(1, "third"), reaction(1))
        assert [place.offset for place in places] == [2, 4, 5, 2, 6, 7]
        message, *rest = (await newest(log)).entries
        assert message.changes is not None
        assert (message.body, message.changes.offset, message.changes.edit) == ("third", 7, 6)
        assert [one.emoji for one in message.changes.reactions] == ["🎉", "👍"]
        assert [entry.body for entry in rest] == ["👍", "👍", "🎉", "", "third", "👍"]


async def test_change_of_what_its_own_batch_pushed_out_is_refused(url: str) -> None:
    """CH1, LOG17: What a call trims is no target for what comes after it in that call; what it leaves is."""
    async with a_log(url, max_entries_per_room=3) as log:
        await append_many(log, 3)
        answers = await log.append([draft(), edit(1), reaction(2), draft(), reaction(2), draft()])
        assert [getattr(answer, "offset", answer) for answer in answers] == [
            4, Refused(ErrorCode.BAD_TARGET), 5, 6, Refused(ErrorCode.BAD_TARGET), 7,
        ]  # fmt: skip
        assert offsets(await newest(log)) == [4, 5, 6, 7]


async def test_changes_that_an_older_node_appended_are_found(url: str, raw: Connection, names: RoomNames) -> None:
    """LOG17, LOG18: It says nowhere that they are none; a page of messages finds out, and it is known from there on."""
    async with a_log(url, max_entries_per_room=4) as log:
        for number in range(3):
            await append(log, draft(body=str(number)))
            head = (await newest(log, limit=1)).head
            for _ in range(30):
                await append(log, *(reaction(head, mark) for mark in "abcdefghij"))
                await append(log, *(removal(head, mark) for mark in "abcdefghij"))
        known = await raw.request("ZRANGE", names.runs, 0, -1, "WITHSCORES")
        assert known == [b"count", b"-1800", b"2", b"601", b"603", b"1202", b"1204", b"1803"]
        await raw.request("DEL", names.runs)
        page = await log.read_messages("foo", before=1_000, limit=50)
        assert offsets(page) == [1, 602, 999]
        page = await log.read_messages("foo", before=None, limit=50)
        assert offsets(page) == [1, 602, 1203, 1803]
        await append(log, reaction(1203))
        assert offsets(await log.read_messages("foo", before=None, limit=50)) == [1, 602, 1203, 1804]
        await append(log, draft(), draft())
        page = await newest(log)
        assert (page.oldest, page.head) == (602, 1_806)


@pytest.mark.parametrize("bound", [1, 5, 30, 300])
async def test_log_with_changes_answers_as_the_reference_does(url: str, bound: int) -> None:
    """CH1, CH3, CH4, LOG9, LOG15: Whatever is changed, trimmed and swept, the answer is the memory log's."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    age = timedelta(seconds=chance.randint(100, 1_000))
    clock, rests = WallClock(), [Patience(), Patience()]
    stores = [
        open_store(each, now=clock, max_entries_per_room=bound, max_entry_age=age, sleep=rest.sleep)
        for each, rest in zip((url, "memory://"), rests, strict=True)
    ]
    async with stores[0] as store, stores[1] as reference:
        logs = [store.log, reference.log]
        for rest in rests:
            await rest.asked.get()
        head = 0
        for _ in range(80):
            seconds = chance.choice([-5, 0, 1, 5, 10, 400])
            clock.move(timedelta(seconds=seconds))
            if seconds == 400:
                for rest in rests:
                    rest.end()
                    await rest.asked.get()
            drafts = [_any_draft(chance, head, bound) for _ in range(chance.randint(0, 8))]
            answers = await store.log.append(drafts)
            assert answers == await reference.log.append(drafts)
            offset, limit = chance.randint(1, head + 3), chance.randint(1, 40)
            after, before = chance.choice([(None, None), (offset - 1, None), (None, offset)])
            page, like = [await log.read("foo", after=after, before=before, limit=limit) for log in logs]
            assert (page.entries, page.oldest, page.head) == (like.entries, like.oldest, like.head)
            head = page.head


def _any_draft(chance: random.Random, head: int, bound: int) -> Draft:
    """Return a message, or a change of something near the head, or near what is trimmed; at times one said before."""
    kind = chance.choice(["message", "message", "edit", "edit", "deletion", "reaction", "reaction", "reaction_removal"])
    target = max(1, head + 3 - chance.choice([chance.randint(0, 12), bound + chance.randint(-3, 6)]))
    body = {"deletion": "", "message": "hello", "edit": f"edit {chance.random()}"}.get(kind, chance.choice(EMOJI))
    key = f"{chance.randint(1, 1_000):032x}"
    author = chance.choice(["ana", "ana", "bob"])
    return draft(kind=kind, key=key, target=None if kind == "message" else target, body=body, author=author)


class TestUpgrade:
    """A store that the version before this one wrote."""

    @pytest.fixture
    async def epoch(self, url: str, raw: Connection) -> str:
        """Make one; return its epoch."""
        async with a_log(url) as log:
            await append_many(log, 3)
            epoch = (await newest(log)).epoch
        store = Names(parse_address(url).prefix, 0).store
        await raw.request("HSET", store, "schema_version", "1", "epoch", epoch)
        await raw.request("HDEL", store, "life")
        return epoch

    async def test_older_store_is_taken_over(self, url: str, epoch: str) -> None:
        """LOG2, CH3: Its epoch and entries are there, and can be changed."""
        async with a_log(url) as log:
            page = await newest(log)
            assert (page.epoch, offsets(page)) == (epoch, [1, 2, 3])
            await append(log, edit(2))
        async with a_log(url) as log:
            assert [entry.body for entry in (await newest(log)).entries] == [
                "message 1",
                "better",
                "message 3",
                "better",
            ]

    async def test_older_node_stays_away(self, url: str, epoch: str, raw: Connection) -> None:
        """LOG14: It asks for its epoch several times a second, and finds none and another version."""
        async with a_log(url):
            store = Names(parse_address(url).prefix, 0).store
            assert await raw.request("HMGET", store, "epoch", "schema_version") == [None, b"2"]

    async def test_older_store_that_was_put_back_begins_another_life(self, url: str, epoch: str) -> None:
        """RE2: Its backup needs no server of its version."""
        minted = await begin_new_epoch(url)
        async with a_log(url) as log:
            page = await newest(log)
            assert (page.epoch, page.head) == (minted, 3)
        assert minted != epoch
