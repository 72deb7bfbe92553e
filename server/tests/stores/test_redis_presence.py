"""Presence over several nodes: leases, sweeps and what heals a lost change. Time is a value."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from server.core.ports import Arrived, Departed, PresenceNews, StoreUnavailable
from server.protocol.entries import Member
from server.stores.redis.presence import HEARTBEATS_TO_COMPARE
from server.stores.redis.scripts import DECLARE_GONE, JOIN, ask
from server.tests.stores.drafting import WallClock
from server.tests.stores.presence_contract import ANA, BOB, EVE
from server.tests.stores.redis_nodes import Node, a_node, until
from server.tests.stores.redis_server import RedisServer, fresh_url

LEASE = timedelta(seconds=15)
BEAT = timedelta(seconds=5)


class Listener:
    """What the reader of a node's changes is told, and what it makes of it."""

    def __init__(self, node: Node) -> None:
        self.told: list[PresenceNews] = []
        self.here: dict[tuple[str, int], str] = {}
        self._task = asyncio.create_task(self._listen(node))

    async def _listen(self, node: Node) -> None:
        async for change in node.presence.changes():
            self.told.append(change)
            if isinstance(change, Arrived):
                self.here[change.room, change.member.client_id] = change.connection
            else:
                self.here.pop((change.room, change.client_id), None)

    async def stop(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task


@asynccontextmanager
async def listening(node: Node, room: str = "foo") -> AsyncIterator[Listener]:
    """Follow a room on a node, as its hub does: watch it, list it, and hear what changes."""
    async with node.log.watch(room):
        listener = Listener(node)
        for arrived in await node.presence.members(room):
            listener.here[room, arrived.member.client_id] = arrived.connection
        try:
            yield listener
        finally:
            await listener.stop()


@asynccontextmanager
async def deaf(node: Node, room: str = "foo") -> AsyncIterator[None]:
    """Lose what is published in a room meanwhile, on one node."""
    hearers, channel = node.log.subscriber.hearers, node.log.names.room(room).changes.encode()
    hear = hearers.pop(channel)
    try:
        yield
    finally:
        # When this is answered, what was published before has come by.
        await node.log.subscriber.add("another", lambda _: None)
        node.log.subscriber.remove("another")
        hearers[channel] = hear


@pytest.fixture
def url() -> str:
    return fresh_url()


@pytest.fixture
def clock() -> WallClock:
    return WallClock()


@pytest.fixture
async def one(url: str, clock: WallClock) -> AsyncIterator[Node]:
    async with a_node(url, clock) as node:
        yield node


@pytest.fixture
async def other(url: str, clock: WallClock) -> AsyncIterator[Node]:
    async with a_node(url, clock) as node:
        yield node


async def test_member_is_in_the_room_on_every_node(one: Node, other: Node) -> None:
    """PR1, PR2: Who joins and leaves on one node is listed and told on another."""
    await one.presence.join("foo", ANA, "a1")
    async with listening(other) as heard:
        assert await other.presence.members("foo") == (Arrived("foo", ANA, "a1"),)
        await one.presence.join("foo", BOB, "b1")
        await one.presence.leave("foo", 1, "a1")
        await until(lambda: len(heard.told) == 2)
        assert heard.told == [Arrived("foo", BOB, "b1"), Departed("foo", 1)]


async def test_late_leave_from_the_old_node_changes_nothing(one: Node, other: Node) -> None:
    """PR7: A client that lives on another node by now is not taken out by the one it left."""
    async with listening(other) as heard:
        await one.presence.join("foo", ANA, "old")
        await other.presence.join("foo", ANA, "new")
        await one.presence.leave("foo", 1, "old")
        await other.presence.join("foo", BOB, "b1")
        await until(lambda: ("foo", 2) in heard.here)
        assert Departed("foo", 1) not in heard.told
        assert [arrived.connection for arrived in await one.presence.members("foo")] == ["new", "b1"]


async def test_people_of_a_killed_node_are_gone_once(url: str, clock: WallClock, one: Node, other: Node) -> None:
    """PR5: When its lease ended, both others sweep at once, and each hears of each departure one time."""
    async with a_node(url, clock) as killed, listening(one) as heard, listening(other) as heard_too:
        for number in range(20):
            await killed.presence.join("foo", ANA.model_copy(update={"client_id": 100 + number}), f"k{number}")
        await one.presence.join("foo", BOB, "b1")
        await until(lambda: len(heard.here) == len(heard_too.here) == 21)
        for _ in range(3):
            clock.move(BEAT)
            await asyncio.gather(one.presence.heartbeat(), other.presence.heartbeat())
        assert len(await one.presence.members("foo")) == 21
        clock.move(BEAT)
        await asyncio.gather(one.presence.heartbeat(), other.presence.heartbeat())
        await until(lambda: len(heard.here) == len(heard_too.here) == 1)
        gone = {Departed("foo", 100 + number) for number in range(20)}
        for told in (heard.told, heard_too.told):
            departed = [change for change in told if isinstance(change, Departed)]
            assert len(departed) == 20
            assert set(departed) == gone


async def test_node_that_is_gone_is_a_warning_where_people_went_with_it(
    url: str, clock: WallClock, one: Node, caplog: pytest.LogCaptureFixture
) -> None:
    """PR5: What nobody was on, or another node has swept already, is news and no trouble."""
    with caplog.at_level(logging.INFO, "server.stores.redis.nodes"):
        for people in (0, 2):
            async with a_node(url, clock) as killed:
                for number in range(people):
                    await killed.presence.join("foo", ANA.model_copy(update={"client_id": number}), f"k{number}")
                await killed.presence.heartbeat()
                for _ in range(5):
                    clock.move(BEAT)
                    await one.presence.heartbeat()
    told = [(record.levelname, record.args) for record in caplog.records if "a node is gone" in record.getMessage()]
    assert told == [("INFO", (0,)), ("WARNING", (2,))]


async def test_node_that_is_merely_slow_is_not_gone(one: Node, other: Node, clock: WallClock) -> None:
    """PR5: A heartbeat that comes late, within the lease, or just before somebody looks, is in time."""
    await other.presence.join("foo", ANA, "a1")
    async with listening(one) as heard:
        for _ in range(5):
            clock.move(LEASE - timedelta(milliseconds=1))
            await one.presence.heartbeat()
            await other.presence.heartbeat()
        clock.move(2 * LEASE)
        await other.presence.heartbeat()
        await one.presence.heartbeat()
        assert await one.presence.members("foo") == (Arrived("foo", ANA, "a1"),)
        assert heard.told == []


async def test_node_that_was_taken_for_gone_joins_its_people_again(one: Node, other: Node, clock: WallClock) -> None:
    """PR5, PR7: When it lives after all they are back; but nobody who left it, or lives elsewhere by now."""
    for member, connection in ((ANA, "a1"), (BOB, "b1"), (EVE, "e1")):
        await other.presence.join("foo", member, connection)
    async with listening(one) as heard:
        clock.move(2 * LEASE)
        await one.presence.heartbeat()
        await until(lambda: heard.here == {})
        async with deaf(other):
            await one.presence.join("foo", BOB, "b2")
        await other.presence.leave("foo", 3, "e1")
        await other.presence.heartbeat()
        await until(lambda: ("foo", 1) in heard.here)
        assert {arrived.connection for arrived in await one.presence.members("foo")} == {"a1", "b2"}
        for _ in range(8):
            clock.move(BEAT)
            await one.presence.heartbeat()
            await other.presence.heartbeat()
        assert heard.here == {("foo", 1): "a1", ("foo", 2): "b2"}
        assert len([change for change in heard.told if isinstance(change, Departed)]) == 3


async def test_client_that_moved_on_and_left_is_not_brought_back(one: Node, other: Node) -> None:
    """PR7: The node that it moved away from has not noticed its old connection's end, and keeps still."""
    async with listening(one) as heard, listening(other) as heard_by_other:
        await other.presence.join("foo", ANA, "old")
        await one.presence.join("foo", ANA, "new")
        await until(lambda: heard_by_other.here == {("foo", 1): "new"})
        await one.presence.leave("foo", 1, "new")
        await until(lambda: heard.here == heard_by_other.here == {})
        for _ in range(HEARTBEATS_TO_COMPARE):
            await other.presence.heartbeat()
        assert await one.presence.members("foo") == ()


async def _declare_gone_without_a_sweep(by: Node, clock: WallClock) -> None:
    """Declare everybody gone whose lease ended, and go no further, as one who dies then."""
    clock.move(2 * LEASE)
    names = by.log.names
    (gone,) = await ask(by.log.link.use(), DECLARE_GONE.on([names.leases, names.gone], by.log.now_ms))
    assert len(gone) == 2


async def test_node_that_lives_before_it_is_swept_keeps_its_people(one: Node, other: Node, clock: WallClock) -> None:
    """PR5: Declared gone and not swept yet, it takes them along under its new name, and nobody is told."""
    await other.presence.join("foo", ANA, "a1")
    async with listening(one) as heard:
        await _declare_gone_without_a_sweep(one, clock)
        await other.presence.heartbeat()
        await one.presence.heartbeat()
        assert await one.presence.members("foo") == (Arrived("foo", ANA, "a1"),)
        assert heard.told == []


async def test_join_of_a_node_that_was_taken_for_gone_is_not_swept(one: Node, other: Node, clock: WallClock) -> None:
    """PR5: It begins anew before anybody joins under a name that is being swept."""
    await other.presence.join("foo", BOB, "b1")
    async with listening(one) as heard:
        await _declare_gone_without_a_sweep(one, clock)
        await other.presence.join("foo", ANA, "a1")
        await one.presence.heartbeat()
        assert await one.presence.members("foo") == (Arrived("foo", ANA, "a1"),)
        await other.presence.heartbeat()
        await until(lambda: len(heard.here) == 2)
        assert Departed("foo", 1) not in heard.told


async def test_one_who_died_between_noting_and_joining_leaves_no_ghost(
    one: Node, other: Node, clock: WallClock
) -> None:
    """PR5: Somebody in a room under a name without a lease is found by those who follow the room."""
    names = other.log.names.room("foo")
    ghost = JOIN.on([names.members], names.changes, 1, 9, "g1", "a-node-long-gone", "[null, null]", "")
    await ask(other.log.link.use(), ghost)
    async with listening(one) as heard:
        assert heard.here == {("foo", 9): "g1"}
        for _ in range(HEARTBEATS_TO_COMPARE + 1):
            clock.move(BEAT)
            await one.presence.heartbeat()
        await until(lambda: heard.here == {})


async def test_lost_change_is_made_good_by_the_next(one: Node, other: Node) -> None:
    """PR2: A change that does not follow on what is known has the room read."""
    async with listening(one) as heard:
        async with deaf(one):
            await other.presence.join("foo", ANA, "a1")
        await other.presence.join("foo", BOB, "b1")
        await until(lambda: len(heard.told) == 2)
        assert heard.told == [Arrived("foo", ANA, "a1"), Arrived("foo", BOB, "b1")]


async def test_lost_change_is_made_good_by_comparing(one: Node, other: Node) -> None:
    """PR2: Nothing follows on a lost change: a heartbeat's comparison finds it."""
    await other.presence.join("foo", BOB, "b1")
    async with listening(one) as heard:
        one.log.subscriber.hearers.clear()
        await other.presence.leave("foo", 2, "b1")
        await other.presence.join("foo", ANA, "a1")
        for _ in range(HEARTBEATS_TO_COMPARE):
            await one.presence.heartbeat()
        await until(lambda: heard.here == {("foo", 1): "a1"})


async def test_room_that_nobody_needs_is_not_followed_for_ever(one: Node) -> None:
    """PR2: Who listed a room once and left it is not told of it until the end of days."""
    await one.presence.members("foo")
    for _ in range(HEARTBEATS_TO_COMPARE):
        await one.presence.heartbeat()
    assert one.log.subscriber.hearers == {}


class TestStoreAway:
    @pytest.fixture
    def server(self, tmp_path: Path) -> Iterator[RedisServer]:
        server = RedisServer(tmp_path)
        yield server
        server.kill()

    @pytest.fixture
    def url(self, server: RedisServer) -> str:
        return fresh_url(server)

    async def test_nobody_is_gone_when_the_store_was_away_for_longer_than_a_lease(
        self, server: RedisServer, one: Node, other: Node, clock: WallClock
    ) -> None:
        """PR5: Nobody could renew, so nobody sweeps for one lease; then it is as ever."""
        await other.presence.join("foo", ANA, "a1")
        async with listening(one) as heard:
            server.kill()
            await until(lambda: not one.log.link.is_open and not other.log.link.is_open)
            with pytest.raises(StoreUnavailable):
                await one.presence.heartbeat()
            clock.move(4 * LEASE)
            server.start()
            await until(lambda: one.log.link.is_open and other.log.link.is_open)
            await one.presence.heartbeat()
            clock.move(BEAT)
            await one.presence.heartbeat()
            await other.presence.heartbeat()
            clock.move(BEAT)
            await one.presence.heartbeat()
            assert await one.presence.members("foo") == (Arrived("foo", ANA, "a1"),)
            assert heard.told == []
            clock.move(LEASE)
            await one.presence.heartbeat()
            await until(lambda: heard.told == [Departed("foo", 1)])

    async def test_people_are_back_when_the_store_lost_everything(
        self, server: RedisServer, one: Node, other: Node
    ) -> None:
        """PR1: Each node knows who is here by it, and says so again."""
        await one.presence.join("foo", ANA, "a1")
        await other.presence.join("foo", BOB, "b1")
        async with listening(one) as heard, listening(other):
            server.ask("FLUSHALL")
            for _ in range(HEARTBEATS_TO_COMPARE):
                await one.presence.heartbeat()
                await other.presence.heartbeat()
            here = {arrived.connection for arrived in await one.presence.members("foo")}
            assert here == {"a1", "b1"}
            await until(lambda: heard.here == {("foo", 1): "a1", ("foo", 2): "b1"})


class Play:
    """Three nodes, what was done on them at random, and who is here by rights."""

    def __init__(self, nodes: list[Node], chance: random.Random, clock: WallClock) -> None:
        self.truth: dict[int, tuple[int, str]] = {}  # Client -> the node and connection it has.
        self.left: Counter[int] = Counter()
        self.outlived: Counter[int] = Counter()
        """Old connections that ended later than their client's newer one: a node that was deaf to both puts such a
        client back, for as long as it has the connection, and it goes again with that."""
        self._old: list[tuple[int, int, str]] = []
        self._nodes = nodes
        self._chance = chance
        self._clock = clock

    async def step(self) -> None:
        number, client = self._chance.randrange(3), self._chance.randint(1, 6)
        match self._chance.randrange(8):
            case 0 | 1:
                await self._join(number, client)
            case 2 if client in self.truth:
                home, connection = self.truth.pop(client)
                self.left[client] += 1
                await self._nodes[home].presence.leave("foo", client, connection)
            case 3 if self._old:
                await self._leave_late(self._old.pop(self._chance.randrange(len(self._old))))
            case 4:
                async with deaf(self._nodes[number]):
                    await self._join((number + 1) % 3, client)
            case _:
                self._clock.move(timedelta(seconds=self._chance.randint(1, 4)))
                for node in self._chance.sample(self._nodes, 3):
                    await node.presence.heartbeat()

    async def finish(self) -> None:
        """Let the last late leaves come, and everybody compare."""
        for late in self._old:
            await self._leave_late(late)
        for _ in range(HEARTBEATS_TO_COMPARE):
            for node in self._nodes:
                await node.presence.heartbeat()

    async def _join(self, number: int, client: int) -> None:
        if client in self.truth:
            home, connection = self.truth[client]
            self._old.append((home, client, connection))
        connection = f"c{self._chance.getrandbits(64)}"
        self.truth[client] = (number, connection)
        member = Member(client_id=client, author=None, name=None)
        await self._nodes[number].presence.join("foo", member, connection)

    async def _leave_late(self, late: tuple[int, int, str]) -> None:
        home, client, connection = late
        self.outlived[client] += 1
        await self._nodes[home].presence.leave("foo", client, connection)


async def test_every_node_agrees_in_the_end(url: str, clock: WallClock) -> None:
    """PR1, PR5, PR7: Whatever is joined, left late, lost or killed: no ghost, nobody missing, and no flapping."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    async with AsyncExitStack() as stack:
        living = [await stack.enter_async_context(a_node(url, clock)) for _ in range(2)]
        heard = [await stack.enter_async_context(listening(node)) for node in living]
        async with a_node(url, clock) as mortal, listening(mortal) as heard_by_mortal:
            play = Play([*living, mortal], random.Random(seed), clock)
            for _ in range(200):
                await play.step()
            await play.finish()
            here = {("foo", client): connection for client, (_, connection) in play.truth.items()}
            await until(lambda: all(one.here == here for one in (*heard, heard_by_mortal)))
            for one in (*heard, heard_by_mortal):
                departed = Counter(change.client_id for change in one.told if isinstance(change, Departed))
                assert all(departed[client] <= play.left[client] + play.outlived[client] for client in departed)
        for _ in range(5):
            clock.move(BEAT)
            await asyncio.gather(*(node.presence.heartbeat() for node in living))
        here = {("foo", client): connection for client, (home, connection) in play.truth.items() if home != 2}
        await until(lambda: all(one.here == here for one in heard))
