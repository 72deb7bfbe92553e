"""What every presence does; subclassed like ``contract``."""

from collections.abc import AsyncIterator

import pytest

from server.core.ports import Arrived, Departed, PresenceNews, PresenceStore
from server.protocol.entries import Member
from server.stores.factory import open_store

ANA = Member(client_id=1, author="ana", name="Ana")
BOB = Member(client_id=2, author=None, name=None)
EVE = Member(client_id=3, author="eve", name="Eve")


async def _take(changes: AsyncIterator[PresenceNews], number: int) -> list[PresenceNews]:
    return [await anext(changes) for _ in range(number)]


class PresenceContract:
    """Who is in which room, and in what order the changes are told."""

    @pytest.fixture
    async def presence(self, url: str) -> AsyncIterator[PresenceStore]:
        async with open_store(url) as store:
            yield store.presence

    @pytest.fixture
    def changes(self, presence: PresenceStore) -> AsyncIterator[PresenceNews]:
        return presence.changes()

    async def test_members_stand_in_the_order_of_joining(self, presence: PresenceStore) -> None:
        """PR1: Who is here is told in the order in which they came."""
        for member in (BOB, EVE, ANA):
            await presence.join("foo", member, f"c{member.client_id}")
        await presence.heartbeat()
        assert await presence.members("foo") == (
            Arrived("foo", BOB, "c2"),
            Arrived("foo", EVE, "c3"),
            Arrived("foo", ANA, "c1"),
        )

    async def test_rooms_have_members_of_their_own(self, presence: PresenceStore) -> None:
        """PR1: One client may be in two rooms, and leave one."""
        await presence.join("foo", ANA, "c1")
        await presence.join("bar", ANA, "c2")
        await presence.leave("foo", 1, "c1")
        assert await presence.members("foo") == ()
        assert await presence.members("bar") == (Arrived("bar", ANA, "c2"),)

    async def test_changes_come_in_order(self, presence: PresenceStore, changes: AsyncIterator[PresenceNews]) -> None:
        """PR2: Each change is told once, as it happened."""
        await presence.join("foo", ANA, "c1")
        await presence.join("foo", BOB, "c2")
        assert await _take(changes, 2) == [Arrived("foo", ANA, "c1"), Arrived("foo", BOB, "c2")]
        await presence.leave("foo", 1, "c1")
        await presence.join("foo", EVE, "c3")
        assert await _take(changes, 2) == [Departed("foo", 1), Arrived("foo", EVE, "c3")]

    async def test_late_leave_does_not_remove_who_came_back(
        self, presence: PresenceStore, changes: AsyncIterator[PresenceNews]
    ) -> None:
        """PR7: The leave of an old connection changes nothing for the newer one."""
        await presence.join("foo", ANA, "old")
        await presence.join("foo", ANA, "new")
        await presence.leave("foo", 1, "old")
        await presence.join("foo", BOB, "c2")
        assert await presence.members("foo") == (Arrived("foo", ANA, "new"), Arrived("foo", BOB, "c2"))
        told = []
        async for change in changes:
            told.append(change)
            if change == Arrived("foo", BOB, "c2"):
                break
        assert Departed("foo", 1) not in told
        await presence.leave("foo", 1, "new")
        assert await anext(changes) == Departed("foo", 1)

    async def test_newer_connection_keeps_the_place_and_is_told(
        self, presence: PresenceStore, changes: AsyncIterator[PresenceNews]
    ) -> None:
        """PR7: Who comes back on another connection stays where they stood; the new name counts."""
        await presence.join("foo", ANA, "old")
        await presence.join("foo", BOB, "c2")
        await _take(changes, 2)
        renamed = Member(client_id=1, author="ana", name="Anna")
        await presence.join("foo", renamed, "new")
        assert await presence.members("foo") == (Arrived("foo", renamed, "new"), Arrived("foo", BOB, "c2"))
        assert await anext(changes) == Arrived("foo", renamed, "new")

    async def test_leave_of_nobody_changes_nothing(
        self, presence: PresenceStore, changes: AsyncIterator[PresenceNews]
    ) -> None:
        """PR7: To leave twice, or without having joined, is told to nobody."""
        await presence.leave("foo", 1, "c1")
        await presence.join("foo", ANA, "c1")
        assert await anext(changes) == Arrived("foo", ANA, "c1")
        await presence.leave("foo", 1, "c1")
        await presence.leave("foo", 1, "c1")
        await presence.join("foo", BOB, "c2")
        assert await _take(changes, 2) == [Departed("foo", 1), Arrived("foo", BOB, "c2")]
