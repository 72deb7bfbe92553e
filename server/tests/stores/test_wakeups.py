"""What waits for the reader of wakeups, and how it is merged."""

from datetime import UTC, datetime

from server.core.ports import Wakeup
from server.protocol.entries import Entry
from server.stores.drafts import entry_of
from server.stores.wakeups import MAX_ENTRIES_AT_HAND, Wakeups
from server.tests.stores.drafting import draft


def _entries(first: int, last: int) -> list[Entry]:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return [entry_of(draft(), offset, at) for offset in range(first, last + 1)]


async def test_entries_that_follow_are_merged() -> None:
    """LOG11: Two runs that meet are one."""
    wakeups = Wakeups()
    run = _entries(1, 5)
    with wakeups.watch("foo"):
        wakeups.wake("foo", run[:2])
        wakeups.wake("foo", run[2:])
        assert await anext(aiter(wakeups)) == Wakeup("foo", 5, tuple(run))


async def test_entries_that_do_not_follow_take_the_place() -> None:
    """LOG11: After a hole (a commit that nobody heard of) only the run that ends at the head is carried."""
    wakeups = Wakeups()
    with wakeups.watch("foo"):
        wakeups.wake("foo", _entries(1, 2))
        late = _entries(4, 5)
        wakeups.wake("foo", late)
        assert await anext(aiter(wakeups)) == Wakeup("foo", 5, tuple(late))


async def test_entries_beyond_the_bound_are_dropped_and_the_head_is_not() -> None:
    """LOG11: What is too much to carry is left to a read."""
    wakeups = Wakeups()
    with wakeups.watch("foo"):
        wakeups.wake("foo", _entries(1, MAX_ENTRIES_AT_HAND))
        wakeups.wake("foo", _entries(MAX_ENTRIES_AT_HAND + 1, MAX_ENTRIES_AT_HAND + 1))
        assert await anext(aiter(wakeups)) == Wakeup("foo", MAX_ENTRIES_AT_HAND + 1)


async def test_hint_does_not_take_the_place_of_what_says_as_much() -> None:
    """LOG11: A head that is known, or of a room that nobody watches, is no news."""
    wakeups = Wakeups()
    run = _entries(1, 2)
    with wakeups.watch("foo"):
        wakeups.wake("foo", run)
        wakeups.hint("foo", 2)
        wakeups.hint("other", 9)
        assert await anext(aiter(wakeups)) == Wakeup("foo", 2, tuple(run))
        wakeups.hint("foo", 3)
        assert await anext(aiter(wakeups)) == Wakeup("foo", 3)


async def test_entries_do_not_take_the_place_of_a_hint_that_says_more() -> None:
    """LOG11: What another node appended meanwhile is still to be read, though an append of ours is told after it."""
    wakeups = Wakeups()
    with wakeups.watch("foo"):
        wakeups.hint("foo", 9)
        wakeups.wake("foo", _entries(7, 8))
        assert await anext(aiter(wakeups)) == Wakeup("foo", 9)


async def test_room_that_has_waited_longest_comes_first() -> None:
    """LOG11: A room that grows again while it waits keeps its turn."""
    wakeups = Wakeups()
    with wakeups.watch("a"), wakeups.watch("b"):
        wakeups.wake("a", _entries(1, 1))
        wakeups.wake("b", _entries(1, 1))
        wakeups.wake("a", _entries(2, 2))
        reader = aiter(wakeups)
        assert [(await anext(reader)).room, (await anext(reader)).room] == ["a", "b"]
