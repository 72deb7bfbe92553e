"""This node's lease, and what is done about nodes whose lease ended.

A node renews its lease every 5 s and has 15; the store's clock counts. One
whose lease ended is declared gone by whoever comes by, and its people are taken
out of each room it had noted. It cannot renew any more then: should it live
after all, it begins anew under another name, and its people join again.
"""

import logging
from collections.abc import Callable, Iterable

from server.stores.redis.connection import Command
from server.stores.redis.link import Link
from server.stores.redis.names import Names
from server.stores.redis.scripts import BURY, DECLARE_GONE, ENLIST, RENEW, SWEEP

LEASE_MS = 15_000
"""How long a node lives for the others after its last heartbeat: three of them,
so one that is merely slow is not declared gone. With the others' own heartbeat
a killed node is noticed within 20 s."""

JUMP_MS = 2_000
"""What the store's clock may differ by from the time that passed here, answers that
are slow included, before it is taken as set."""

ROOMS_IN_A_SWEEP = 200
"""Rooms that are swept at once, so that others have their turn."""

_telemetry = logging.getLogger(__name__)


class Nodes:
    """This node among the others."""

    def __init__(
        self,
        link: Link,
        names: Names,
        now_ms: Callable[[], int | str],
        passed: Callable[[], float],
        fresh_name: Callable[[], str],
    ) -> None:
        self.name = fresh_name()
        self._link = link
        self._names = names
        self._now_ms = now_ms
        self._passed = passed
        self._fresh_name = fresh_name
        self._seen_lives = 0
        self._now = 0
        self._renewed_at = 0.0
        self._sweep_from = 0

    def note_room(self, room: str) -> Command:
        """Return the command that notes a room as one of this node's."""
        return ENLIST.on([self._names.leases, self._names.rooms_of(self.name)], self.name, room)

    def drop_room(self, room: str) -> Command:
        """Return the command that takes the note back."""
        return ("SREM", self._names.rooms_of(self.name), room)

    async def begin(self) -> None:
        """Begin a lease, under a name that nobody had."""
        self.name = self._fresh_name()
        await self._renew("1")

    async def renew(self) -> bool:
        """Renew the lease; return False if this node was declared gone."""
        before, renewed_at = self._now, self._renewed_at
        self._now, is_ours = await self._renew("")
        self._renewed_at = self._passed()
        jump = self._now - before - (self._renewed_at - renewed_at) * 1_000
        if self._seen_lives != self._link.lives or abs(jump) > JUMP_MS:
            # The store was away, and nobody could renew; or its clock was set, which
            # says nothing of anybody. Give everybody the time to.
            self._seen_lives = self._link.lives
            self._sweep_from = self._now + LEASE_MS
        return bool(is_ours)

    async def sweep(self) -> None:
        """Take out the people of nodes that are gone, after ``renew``; two may do it at once."""
        if self._now < self._sweep_from:
            return
        (gone,) = await self._link.ask(DECLARE_GONE.on([self._names.leases, self._names.gone], self._now))
        for name in gone:
            await self._sweep_after(name.decode())

    async def bury(self, found: Iterable[tuple[str, str]]) -> None:
        """Have nodes swept that are found in rooms and have no lease.

        Args:
            found: nodes, each with a room in which it has somebody.
        """
        (living,) = await self._link.ask(("ZRANGE", self._names.leases, 0, -1))
        lost = [(node, room) for node, room in found if node.encode() not in living]
        keys = (self._names.leases, self._names.gone)
        await self._link.ask(*(BURY.on([*keys, self._names.rooms_of(node)], node, room) for node, room in lost))

    async def _renew(self, anew: str) -> tuple[int, int]:
        keys = (self._names.leases, self._names.gone)
        ((now, is_ours),) = await self._link.ask(RENEW.on(keys, self._now_ms(), LEASE_MS, self.name, anew))
        return now, is_ours

    async def _sweep_after(self, node: str) -> None:
        """Sweep every room of a node; its name goes last, so that none is forgotten."""
        rooms_of = self._names.rooms_of(node)
        swept = 0
        while True:
            (some,) = await self._link.ask(("SRANDMEMBER", rooms_of, ROOMS_IN_A_SWEEP))
            if not some:
                break
            rooms = [self._names.room(room.decode()) for room in some]
            replies = await self._link.ask(
                *(SWEEP.on([names.members], names.changes, self._now_ms(), node) for names in rooms)
            )
            swept += sum(replies)
            await self._link.ask(("SREM", rooms_of, *some))
        await self._link.ask(("SREM", self._names.gone, node))
        # Without anybody on it, as one that was stopped in good order, it is no trouble.
        level = logging.WARNING if swept else logging.INFO
        _telemetry.log(level, "a node is gone: %d people were taken out for it", swept)
