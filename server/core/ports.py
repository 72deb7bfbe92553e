"""What the core needs from a store: a log of each room, and who is present.

Adapters implement these two interfaces and pass ``server/tests/stores``'
contract suite; nothing else in the server knows which one runs.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from server.protocol.entries import Entry, Member

# Passed on to the adapters, which know ports and entries and no frame.
from server.protocol.errors import ErrorCode as ErrorCode
from server.protocol.server_frames import StoreStatus as StoreStatus

PAGE_BYTES = 256 * 1024
"""What a page holds of what people wrote, unless it is asked for less: a hundred
messages of some size, and no more than one reader may cost the others."""


class StoreUnavailable(Exception):
    """The store cannot answer now; what was asked may or may not have happened."""


class Draft(NamedTuple):
    """A message on its way into a room's log: an entry without its place."""

    room: str
    key: str
    kind: str
    client_id: int
    author: str | None
    name: str | None
    target: int | None
    body: str


class Appended(NamedTuple):
    """The draft is in the log, durably, at this offset, now or since earlier."""

    offset: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """The draft is surely not in the log, and this is why."""

    code: ErrorCode


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries in ascending order, and where the log stood at that moment.

    ``head`` is 0 in a room that nobody wrote in; ``oldest`` is the first offset
    still kept, 1 at least, and ``head + 1`` when nothing is kept. What is too old
    is not kept (LOG15), whether or not the store has it still.
    """

    epoch: str
    entries: tuple[Entry, ...]
    oldest: int
    head: int


class Wakeup(NamedTuple):
    """A hint that a room may have more; ``entries`` are those at hand, if any.

    It may be late, doubled or lost. ``entries`` run without a hole and end at
    ``head``, but need not begin where a reader stands.
    """

    room: str
    head: int
    entries: tuple[Entry, ...] = ()


class RoomLog(Protocol):
    """The ordered, append-only record of every room."""

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended | Refused]:
        """Append each draft, once for each (room, key); answer in their order.

        When it returns, what was appended survives the death of the process
        (and, where the adapter says so, a power cut). A key that is known gives
        its first ``Appended`` if author, kind, target and body are the same,
        and ``Refused`` with ``key_reused`` otherwise; keys are remembered for
        24 hours at least, longer than the entries if need be. One draft at
        fault is refused by itself.

        Raises:
            StoreUnavailable: unknown what happened; append again under the same key.
        """
        ...

    async def read(
        self, room: str, *, after: int | None, before: int | None, limit: int, max_bytes: int = PAGE_BYTES
    ) -> Page:
        """Return at most ``limit`` entries in ascending order, without a hole.

        With ``after``, those that follow that offset; with ``before``, the last
        ones that precede it; with neither, the newest. Never with both. Where
        ``after`` lies behind what is kept, the page begins at ``oldest``, and
        the reader sees by it that something is missing.

        The page ends where the next entry would bring it beyond ``max_bytes``,
        and has one entry at least: ``after`` fills it from its beginning, the
        others from its end. The bytes are those of what people wrote (body,
        author, name, changes), as each store can count them without much ado.

        Raises:
            StoreUnavailable: nothing was read.
        """
        ...

    async def read_messages(self, room: str, *, before: int | None, limit: int, max_bytes: int = PAGE_BYTES) -> Page:
        """Return the last messages before an offset, or the newest of all, in ascending order.

        Messages are all entries that are no change of one (``CHANGE_KINDS``); they
        are found without a walk through the changes between them, however many
        there are. Those are left out of the middle only: the page ends with the
        entry before ``before``, or at the head, whatever its kind, and where it
        comes to the beginning of the log the entry at ``oldest`` is in it. So a
        reader that continues after its last entry, or before its first, misses no
        message.

        ``limit`` and ``max_bytes`` bound it as in ``read``; filled from its end.

        Raises:
            StoreUnavailable: nothing was read.
        """
        ...

    def watch(self, room: str) -> AbstractAsyncContextManager[None]:
        """Ask for wakeups for a room while the context is open; may be nested."""
        ...

    def wakeups(self) -> AsyncIterator[Wakeup]:
        """Yield wakeups for the watched rooms, for ever; one reader a log.

        Bounded: wakeups of one room that nobody fetched become one.
        """
        ...

    def status(self) -> StoreStatus:
        """Return what the last contact with the store showed."""
        ...

    def is_full(self) -> bool:
        """Return whether nothing is appended now for want of room; what is there is read all the while.

        Meanwhile drafts are ``Refused`` with ``store_full``, which is temporary.
        """
        ...


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody joined, or came back on another connection."""

    room: str
    member: Member
    connection: str


@dataclass(frozen=True, slots=True)
class Departed:
    """Somebody is gone from the room, on every node."""

    room: str
    client_id: int


@dataclass(frozen=True, slots=True)
class TypingChanged:
    """Somebody on another node began to write in a room, goes on to, or stopped."""

    room: str
    client_id: int
    active: bool


PresenceChange = Arrived | Departed
PresenceNews = PresenceChange | TypingChanged


class PresenceStore(Protocol):
    """Who is in which room, over all nodes; nothing here survives them."""

    async def join(self, room: str, member: Member, connection: str) -> None:
        """
        Put a member in a room on this connection.

        It takes the place of any other that the same client ID had.
        """
        ...

    async def leave(self, room: str, client_id: int, connection: str) -> None:
        """Take a member out, if it is still on this connection."""
        ...

    async def members(self, room: str) -> Sequence[Arrived]:
        """Return the members of a room in the order in which they joined."""
        ...

    def tell_typing(self, room: str, client_id: int, active: bool) -> None:
        """Inform the other nodes, but not this one, that somebody writes, or stopped.

        Nothing is stored, and the call waits for nobody. Of a client only the
        last state is sent, and it may be lost: it is repeated while it is true,
        and expires (SE7).
        """
        ...

    def changes(self) -> AsyncIterator[PresenceNews]:
        """Yield each change once, in order for each room, for ever; one reader.

        Bounded: of a client's changes that nobody fetched only the last one is
        yielded, and none for a client that came and went meanwhile.
        """
        ...

    async def heartbeat(self) -> None:
        """Renew this node's lease; its members are swept when it ends."""
        ...


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. ``signing_key`` is made once and kept with the log."""

    log: RoomLog
    presence: PresenceStore
    signing_key: bytes
