"""Several nodes over one Redis: one order, wakeups across, and logs that were rolled back."""

import asyncio
import random
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from server.core.ports import Appended, ErrorCode, Refused
from server.stores.redis.address import parse_address
from server.stores.redis.connection import connect
from server.stores.redis.room_log import RedisRoomLog
from server.tests.stores.drafting import append, append_many, append_together, draft, newest, offsets
from server.tests.stores.redis_nodes import a_log, until, wakeup_beyond
from server.tests.stores.redis_server import RedisServer, fresh_url


@pytest.fixture
def url() -> str:
    return fresh_url()


@pytest.fixture
async def one(url: str) -> AsyncIterator[RedisRoomLog]:
    async with a_log(url) as log:
        yield log


@pytest.fixture
async def other(url: str) -> AsyncIterator[RedisRoomLog]:
    async with a_log(url) as log:
        yield log


async def test_offsets_have_no_hole_when_nodes_append_together(one: RedisRoomLog, other: RedisRoomLog) -> None:
    """LOG1: Two nodes that append to the same rooms leave no hole and no double."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    batches = [[draft(chance.choice("abc")) for _ in range(chance.randint(1, 5))] for _ in range(200)]
    answers = await asyncio.gather(*(chance.choice([one, other]).append(batch) for batch in batches))
    for room in "abc":
        pairs = [pair for batch, told in zip(batches, answers, strict=True) for pair in zip(batch, told, strict=True)]
        given = {
            answer.offset: each.key for each, answer in pairs if each.room == room and isinstance(answer, Appended)
        }
        page = await newest(one, room)
        assert given == {entry.offset: entry.key for entry in page.entries}
        assert offsets(page) == list(range(1, len(given) + 1))


async def test_key_that_races_in_from_two_nodes_is_one_entry(one: RedisRoomLog, other: RedisRoomLog) -> None:
    """LOG4, LOG5: Both are told the same offset and time; another body under the key is refused on either."""
    for _ in range(50):
        each = draft()
        first, second = await asyncio.gather(one.append([each]), other.append([each]))
        assert first == second
        assert await other.append([draft(key=each.key, body="other")]) == [Refused(ErrorCode.KEY_REUSED)]
    assert (await newest(one)).head == 50


async def test_append_wakes_the_watchers_on_other_nodes(one: RedisRoomLog, other: RedisRoomLog) -> None:
    """LOG11: A hint crosses from node to node; what it hints at is there to be read."""
    async with one.watch("foo"), one.watch("bar"):
        await append_many(other, 3)
        assert (await wakeup_beyond(one, 3)).room == "foo"
        assert offsets(await newest(one)) == [1, 2, 3]


async def test_hint_is_published_with_the_append(one: RedisRoomLog, other: RedisRoomLog) -> None:
    """LOG11: Nobody has to wait for the next look; an append that adds nothing says nothing."""
    heard: asyncio.Queue[bytes] = asyncio.Queue()
    await one.subscriber.add(one.names.room("foo").hints, heard.put_nowait)
    drafts = await append_many(other, 3)
    await append(other, *drafts)
    await append_many(other, 1)
    assert [await heard.get(), await heard.get()] == [b"3", b"4"]


async def test_time_is_the_servers_own(one: RedisRoomLog) -> None:
    """LOG6: Nodes whose clocks differ write by one clock."""
    server = await connect(parse_address(fresh_url()))
    seconds, _ = await server.request("TIME")
    (place,) = await append(one, draft())
    assert 0 <= place.at.timestamp() - int(seconds) < 10
    server.end(ConnectionAbortedError("the test is over"))


async def test_nodes_share_the_epoch_and_the_key(url: str, one: RedisRoomLog, other: RedisRoomLog) -> None:
    """LOG8, ID2: There is one epoch and one signing key, also for two who open the store together."""
    assert (await newest(one)).epoch == (await newest(other)).epoch
    async with a_log(fresh_url()) as stranger:
        assert stranger.life.signing_key != one.life.signing_key == other.life.signing_key


async def test_subscription_is_one_whatever_the_number_of_rooms(tmp_path: Path) -> None:
    """LOG11: A node has one connection to call on and one to hear on."""
    server = RedisServer(tmp_path)
    try:
        async with a_log(fresh_url(server)) as log:
            await asyncio.gather(*(log.watch(f"room {number}").__aenter__() for number in range(500)))
            await append_together(log, [draft(f"room {number}") for number in range(500)])
            clients = server.ask("CLIENT", "LIST").count("name=test-")
        assert clients == 2
    finally:
        server.kill()


async def test_bound_of_a_batch_is_not_the_callers(one: RedisRoomLog) -> None:
    """LOG1, LOG10: A call with more drafts than one script takes is answered whole and in order."""
    places = await append(one, *(draft() for _ in range(1_000)))
    assert [place.offset for place in places] == list(range(1, 1_001))


async def test_entry_that_was_trimmed_is_not_taken_for_rolled_back(url: str) -> None:
    """LOG8, LOG9: What a node handed out may be trimmed by another; the epoch stays."""
    async with a_log(url) as log, a_log(url, max_entries_per_room=2) as other, log.watch("foo"):
        await append_many(log, 3)
        epoch = (await newest(log)).epoch
        await append_many(other, 9)
        await log.watching.look(log.link.use())
        assert (await newest(other)).epoch == epoch


async def test_emptied_store_begins_another_life(one: RedisRoomLog, other: RedisRoomLog, url: str) -> None:
    """LOG8: When all is gone, every node hears of the new epoch and has its watched rooms read."""
    async with one.watch("foo"):
        await append_many(one, 5)
        before = await newest(one)
        await _empty(url)
        assert (await wakeup_beyond(one, 6)).room == "foo"
        after = await newest(one)
        assert (after.entries, after.head) == ((), 0)
        assert before.epoch != after.epoch == (await newest(other)).epoch


async def test_read_never_pairs_one_life_with_another(one: RedisRoomLog, url: str) -> None:
    """LOG8: A page that is read as the store is emptied is of the life that its epoch names."""
    for _ in range(20):
        await append_many(one, 3)
        epoch = (await newest(one)).epoch
        emptying = asyncio.ensure_future(_empty(url))
        pages = await asyncio.gather(*(newest(one) for _ in range(10)))
        await emptying
        assert all((page.epoch == epoch) == (page.head == 3) for page in pages)


async def _empty(url: str) -> None:
    """Take every key of this store away, as FLUSHALL does, at one moment."""
    address = parse_address(url)
    connection = await connect(address)
    script = "for _, key in ipairs(redis.call('KEYS', ARGV[1] .. ':*')) do redis.call('DEL', key) end"
    await connection.request("EVAL", script, 0, address.prefix)
    connection.end(ConnectionAbortedError("the test is over"))


class TestRollback:
    """A server that comes back without its newest seconds, as after a power cut."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return tmp_path / "redis"

    @pytest.fixture
    def server(self, folder: Path) -> Iterator[RedisServer]:
        folder.mkdir()
        server = RedisServer(folder)
        yield server
        server.kill()

    async def test_rolled_back_log_begins_another_epoch(
        self, server: RedisServer, folder: Path, tmp_path: Path
    ) -> None:
        """LOG8, RE2: A node that handed out what is gone ends the epoch, for all, and has its rooms read."""
        url = fresh_url(server)
        async with a_log(url) as log, a_log(url) as other, log.watch("foo"):
            await append_many(log, 3)
            before = await newest(log)
            shutil.copytree(folder, tmp_path / "copy")
            await append_many(log, 2)
            server.kill()
            shutil.rmtree(folder)
            shutil.copytree(tmp_path / "copy", folder)
            server.start()
            assert (await wakeup_beyond(log, 6)).room == "foo"
            after = await newest(log)
            assert (after.head, offsets(after)) == (3, [1, 2, 3])
            await until(lambda: other.status() == "ok")
            assert before.epoch != after.epoch == (await newest(other)).epoch

    async def test_log_that_grew_on_after_a_rollback_is_noticed_by_its_key(
        self, server: RedisServer, folder: Path, tmp_path: Path
    ) -> None:
        """LOG8, RE2: The head is where it was, another key stands there."""
        url = fresh_url(server)
        async with a_log(url) as log, log.watch("foo"):
            await append_many(log, 3)
            shutil.copytree(folder, tmp_path / "copy")
            await append_many(log, 2)
            epoch = (await newest(log)).epoch
            server.kill()
            shutil.rmtree(folder)
            shutil.copytree(tmp_path / "copy", folder)
            server.start()
            async with a_log(url) as other:
                await append_many(other, 2)
            await until(lambda: log.life.epoch != epoch)
            assert (await newest(log)).head == 5

    async def test_restart_without_a_loss_keeps_the_epoch(self, server: RedisServer) -> None:
        """LOG2, LOG8: A log that is whole is not taken for one that was rolled back, trimmed or not."""
        url = fresh_url(server)
        async with a_log(url, max_entries_per_room=2) as log, log.watch("foo"), log.watch("bar"):
            await append_many(log, 5)
            await append_many(log, 1, "bar")
            epoch = (await newest(log)).epoch
            server.kill()
            await until(lambda: log.status() == "degraded")
            server.start()
            await until(lambda: log.status() == "ok")
            page = await newest(log)
            assert (page.epoch, page.head) == (epoch, 5)
