"""Presence within one process: who is here, and what nobody fetched yet."""

from collections.abc import AsyncIterator, Sequence

from server.core.ports import Arrived, Departed, PresenceNews
from server.protocol.entries import Member
from server.stores.presence_changes import PresenceChanges


class MemoryPresence:
    """Who is in which room of this node, which is the only one."""

    def __init__(self) -> None:
        self._rooms: dict[str, dict[int, Arrived]] = {}
        self._changes = PresenceChanges()

    async def join(self, room: str, member: Member, connection: str) -> None:
        arrived = Arrived(room, member, connection)
        # One who comes back keeps the place in the order.
        self._rooms.setdefault(room, {})[member.client_id] = arrived
        self._changes.apply(arrived)

    async def leave(self, room: str, client_id: int, connection: str) -> None:
        members = self._rooms.get(room, {})
        present = members.get(client_id)
        # PR7: a late leave does not remove who lives on a newer connection.
        if present is None or present.connection != connection:
            return
        del members[client_id]
        if not members:
            del self._rooms[room]
        self._changes.apply(Departed(room, client_id))

    async def members(self, room: str) -> Sequence[Arrived]:
        return tuple(self._rooms.get(room, {}).values())

    def tell_typing(self, room: str, client_id: int, active: bool) -> None:
        """Do nothing: there is no other node."""

    def changes(self) -> AsyncIterator[PresenceNews]:
        return aiter(self._changes)

    async def heartbeat(self) -> None:
        """Do nothing: the only node's lease ends with its process."""
