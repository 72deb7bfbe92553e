"""What a store that several nodes share does; subclassed like ``contract``."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from server.core.ports import (
    Appended,
    ErrorCode,
    Page,
    PresenceNews,
    Refused,
    RoomLog,
    Store,
    TypingChanged,
)
from server.protocol.entries import Member
from server.stores.factory import begin_new_epoch, open_store
from server.tests.stores.drafting import WallClock, append_many, append_together, draft, newest, offsets


class SharedContract:
    """Two nodes have the store open."""

    @pytest.fixture
    async def nodes(self, url: str) -> AsyncIterator[list[Store]]:
        async with AsyncExitStack() as stack:
            yield [await stack.enter_async_context(open_store(url)) for _ in range(2)]

    async def test_key_that_races_in_from_two_nodes_is_one_entry(self, nodes: list[Store]) -> None:
        """LOG1, LOG4: The same message by way of both nodes at once is one entry, and no offset is skipped."""
        drafts = [draft(key=f"{number:032x}", body=str(number)) for number in range(100)]
        told = await asyncio.gather(*(append_together(node.log, drafts) for node in nodes))
        assert told[0] == told[1]
        assert offsets(await newest(nodes[0].log)) == list(range(1, 101))

    async def test_key_that_races_in_with_another_message_is_refused_once(self, nodes: list[Store]) -> None:
        """LOG5: Of two messages under one key, by way of two nodes, one is stored and one is refused."""
        for number in range(20):
            racing = [draft(key=f"{number:032x}", body=node) for node in ("one", "other")]
            told = await asyncio.gather(*(node.log.append([each]) for node, each in zip(nodes, racing, strict=True)))
            answers = [answer for (answer,) in told]
            assert [type(answer) for answer in answers].count(Appended) == 1
            assert answers.count(Refused(ErrorCode.KEY_REUSED)) == 1
        assert (await newest(nodes[0].log)).head == 20

    async def test_new_epoch_is_noticed_by_nodes_that_run(self, url: str, nodes: list[Store]) -> None:
        """RE2, LOG8: Each has its watched rooms read, those that nobody writes in too, and finds the new epoch."""
        await append_many(nodes[0].log, 3)
        before = await newest(nodes[0].log)
        pages: list[Page] = []
        async with AsyncExitStack() as stack:
            for node in nodes:
                await stack.enter_async_context(node.log.watch("foo"))
                await newest(node.log)
            # Each has looked at its rooms once, under the epoch that ends.
            await asyncio.gather(*(_wakeup_beyond(node.log, 2) for node in nodes))
            minted = await begin_new_epoch(url)
            for node in nodes:
                await _wakeup_beyond(node.log, 4)
                pages.append(await newest(node.log))
        assert {page.epoch for page in pages} == {minted} != {before.epoch}
        assert [page.entries for page in pages] == [before.entries] * 2

    async def test_new_epoch_is_told_where_every_entry_is_too_old(self, url: str) -> None:
        """RE2, LOG8, LOG15: Whoever knows a head without having had an entry is woken beyond it."""
        clock = WallClock()
        async with open_store(url, now=clock, max_entry_age=timedelta(hours=1)) as writer:
            await append_many(writer.log, 3)
        clock.move(timedelta(hours=2))
        async with open_store(url, now=clock, max_entry_age=timedelta(hours=1)) as node, node.log.watch("foo"):
            page = await newest(node.log)
            assert (page.entries, page.head) == ((), 3)
            await _wakeup_beyond(node.log, 3)
            minted = await begin_new_epoch(url)
            await _wakeup_beyond(node.log, 4)
            assert (await newest(node.log)).epoch == minted

    async def test_clock_that_is_set_ahead_makes_nobody_gone(self, url: str) -> None:
        """PR5: The leases of all seem to have ended, and each node gets the time to renew its own."""
        clock = WallClock()
        async with AsyncExitStack() as stack:
            nodes = [await stack.enter_async_context(open_store(url, now=clock)) for _ in range(2)]
            for number, node in enumerate(nodes):
                await node.presence.join("foo", member_of(number + 1), f"c{number}")
            await beat(clock, 8, *nodes)
            clock.set_by(timedelta(minutes=1))
            for _ in range(8):
                for node in nodes:
                    await beat(clock, 1, node)
                    assert len(await node.presence.members("foo")) == 2

    async def test_node_that_died_by_a_fast_clock_is_gone(self, url: str) -> None:
        """PR5: Its lease ends a year ahead; the others notice its death when the clock is right again."""
        clock = WallClock()
        async with AsyncExitStack() as stack:
            dying, *living = [await stack.enter_async_context(open_store(url, now=clock)) for _ in range(3)]
            await living[0].presence.join("foo", member_of(1), "c1")
            await beat(clock, 8, dying, *living)
            clock.set_by(timedelta(days=365))
            await dying.presence.join("foo", member_of(2), "c2")
            await beat(clock, 8, dying, *living)
            assert len(await living[0].presence.members("foo")) == 2
            clock.set_by(timedelta(days=-365))
            await beat(clock, 8, *living)
            assert [one.connection for one in await living[0].presence.members("foo")] == ["c1"]

    async def test_typing_is_told_to_the_other_node_only(self, nodes: list[Store]) -> None:
        """SE7: That somebody writes, and stopped, crosses from node to node, and stays in its room."""
        one, other = (node.presence for node in nodes)
        for number, presence in enumerate((one, other)):
            for room in ("foo", "a:b"):
                await presence.join(room, member_of(number + 1), f"{room} {number}")
        heard, own = other.changes(), one.changes()
        one.tell_typing("foo", 10, True)
        assert await _next_word(heard) == TypingChanged("foo", 10, True)
        one.tell_typing("a:b", 10, True)
        assert await _next_word(heard) == TypingChanged("a:b", 10, True)
        one.tell_typing("foo", 10, False)
        assert await _next_word(heard) == TypingChanged("foo", 10, False)
        # What it hears first is not its own.
        other.tell_typing("foo", 11, True)
        assert await _next_word(own) == TypingChanged("foo", 11, True)

    async def test_typing_is_told_as_it_is_last(self, nodes: list[Store]) -> None:
        """SE7: However often it is said in one turn, each client's last word goes out, once."""
        one, other = (node.presence for node in nodes)
        await one.join("foo", member_of(1), "c0")
        await other.join("foo", member_of(2), "c1")
        for _ in range(5_000):
            one.tell_typing("foo", 10, True)
            one.tell_typing("foo", 10, False)
        one.tell_typing("foo", 7, True)
        heard = other.changes()
        words = [await _next_word(heard), await _next_word(heard)]
        assert words == [TypingChanged("foo", 10, False), TypingChanged("foo", 7, True)]


async def beat(clock: WallClock, number: int, *nodes: Store) -> None:
    """Let so many heartbeats pass, of these nodes and no others."""
    for _ in range(number):
        clock.move(timedelta(seconds=5))
        for node in nodes:
            await node.presence.heartbeat()


def member_of(client_id: int) -> Member:
    """Return somebody."""
    return Member(client_id=client_id, author=None, name=None)


async def _next_word(changes: AsyncIterator[PresenceNews]) -> TypingChanged:
    """Wait for the next word of who writes, past who came and went."""
    async for change in changes:
        if isinstance(change, TypingChanged):
            return change
    raise AssertionError("changes ended")


async def _wakeup_beyond(log: RoomLog, head: int) -> None:
    """Wait for a wakeup that says at least this."""
    async for wakeup in log.wakeups():
        if wakeup.head >= head:
            return
