"""Presence within one process: who is here, and what nobody fetched yet."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from server.core.ports import Arrived, Departed, PresenceChange
from server.protocol.entries import Member


class MemoryPresence:
    """Who is in which room of this node, which is the only one.

    What waits to be fetched is bounded by those present and those the reader
    was told of, however often they come and go meanwhile.
    """

    def __init__(self) -> None:
        self._rooms: dict[str, dict[int, Arrived]] = {}
        self._told: set[tuple[str, int]] = set()
        self._pending: dict[tuple[str, int], PresenceChange] = {}
        self._ready = asyncio.Event()

    async def join(self, room: str, member: Member, connection: str) -> None:
        members = self._rooms.setdefault(room, {})
        arrived = Arrived(room, member, connection)
        if members.get(member.client_id) != arrived:
            # One who comes back keeps the place in the order.
            members[member.client_id] = arrived
            self._tell((room, member.client_id), arrived)

    async def leave(self, room: str, client_id: int, connection: str) -> None:
        members = self._rooms.get(room, {})
        present = members.get(client_id)
        # PR7: a late leave does not remove who lives on a newer connection.
        if present is None or present.connection != connection:
            return
        del members[client_id]
        if not members:
            del self._rooms[room]
        self._tell((room, client_id), Departed(room, client_id))

    async def members(self, room: str) -> Sequence[Arrived]:
        return tuple(self._rooms.get(room, {}).values())

    async def changes(self) -> AsyncIterator[PresenceChange]:
        while True:
            while self._pending:
                place = next(iter(self._pending))
                change = self._pending.pop(place)
                if isinstance(change, Arrived):
                    self._told.add(place)
                else:
                    self._told.discard(place)
                yield change
            self._ready.clear()
            await self._ready.wait()

    async def heartbeat(self) -> None:
        """Do nothing: the only node's lease ends with its process."""

    def _tell(self, place: tuple[str, int], change: PresenceChange) -> None:
        self._pending.pop(place, None)
        if isinstance(change, Arrived) or place in self._told:
            self._pending[place] = change
            self._ready.set()
