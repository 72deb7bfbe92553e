"""Presence over all nodes, in a hash for each room.

What changes is published with the version before and after it, so a node that
follows the room sees what it missed, and reads the room. A heartbeat does the
rest: it renews the lease, sweeps after nodes that are gone, and compares some
rooms with what is known of them, which heals whatever else was lost.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Sequence

from server.core.ports import Arrived, PresenceNews, StoreUnavailable, TypingChanged
from server.protocol.entries import Member
from server.stores.redis.ledger import Ledger
from server.stores.redis.link import Link
from server.stores.redis.names import Names
from server.stores.redis.nodes import Nodes
from server.stores.redis.scripts import JOIN, LEAVE
from server.stores.redis.subscriber import Subscriber
from server.stores.redis.typing_channel import TypingChannel, read_word

HEARTBEATS_TO_COMPARE = 6
"""Heartbeats in which every room is compared once: at 5 s each, 30 s."""

_IN_FLIGHT = 2**63
"""The version of a join that has not been answered: newer than any."""

_telemetry = logging.getLogger(__name__)


class _Mine:
    """Somebody who joined by this node."""

    def __init__(self, member: Member, connection: str) -> None:
        self.member = member
        self.connection = connection
        self.version = _IN_FLIGHT


class RedisPresence:
    """Who is in which room, over all nodes."""

    def __init__(
        self,
        link: Link,
        subscriber: Subscriber,
        names: Names,
        *,
        now_ms: Callable[[], int | str],
        passed: Callable[[], float],
        is_watched: Callable[[str], bool],
        fresh_name: Callable[[], str],
    ) -> None:
        self._link = link
        self._subscriber = subscriber
        self._names = names
        self._now_ms = now_ms
        self._is_watched = is_watched
        self._nodes = Nodes(link, names, now_ms, passed, fresh_name)
        self._ledger = Ledger()
        self._typing = TypingChannel(link, names)
        self._mine: dict[str, dict[int, _Mine]] = {}
        self._readings: dict[str, asyncio.Task[None]] = {}
        self._rest: list[str] = []

    async def open(self) -> None:
        """Begin this node's lease.

        Raises:
            StoreUnavailable: the store went away meanwhile.
        """
        await self._nodes.begin()
        await self._nodes.renew()

    async def close(self) -> None:
        """Stop reading; the lease expires later, so a client that comes back elsewhere is not announced as gone."""
        self._typing.close()
        tasks = list(self._readings.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def read_all_soon(self) -> None:
        """Read every followed room, because what was published may have been missed."""
        for room in self._ledger.rooms:
            self._reading(room)

    async def join(self, room: str, member: Member, connection: str) -> None:
        await self._follow(room)
        mine = self._mine.setdefault(room, {})[member.client_id] = _Mine(member, connection)
        try:
            await self._put(room, mine, "")
        except BaseException:
            # Unknown whether it was taken; who called takes it out again.
            self._drop(room, member.client_id, mine)
            raise

    async def leave(self, room: str, client_id: int, connection: str) -> None:
        mine = self._mine.get(room, {}).get(client_id)
        if mine is not None and mine.connection == connection:
            self._drop(room, client_id, mine)
        names = self._names.room(room)
        await self._link.ask(
            LEAVE.on([names.members], names.changes, self._now_ms(), client_id, connection),
            *([] if room in self._mine else [self._nodes.drop_room(room)]),
        )

    async def members(self, room: str) -> Sequence[Arrived]:
        is_followed = room in self._ledger
        await self._follow(room)
        if is_followed:
            await self._read(room)
        return tuple(present.arrived for present in self._ledger.present(room))

    def tell_typing(self, room: str, client_id: int, active: bool) -> None:
        self._typing.tell(self._nodes.name, TypingChanged(room, client_id, active))

    def changes(self) -> AsyncIterator[PresenceNews]:
        return self._ledger.changes()

    async def heartbeat(self) -> None:
        """Renew the lease, sweep after those whose lease ended, compare some rooms."""
        if not await self._nodes.renew():
            _telemetry.warning("this node was taken for gone; its people join again")
            await self._nodes.begin()
            await self._nodes.renew()
            for room in list(self._mine):
                await self._put_again(room)
        await self._nodes.sweep()
        await self._compare_some()

    # What this node has in the store.

    async def _put(self, room: str, mine: _Mine, only_if_free: str) -> bool:
        """Join; return whether the client is here on this connection now."""
        names = self._names.room(room)
        kept = json.dumps([mine.member.author, mine.member.name], ensure_ascii=False)
        words = (mine.member.client_id, mine.connection)
        while True:
            is_noted, version = await self._link.ask(
                self._nodes.note_room(room),
                JOIN.on([names.members], names.changes, self._now_ms(), *words, self._nodes.name, kept, only_if_free),
            )
            if is_noted:
                mine.version = int(version)
                return mine.version != 0
            # Declared gone: who joins under that name may be swept.
            await self._nodes.begin()

    async def _put_again(self, room: str) -> None:
        """Join those again who are here and not in the store; take nobody's place."""
        for client_id, mine in list(self._mine.get(room, {}).items()):
            present = self._ledger.find(room, client_id)
            is_here = present is not None and present.arrived.connection == mine.connection
            if is_here and present is not None and present.node == self._nodes.name:
                continue
            if not await self._put(room, mine, "1"):
                self._drop(room, client_id, mine)

    def _drop(self, room: str, client_id: int, mine: _Mine) -> None:
        people = self._mine.get(room, {})
        if people.get(client_id) is mine:
            del people[client_id]
        if not people:
            self._mine.pop(room, None)

    # What this node knows.

    async def _follow(self, room: str) -> None:
        if room not in self._ledger or room in self._readings:
            await self._subscriber.add(self._names.room(room).changes, lambda message: self._hear(room, message))
            await self._read(room)

    def _hear(self, room: str, message: bytes) -> None:
        change = json.loads(message)
        if isinstance(change, dict):
            word = read_word(room, change, self._nodes.name)
            if word is not None and room in self._ledger:
                self._ledger.hear_typing(word)
            return
        if len(change) == 4:
            _, version, client_id, (_, _, connection, *_) = change
            mine = self._mine.get(room, {}).get(int(client_id))
            if mine is not None and mine.connection != connection and mine.version < int(version):
                # Here on another connection since: what is left here must not come back.
                self._drop(room, int(client_id), mine)
        if not self._ledger.fold(room, change):
            self._reading(room)

    async def _read(self, room: str) -> None:
        """Read a room; those who ask meanwhile wait for the same reading.

        Raises:
            StoreUnavailable: it was not read.
        """
        # Shielded: one who gives up does not take it from the others.
        await asyncio.shield(self._reading(room))

    def _reading(self, room: str) -> "asyncio.Task[None]":
        if room not in self._readings:
            self._readings[room] = task = asyncio.create_task(self._read_to_the_end(room))
            task.add_done_callback(lambda _: self._readings.pop(room, None))
            task.add_done_callback(_log_failure)
        return self._readings[room]

    async def _read_to_the_end(self, room: str) -> None:
        is_whole = False
        while not is_whole:
            self._ledger.begin_reading(room)
            try:
                (reply,) = await self._link.ask(("HGETALL", self._names.room(room).members))
            except BaseException:
                self._ledger.abandon_reading(room)
                raise
            is_whole = self._ledger.finish_reading(room, dict(zip(reply[::2], reply[1::2], strict=True)))

    async def _compare_some(self) -> None:
        """Read a part of the rooms, so that each has its turn; forget the others."""
        if not self._rest:
            self._rest = self._ledger.rooms
        size = -(-len(self._ledger.rooms) // HEARTBEATS_TO_COMPARE)
        some, self._rest = self._rest[:size], self._rest[size:]
        found: dict[tuple[str, str], None] = {}
        for room in dict.fromkeys([*self._ledger.unread, *some]):
            if room not in self._ledger:
                continue
            if room not in self._mine and not self._is_watched(room):
                self._forget(room)
                continue
            await self._read(room)
            await self._put_again(room)
            found |= {(present.node, room): None for present in self._ledger.present(room)}
        if found:
            await self._nodes.bury(found)

    def _forget(self, room: str) -> None:
        self._ledger.forget(room)
        self._subscriber.remove(self._names.room(room).changes)


def _log_failure(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and task.exception() is not None:
        # The next comparison reads it.
        level = logging.DEBUG if isinstance(task.exception(), StoreUnavailable) else logging.ERROR
        _telemetry.log(level, "a room's members could not be read", exc_info=task.exception())
