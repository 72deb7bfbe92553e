"""The members of the rooms that this node follows, and which of them its reader knows.

No I/O. A change that the store published is folded in by its version; one that
does not follow the known version is reported as such, and the room is read
afresh. The reader gets the difference between the members that it knows and the
present ones, hence nothing twice, and its queue is bounded by the number of both.
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.core.ports import Arrived, Departed, PresenceChange, PresenceNews, TypingChanged
from server.protocol.entries import Member
from server.stores.typing_news import TypingNews

MAX_EARLY = 10_000
"""Changes of a room that are kept while it is read; beyond it is read again."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody in a room, as the store has it."""

    place: int
    node: str
    version: int
    arrived: Arrived


@dataclass(slots=True)
class _Room:
    version: int = 0
    members: dict[int, Present] = field(default_factory=dict)
    # What was heard while the room is being read; None when it is not.
    early: list[Any] | None = None
    told: dict[int, Arrived] = field(default_factory=dict)


class Ledger:
    """Rooms by version, and a reader's debt. Belongs to one event loop."""

    def __init__(self) -> None:
        self._rooms: dict[str, _Room] = {}
        self._untold: OrderedDict[tuple[str, int], None] = OrderedDict()
        self._typing = TypingNews()
        self._ready = asyncio.Event()

    def __contains__(self, room: object) -> bool:
        return room in self._rooms

    @property
    def rooms(self) -> list[str]:
        """The rooms that are followed."""
        return list(self._rooms)

    @property
    def unread(self) -> list[str]:
        """The rooms among them that could not be read when they had to be."""
        return [room for room, known in self._rooms.items() if known.version < 0 and known.early is None]

    def present(self, room: str) -> list[Present]:
        """Return who is in a room, in the order in which they joined."""
        known = self._rooms.get(room, _Room())
        return sorted(known.members.values(), key=lambda present: present.place)

    def find(self, room: str, client_id: int) -> Present | None:
        """Return what is known of a client in a room."""
        known = self._rooms.get(room)
        return known.members.get(client_id) if known else None

    def begin_reading(self, room: str) -> None:
        """Keep what is heard of a room from now on, until ``finish_reading``."""
        self._rooms.setdefault(room, _Room(version=-1)).early = []

    def finish_reading(self, room: str, reply: Mapping[bytes, bytes]) -> bool:
        """Take a room as it was read; return whether what was heard follows on it."""
        known = self._rooms.get(room)
        if known is None or known.early is None:
            return True
        is_first = known.version == -1
        early, known.early = known.early, None
        members = {int(client): _present(room, int(client), json.loads(is_))
                   for client, is_ in reply.items() if client != b"version"}  # fmt: skip
        changed = [c for c in sorted(members.keys() | known.members.keys()) if members.get(c) != known.members.get(c)]
        known.version, known.members = int(reply.get(b"version", 0)), members
        for client_id in sorted(changed, key=lambda c: members[c].place if c in members else 0):
            if is_first:
                # Who follows a room has a list of it, so these are no news.
                known.told[client_id] = members[client_id].arrived
            else:
                self._owe(room, client_id)
        return len(early) < MAX_EARLY and all(self.fold(room, message) for message in early)

    def abandon_reading(self, room: str) -> None:
        """Give up reading a room; it is to be read before anything is folded in."""
        known = self._rooms.get(room)
        if known is not None:
            known.early = None
            if known.version == -1:
                self.forget(room)
            else:
                known.version = -2  # Nothing follows on this.

    def fold(self, room: str, message: Any) -> bool:
        """Take what was published; return False if the room has to be read."""
        known = self._rooms.get(room)
        if known is None:
            return True
        if known.early is not None:
            if len(known.early) < MAX_EARLY:
                known.early.append(message)
            return True
        before, version, client_id = (int(number) for number in message[:3])
        if version <= known.version:
            return True
        if before != known.version:
            return False
        known.version = version
        if len(message) == 4:
            known.members[client_id] = _present(room, client_id, message[3])
        else:
            known.members.pop(client_id, None)
        self._owe(room, client_id)
        return True

    def forget(self, room: str) -> None:
        """Follow a room no more; the reader gets no change for that."""
        self._rooms.pop(room, None)

    def hear_typing(self, word: TypingChanged) -> None:
        """Tell the reader of somebody who writes on another node."""
        self._typing.note(word)
        self._ready.set()

    async def changes(self) -> AsyncIterator[PresenceNews]:
        """Yield for ever what the reader does not know yet."""
        while True:
            while self._untold:
                (room, client_id), _ = self._untold.popitem(last=False)
                change = self._tell(room, client_id)
                if change is not None:
                    yield change
            while self._typing:
                yield self._typing.take()
            self._ready.clear()
            await self._ready.wait()

    def _tell(self, room: str, client_id: int) -> PresenceChange | None:
        known = self._rooms.get(room)
        if known is None:
            return None
        before, present = known.told.get(client_id), known.members.get(client_id)
        if present is None:
            known.told.pop(client_id, None)
            return None if before is None else Departed(room, client_id)
        known.told[client_id] = present.arrived
        return None if present.arrived == before else present.arrived

    def _owe(self, room: str, client_id: int) -> None:
        # The last change of a client has its place in the order.
        self._untold.pop((room, client_id), None)
        self._untold[room, client_id] = None
        self._ready.set()


def _present(room: str, client_id: int, kept: Any) -> Present:
    place, node, connection, member, version = kept
    author, name = json.loads(member)
    arrived = Arrived(room, Member.model_construct(client_id=client_id, author=author, name=name), connection)
    return Present(int(place), node, int(version), arrived)
