"""Presence over all nodes that share a PostgreSQL database.

Who is present stands in one table, and each change of it in another, whose
positions count in the order of the commits: every node reads them on from
where it stood. Hints say when; a node looks by itself as well. A node lives
as long as it renews its lease, by the database's clock, which nobody else's
has to agree with; the others take out the members of one that does not.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

import asyncpg

from server.core.ports import Arrived, Departed, PresenceChange, PresenceNews, StoreUnavailable, TypingChanged
from server.protocol.entries import Member
from server.stores.options import StoreOptions
from server.stores.postgres import statements
from server.stores.postgres.deeds import KEPT_CHANGES, LEASE, Deed, Deeds, coming
from server.stores.postgres.hints import MEMBERS_HINT, Hints, read_typing_hint
from server.stores.postgres.pool import Pool
from server.stores.postgres.room_log import told_time
from server.stores.presence_changes import Place, PresenceChanges

POLL_SECONDS = 2.0
"""How often a node looks for changes itself: the longest that a lost hint can
delay one."""

COMPARE_SECONDS = 60.0
"""How often a node compares all who are present with what it told, though
nothing should ever come of it."""

MAX_CHANGES = 1_000
MAX_SWEPT = 1_000
MAX_STAYING = 1_000
"""Rows in one statement; the next follows until nothing is left."""

_telemetry = logging.getLogger(__name__)


class PostgresPresence:
    """Who is in which room, on whichever node."""

    def __init__(self, pool: Pool, hints: Hints, options: StoreOptions) -> None:
        self._pool = pool
        self._options = options
        self._node = options.random_bytes(16).hex()
        self._hints = hints
        self._deeds = Deeds(self._node, pool, hints, options, self._written)
        self._changes = PresenceChanges()
        self._here: dict[Place, tuple[Member, str]] = {}
        self._position = 0
        self._was_out_of_touch = False
        self._must_stay = False
        self._spare_until = 0.0
        self._compare_at = 0.0
        self._stirred = asyncio.Event()
        self._following: asyncio.Task[None] | None = None
        pool.follow(self._went_away, self._came_back)

    async def begin(self) -> None:
        """Take a lease, learn who is present, and follow the changes from there."""
        await self._renew()
        self._changes.begin(await self._everybody())
        self._compare_at = _now() + COMPARE_SECONDS
        self._following = asyncio.create_task(self._follow_for_ever())

    async def join(self, room: str, member: Member, connection: str) -> None:
        self._here[room, member.client_id] = (member, connection)
        await self._deeds.do([coming("join", room, member, connection)])

    async def leave(self, room: str, client_id: int, connection: str) -> None:
        here = self._here.get((room, client_id))
        if here is not None and here[1] == connection:
            del self._here[room, client_id]
        # PR7: compared by the database, which knows the connection that is newest.
        await self._deeds.do([Deed("leave", room, client_id, connection)])

    async def members(self, room: str) -> Sequence[Arrived]:
        return tuple(_arrived(row) for row in await self._pool.read(statements.MEMBERS, room))

    def tell_typing(self, room: str, client_id: int, active: bool) -> None:
        self._hints.tell_typing(self._node, TypingChanged(room, client_id, active))

    def changes(self) -> AsyncIterator[PresenceNews]:
        return aiter(self._changes)

    async def heartbeat(self) -> None:
        """Renew the lease; take out the members of nodes that did not."""
        if await self._renew():
            swept = MAX_SWEPT
            while swept == MAX_SWEPT:
                (row,) = await self._pool.fetch(
                    statements.SWEEP_MEMBERS, told_time(self._options), MAX_SWEPT, KEPT_CHANGES
                )
                swept = row["swept"]
                if swept:
                    _telemetry.warning("%d members of nodes that are gone were taken out", swept)
                    self._hints.tell_members()
                    self._stirred.set()

    def hear(self, hint: str) -> None:
        """Take what another node, or this one, told."""
        if hint == MEMBERS_HINT:
            self._stirred.set()
        word = read_typing_hint(hint, self._node)
        if word is not None:
            self._changes.hear_typing(word)

    async def close(self) -> None:
        """Write what was accepted, then end; may be called twice.

        The lease is left to expire: a client of a node that stops has that long
        to come back on another, and then no departure is announced.
        """
        await self._deeds.close()
        if self._following is not None:
            self._following.cancel()
            await asyncio.wait([self._following])

    async def _renew(self) -> bool:
        """Renew the lease; return whether this node may take others out."""
        was_out_of_touch, self._was_out_of_touch = self._was_out_of_touch, False
        try:
            (row,) = await self._pool.fetch(
                statements.RENEW_LEASE, self._node, told_time(self._options), LEASE, was_out_of_touch
            )
        except BaseException:
            # Who could not renew for a while must not judge those who could not either.
            self._was_out_of_touch = True
            raise
        if row["was_given_up"]:
            await self._stay()
        return bool(row["may_sweep"])

    async def _stay(self) -> None:
        """Put back those of this node's members who were taken out, or lost in a crash."""
        self._must_stay = False
        places = list(self._here)
        try:
            for start in range(0, len(places), MAX_STAYING):
                # Looked up anew after each wait: whoever has left meanwhile stays gone.
                here = [place for place in places[start : start + MAX_STAYING] if place in self._here]
                await self._deeds.do([coming("stay", place[0], *self._here[place]) for place in here])
        except BaseException:
            self._must_stay = True
            raise

    def _written(self, was_given_up: bool) -> None:
        self._must_stay |= was_given_up
        self._stirred.set()

    def _went_away(self, cause: Exception) -> None:
        self._was_out_of_touch = True
        self._deeds.fail(cause)

    def _came_back(self) -> None:
        # A crash takes what was committed last, of every node. Until each had the
        # time to put its own back, who is missing is not gone.
        self._must_stay = True
        self._spare_until = self._compare_at = _now() + LEASE.total_seconds()
        self._stirred.set()

    async def _follow_for_ever(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._stirred.wait()
            self._stirred.clear()
            try:
                await self._follow()
            except StoreUnavailable as error:
                _telemetry.debug("changes could not be read: %s", error)
            except Exception:
                _telemetry.exception("following the changes failed and begins anew")

    async def _follow(self) -> None:
        if self._must_stay:
            await self._stay()
        if not await self._read_changes() or _now() >= self._compare_at:
            await self._compare()

    async def _read_changes(self) -> bool:
        """Read on to the last change; return False if something is missing."""
        while True:
            rows = await self._pool.fetch(statements.CHANGES, self._position, MAX_CHANGES)
            changes = [row for row in rows if row["position"] is not None]
            if not changes:
                return bool(rows[0]["last_position"] == self._position)
            if changes[0]["position"] != self._position + 1:
                return False
            for row in changes:
                self._changes.apply(_change(row))
            self._position = changes[-1]["position"]
            if self._position >= rows[0]["last_position"]:
                return True

    async def _compare(self) -> None:
        everybody = await self._everybody()
        may_depart = _now() >= self._spare_until
        self._changes.compare(everybody, may_depart=may_depart)
        self._compare_at = _now() + COMPARE_SECONDS if may_depart else self._spare_until

    async def _everybody(self) -> list[Arrived]:
        rows = await self._pool.fetch(statements.EVERYBODY)
        self._position = rows[0]["position"]
        return [_arrived(row) for row in rows if row["room"] is not None]


def _now() -> float:
    return asyncio.get_running_loop().time()


def _arrived(row: asyncpg.Record) -> Arrived:
    member = Member.model_construct(client_id=row["client_id"], author=row["author"], name=row["name"])
    return Arrived(row["room"], member, row["connection"])


def _change(row: asyncpg.Record) -> PresenceChange:
    return Departed(row["room"], row["client_id"]) if row["connection"] is None else _arrived(row)
