"""Several nodes on one PostgreSQL: the order of the log, wakeups, and who is present."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import asyncpg
import pytest

from server.core.cursor import can_resume
from server.core.ports import Appended, Arrived, Departed, ErrorCode, PresenceNews, Refused, Store
from server.protocol.entries import Member, Position
from server.stores.factory import open_store
from server.stores.postgres.batch import MAX_TRIMMED
from server.stores.postgres.hints import MAX_NAME_BYTES, read_room_hint, room_hint
from server.tests.stores.drafting import WallClock, append, append_many, append_together, draft, newest, offsets
from server.tests.stores.postgres_server import PostgresServer, ask, fresh_url
from server.tests.stores.presence_contract import ANA, BOB, EVE

LEASE = timedelta(seconds=15)
HEARTBEAT = timedelta(seconds=5)


@pytest.fixture
def url() -> str:
    return fresh_url()


@pytest.fixture
def clock() -> WallClock:
    return WallClock()


@pytest.fixture
async def nodes(url: str, clock: WallClock) -> AsyncIterator[list[Store]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(open_store(url, now=clock)) for _ in range(3)]


def schema_of(url: str) -> str:
    return url.partition("schema=")[2].partition("&")[0]


# The log.


async def test_nodes_are_one_store(nodes: list[Store]) -> None:
    """LOG3, LOG8, ID2: One epoch, one signing key, one log."""
    await append_many(nodes[0].log, 3)
    pages = [await newest(node.log) for node in nodes]
    assert pages[0] == pages[1] == pages[2]
    assert len({node.signing_key for node in nodes}) == 1


async def test_offsets_have_no_hole_when_nodes_append_at_once(nodes: list[Store]) -> None:
    """LOG1: Three nodes that write to the same rooms give out each offset once."""

    async def keep_appending(node: Store) -> None:
        for _ in range(15):
            await append(node.log, draft("a"), draft("b"), draft("a"))

    await asyncio.gather(*(keep_appending(node) for node in nodes for _ in range(4)))
    assert offsets(await newest(nodes[0].log, "a")) == list(range(1, 361))
    assert offsets(await newest(nodes[0].log, "b")) == list(range(1, 181))


async def test_key_that_races_on_two_nodes_takes_one_offset(nodes: list[Store]) -> None:
    """LOG1, LOG4: The same message, sent by way of every node at once, is one entry, and no offset is skipped."""
    drafts = [draft(key=f"{index:032x}", body=str(index)) for index in range(100)]
    told = await asyncio.gather(*(append_together(node.log, drafts) for node in nodes))
    assert told[0] == told[1] == told[2]
    assert offsets(await newest(nodes[0].log)) == list(range(1, 101))


async def test_key_that_races_with_another_message_is_refused_on_one_node(nodes: list[Store]) -> None:
    """LOG5: Of two messages under one key, on two nodes, one is stored and one is refused."""
    for index in range(20):
        key = f"{index:032x}"
        told = await asyncio.gather(*(node.log.append([draft(key=key, body=str(i))]) for i, node in enumerate(nodes)))
        answers = [answer for (answer,) in told]
        assert [type(answer) for answer in answers].count(Appended) == 1
        assert answers.count(Refused(ErrorCode.KEY_REUSED)) == 2
    assert offsets(await newest(nodes[0].log)) == list(range(1, 21))


async def test_batches_that_name_their_rooms_in_opposite_order_do_not_block_each_other(nodes: list[Store]) -> None:
    """LOG1: Rooms are locked in one order, new ones too: nothing fails, and offsets have no hole."""
    rooms = [f"r{number}" for number in range(20)]

    async def append_in(node: Store, order: list[str]) -> None:
        for _ in range(15):
            await append(node.log, *(draft(room) for room in order))

    await asyncio.gather(append_in(nodes[0], rooms), append_in(nodes[1], rooms[::-1]), append_in(nodes[2], rooms))
    for room in rooms:
        assert offsets(await newest(nodes[0].log, room)) == list(range(1, 46))
    assert nodes[0].log.status() == nodes[1].log.status() == "ok"


async def test_time_does_not_go_back_between_nodes(nodes: list[Store]) -> None:
    """LOG6: Entries of different nodes stand in the order of their times."""
    for index in range(30):
        await append(nodes[index % 3].log, draft())
    times = [entry.at for entry in (await newest(nodes[0].log)).entries]
    assert times == sorted(times)


async def test_time_is_the_databases_own(url: str) -> None:
    """LOG6: What a node's clock says does not matter; in whole milliseconds."""
    async with open_store(url) as store:
        before = ask(url, "SELECT date_trunc('milliseconds', clock_timestamp()) AS at")[0]["at"]
        (place,) = await append(store.log, draft())
        after = ask(url, "SELECT clock_timestamp() AS at")[0]["at"]
    assert before <= place.at <= after
    assert place.at.microsecond % 1000 == 0


async def test_row_at_fault_is_refused_alone(url: str) -> None:
    """LOG10: What the database finds at fault in one row, its batch does not suffer for."""
    async with open_store(url) as store:
        ask(url, f"ALTER TABLE {schema_of(url)}.entry ADD CHECK (body <> 'bad')")
        long_key = "k" * 1_000_000  # More than an index takes.
        answers = await store.log.append([draft(body="1"), draft(body="bad"), draft(key=long_key), draft(body="2")])
        assert answers[1] == answers[2] == Refused(ErrorCode.WRONG_FIELD)
        assert [entry.body for entry in (await newest(store.log)).entries] == ["1", "2"]


async def test_lowered_bound_is_reached_in_steps(url: str) -> None:
    """LOG9: A large room shrinks by a bounded number with each batch, and what it keeps has no hole."""
    async with open_store(url) as store:
        await append_many(store.log, 2 * MAX_TRIMMED)
    async with open_store(url, max_entries_per_room=10) as store:
        await append_many(store.log, 1)
        page = await newest(store.log, limit=5_000)
        assert page.oldest == MAX_TRIMMED + 2
        assert offsets(page) == list(range(page.oldest, page.head + 1))
        await append_many(store.log, 1)
        assert offsets(await newest(store.log)) == list(range(page.head - 8, page.head + 2))


async def test_keys_are_forgotten_in_the_end(url: str, clock: WallClock) -> None:
    """LOG9: After a day and some a key is free; a bounded number goes at a time, the oldest first."""
    async with open_store(url, now=clock) as store:
        await append_many(store.log, 3)
        clock.move(timedelta(hours=1))
        await append(store.log, draft(key="1" * 32))
        clock.move(timedelta(hours=23, seconds=1))
        schema = schema_of(url)
        forget = f"SELECT {schema}.forget_keys($1, '24 hours', 2) AS forgotten"
        ask(url, f"ALTER FUNCTION {schema}.forget_keys SET search_path = {schema}")
        assert [ask(url, forget, clock.time)[0]["forgotten"] for _ in range(3)] == [2, 1, 0]
        (place,) = await append(store.log, draft(key="1" * 32))
        assert place.offset == 4


# Wakeups.


async def test_append_wakes_the_watchers_on_other_nodes(nodes: list[Store]) -> None:
    """LOG11: Another node is told soon after the commit; a room with a very long name too."""
    for room in ("foo", "订单:1", "x" * (MAX_NAME_BYTES + 1)):
        async with nodes[1].log.watch(room):
            wakeups = nodes[1].log.wakeups()
            await append_many(nodes[0].log, 3, room)
            async for wakeup in wakeups:
                assert wakeup.room == room
                if wakeup.head == 3:
                    break


async def test_hint_follows_a_commit_at_once_and_says_room_and_head_only(url: str) -> None:
    """LOG11: Nobody has to wait for a poll; what arrives together is told together."""
    heard: asyncio.Queue[object] = asyncio.Queue()
    listener: asyncpg.Connection = await asyncpg.connect(url.partition("?")[0])
    await listener.add_listener(schema_of(url), lambda *told: heard.put_nowait(told[-1]))
    try:
        async with open_store(url) as store:
            await append_together(store.log, [draft(body="secret") for _ in range(200)])
            hints = [await heard.get()]
            while hints[-1] != "room:200:foo":
                hints.append(await heard.get())
        assert len(hints) < 20
        assert all(str(hint).startswith("room:") and str(hint).endswith(":foo") for hint in hints)
    finally:
        await listener.close()


@pytest.mark.parametrize("hint", ["", "room", "room:", "room:x:foo", "hash:1:00", "later:1:foo", "members"])
def test_hint_of_another_kind_is_no_room(hint: str) -> None:
    """LOG11: What this version does not know it does not stumble over."""
    assert read_room_hint(hint, ["foo"]) is None


def test_hint_fits_whatever_the_name() -> None:
    """LOG11: A hint stays below PostgreSQL's bound and names the room that was meant."""
    for room in ("foo", "a:b", "订" * 3_000):
        hint = room_hint(room, 2**53 - 1)
        assert len(hint.encode()) < 8_000
        assert read_room_hint(hint, ["other", room]) == (room, 2**53 - 1)


async def test_lost_hint_only_delays(url: str) -> None:
    """FO3, LOG11: What nobody was told of is found by looking: here an append that told nobody."""
    schema = schema_of(url)
    async with open_store(url) as store, store.log.watch("foo"):
        ask(url, f"ALTER FUNCTION {schema}.append_drafts SET search_path = {schema}")
        ask(
            url,
            f"""SELECT {schema}.append_drafts(
              ARRAY['foo'], ARRAY['k'], ARRAY['message'], ARRAY[1], ARRAY[NULL], ARRAY[NULL], ARRAY[NULL::bigint],
              ARRAY['hello'], ARRAY[''::bytea], NULL, 10, 10
            )""",
        )
        wakeup = await anext(store.log.wakeups())
        assert (wakeup.room, wakeup.head) == ("foo", 1)


# A backup that was put back.


async def test_log_that_was_rolled_back_under_its_epoch_is_noticed() -> None:
    """RE2, LOG8: After a backup was put back, a position whose key no longer fits is not believed."""
    server = PostgresServer()
    try:
        url = fresh_url(server)
        async with open_store(url) as store:
            await append_many(store.log, 3)
        server.stop()
        server.copy_data(server.data, server.folder / "backup")
        server.start()
        async with open_store(url) as store:
            await append_many(store.log, 2)
            page = await newest(store.log)
        position = Position(epoch=page.epoch, offset=5, key=page.entries[-1].key)
        server.stop()
        server.copy_data(server.folder / "backup", server.data)
        server.start()
        async with open_store(url) as store:
            await append_many(store.log, 4)
            page = await store.log.read("foo", after=4, before=None, limit=100)
            assert (page.epoch, page.entries[0].offset) == (position.epoch, position.offset)
            assert not can_resume(position, page, 100)
    finally:
        server.remove()


async def test_rolled_back_log_ends_its_epoch_for_nodes_that_run() -> None:
    """RE2, LOG8: A node that handed out what is gone ends the epoch, for all, though the log has grown on since."""
    server = PostgresServer()
    try:
        url = fresh_url(server)
        async with open_store(url) as store:
            await append_many(store.log, 3)
        server.stop()
        server.copy_data(server.data, server.folder / "backup")
        server.start()
        async with open_store(url) as one, open_store(url) as other, one.log.watch("foo"), other.log.watch("bar"):
            await append_many(one.log, 2)
            before = await newest(one.log)
            await newest(other.log)
            await asyncio.to_thread(server.stop)
            server.copy_data(server.folder / "backup", server.data)
            await asyncio.to_thread(server.start)
            for node, beyond in ((one, 6), (other, 1)):  # What each handed out, and one.
                async for wakeup in node.log.wakeups():
                    if wakeup.head == beyond:
                        break
            after = await newest(one.log)
            assert (after.head, after.entries) == (3, before.entries[:3])
            assert before.epoch != after.epoch == (await newest(other.log)).epoch
    finally:
        server.remove()


# Presence.


async def _take(changes: AsyncIterator[PresenceNews], number: int) -> list[PresenceNews]:
    return [await anext(changes) for _ in range(number)]


async def _pass(clock: WallClock, time: timedelta, *living: Store) -> None:
    """Let time pass while these nodes, and no others, renew their leases."""
    while time > timedelta():
        clock.move(min(time, HEARTBEAT))
        time -= HEARTBEAT
        for node in living:
            await node.presence.heartbeat()


async def test_member_is_present_on_every_node(nodes: list[Store]) -> None:
    """PR1, PR2: Who joins by way of one node is listed by all and told by all, in one order."""
    changes = [node.presence.changes() for node in nodes]
    for index, member in enumerate((BOB, EVE, ANA)):
        await nodes[index].presence.join("foo", member, f"c{index}")
    await nodes[1].presence.leave("foo", EVE.client_id, "c1")
    came = (Arrived("foo", BOB, "c0"), Arrived("foo", EVE, "c1"), Arrived("foo", ANA, "c2"))
    for node, told in zip(nodes, changes, strict=True):
        assert await node.presence.members("foo") == (came[0], came[2])
        heard: list[PresenceNews] = []
        while not heard or heard[-1] != came[2]:
            heard.append(await anext(told))
        assert [change for change in heard if change in came and change != came[1]] == [came[0], came[2]]


async def test_late_leave_on_the_old_node_does_not_remove_who_lives_on_the_new(nodes: list[Store]) -> None:
    """PR7: The old node lets go of a client that came back elsewhere, and nobody hears of it."""
    changes = nodes[2].presence.changes()
    await nodes[0].presence.join("foo", ANA, "old")
    await nodes[1].presence.join("foo", ANA, "new")
    await nodes[0].presence.leave("foo", ANA.client_id, "old")
    await nodes[1].presence.join("foo", BOB, "last")
    told: list[PresenceNews] = []
    while not told or told[-1] != Arrived("foo", BOB, "last"):
        told.append(await anext(changes))
    assert Departed("foo", ANA.client_id) not in told
    assert await nodes[0].presence.members("foo") == (Arrived("foo", ANA, "new"), Arrived("foo", BOB, "last"))


async def test_members_of_a_dead_node_are_gone_once(nodes: list[Store], clock: WallClock) -> None:
    """PR5: A node that renews no more is noticed when its lease ends, and its people are told as gone once."""
    dead, *living = nodes
    await dead.presence.heartbeat()
    changes = living[0].presence.changes()
    await dead.presence.join("foo", ANA, "c1")
    await living[1].presence.join("foo", BOB, "c2")
    assert await _take(changes, 2) == [Arrived("foo", ANA, "c1"), Arrived("foo", BOB, "c2")]
    await _pass(clock, LEASE, *living)
    assert len(await living[0].presence.members("foo")) == 2
    await _pass(clock, HEARTBEAT, *living)
    assert await living[0].presence.members("foo") == (Arrived("foo", BOB, "c2"),)
    await _pass(clock, 2 * LEASE, *living)
    await living[1].presence.join("foo", EVE, "c3")
    assert await _take(changes, 2) == [Departed("foo", ANA.client_id), Arrived("foo", EVE, "c3")]


async def test_slow_node_keeps_its_members(nodes: list[Store], clock: WallClock) -> None:
    """PR6: Two heartbeats that are late are no death."""
    slow, *living = nodes
    await slow.presence.heartbeat()
    await slow.presence.join("foo", ANA, "c1")
    for _ in range(5):
        await _pass(clock, LEASE, *living)
        await slow.presence.heartbeat()
    assert await living[0].presence.members("foo") == (Arrived("foo", ANA, "c1"),)


async def test_node_that_was_given_up_puts_its_members_back(nodes: list[Store], clock: WallClock) -> None:
    """PR1: A node that was frozen and lives again has its people back, but those who live elsewhere by now."""
    frozen, *living = nodes
    await frozen.presence.join("foo", ANA, "c1")
    await frozen.presence.join("foo", BOB, "c2")
    await _pass(clock, 2 * LEASE, *living)
    assert await living[0].presence.members("foo") == ()
    await living[0].presence.join("foo", BOB, "c3")
    await frozen.presence.heartbeat()
    present = {arrived.member.client_id: arrived.connection for arrived in await living[0].presence.members("foo")}
    assert present == {ANA.client_id: "c1", BOB.client_id: "c3"}


async def test_nobody_judges_before_one_lease_in_touch(url: str, nodes: list[Store], clock: WallClock) -> None:
    """PR5: When nobody could renew for longer than a lease, everybody gets one lease more."""
    for node in nodes:
        await node.presence.heartbeat()
        await node.presence.join("foo", Member(client_id=9 + nodes.index(node), author=None, name=None), "c")
    await _pass(clock, LEASE, *nodes)
    clock.move(10 * LEASE)  # The store was away for all.
    await nodes[0].presence.heartbeat()
    await nodes[1].presence.heartbeat()
    assert len(await nodes[0].presence.members("foo")) == 3
    await _pass(clock, LEASE - HEARTBEAT, nodes[0], nodes[1])
    assert len(await nodes[0].presence.members("foo")) == 3
    await nodes[2].presence.heartbeat()
    await _pass(clock, LEASE, nodes[0], nodes[1])
    assert len(await nodes[0].presence.members("foo")) == 3


async def test_many_members_are_swept_in_steps(nodes: list[Store], clock: WallClock) -> None:
    """PR5: A large node's people are all gone after one heartbeat of another."""
    dead, living, _ = nodes
    crowd = [Member(client_id=number, author=None, name=None) for number in range(1, 2_501)]
    await asyncio.gather(*(dead.presence.join("foo", member, "c") for member in crowd))
    assert len(await living.presence.members("foo")) == 2_500
    await _pass(clock, 2 * LEASE, living)
    assert await living.presence.members("foo") == ()


LAST = Arrived("last", Member(client_id=999, author=None, name=None), "c")


async def _fold(node: Store) -> dict[tuple[str, int], str]:
    """Return what a node's changes add up to, until it tells of the last."""
    present: dict[tuple[str, int], str] = {}
    async for change in node.presence.changes():
        if change == LAST:
            return present
        if isinstance(change, Departed):
            present.pop((change.room, change.client_id), None)
        elif isinstance(change, Arrived):
            present[change.room, change.member.client_id] = change.connection
    raise AssertionError("changes ended")


async def _stir(node: Store, name: str, chance: random.Random) -> None:
    """Let clients come and go by way of a node, on one another's heels."""
    for number in range(60):
        room, client_id = chance.choice("ab"), chance.randint(1, 8)
        if chance.random() < 0.5:
            await node.presence.join(room, Member(client_id=client_id, author=None, name=None), f"{name}-{number}")
            continue
        for arrived in await node.presence.members(room):
            if arrived.member.client_id == client_id:
                await node.presence.leave(room, client_id, arrived.connection)


async def test_every_node_tells_the_same_in_the_end(nodes: list[Store]) -> None:
    """PR2: Whatever comes and goes by way of whichever node, the changes add up to the list."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    folding = [asyncio.create_task(_fold(node)) for node in nodes]
    await asyncio.gather(*(_stir(node, str(index), chance) for index, node in enumerate(nodes)))
    await nodes[0].presence.join(LAST.room, LAST.member, LAST.connection)
    pages = {room: await nodes[0].presence.members(room) for room in "ab"}
    listed = {(room, each.member.client_id): each.connection for room, page in pages.items() for each in page}
    assert await asyncio.gather(*folding) == [listed] * 3
