"""What nodes tell each other by NOTIFY: that something is new, and where.

A hint is a text of less than 8,000 bytes, PostgreSQL's bound. A room whose
name does not fit is named by its hash.
"""

import asyncio
import logging
from collections.abc import Iterable
from hashlib import sha256

from server.core.ports import StoreUnavailable, TypingChanged
from server.stores.postgres import statements
from server.stores.postgres.pool import Pool, RowFault
from server.stores.typing_news import TypingNews

MEMBERS_HINT = "members"
"""Somebody came or went, somewhere."""

MAX_NAME_BYTES = 1_000
"""A longer room name is hashed; an item's name has 128 bytes at most."""

MAX_HINTS = 500
"""Hints in one statement."""

MAX_WAITING_HINTS = 10_000
"""Rooms that wait to be hinted at; beyond it the other nodes' polls find them."""

_telemetry = logging.getLogger(__name__)


def room_hint(room: str, head: int) -> str:
    """Return the hint that a room has come to this head."""
    if len(room.encode()) <= MAX_NAME_BYTES:
        return f"room:{head}:{room}"
    return f"hash:{head}:{_hash(room)}"


def read_room_hint(hint: str, watched: Iterable[str]) -> tuple[str, int] | None:
    """Return the room and the head that a hint names.

    None for other hints, of later versions perhaps, and for the hash of a room
    that is not among the watched ones.
    """
    kind, _, rest = hint.partition(":")
    head, _, name = rest.partition(":")
    if not head.isdecimal():
        return None
    if kind == "room":
        return name, int(head)
    if kind == "hash":
        return next(((room, int(head)) for room in watched if _hash(room) == name), None)
    return None


def typing_hint(node: str, word: TypingChanged) -> str:
    """Return the hint that somebody writes, or stopped."""
    return f"typing:{word.active:d}:{word.client_id}:{node}:{word.room}"


def read_typing_hint(hint: str, node: str) -> TypingChanged | None:
    """Return what a hint says of somebody on another node than this one; None for others."""
    kind, _, rest = hint.partition(":")
    if kind != "typing":
        return None
    active, client_id, teller, room = rest.split(":", 3)
    return None if teller == node else TypingChanged(room, int(client_id), active == "1")


def _hash(room: str) -> str:
    return sha256(room.encode()).hexdigest()


class Hints:
    """The hints of this node on their way out, after the commits they tell of.

    What is told while a statement runs goes into the next one, once for each
    room. A hint may be lost: every node polls as well.
    """

    def __init__(self, pool: Pool, channel: str) -> None:
        self._pool = pool
        self._channel = channel
        self._heads: dict[str, int] = {}
        self._members_changed = False
        self._typing = TypingNews()
        self._teller = ""
        self._stirred = asyncio.Event()

    def tell_room(self, room: str, head: int) -> None:
        """Tell the other nodes that a room has come to this head."""
        if len(self._heads) < MAX_WAITING_HINTS:
            self._heads[room] = max(head, self._heads.get(room, 0))
            self._stirred.set()

    def tell_members(self) -> None:
        """Tell the other nodes that somebody came or went."""
        self._members_changed = True
        self._stirred.set()

    def tell_typing(self, node: str, word: TypingChanged) -> None:
        """Tell the other nodes that somebody on this one writes, or stopped."""
        if len(word.room.encode(errors="replace")) <= MAX_NAME_BYTES:
            self._teller = node
            self._typing.note(word)
            self._stirred.set()

    async def send_for_ever(self) -> None:
        """Send what is told, one statement at a time."""
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            while hints := self._take():
                try:
                    await self._pool.fetch(statements.TELL_NODES, self._channel, hints)
                except (StoreUnavailable, RowFault) as error:
                    _telemetry.debug("%d hints were lost: %s", len(hints), error)

    def _take(self) -> list[str]:
        rooms = list(self._heads)[:MAX_HINTS]
        hints = [room_hint(room, self._heads.pop(room)) for room in rooms]
        if self._members_changed:
            self._members_changed = False
            hints.append(MEMBERS_HINT)
        while self._typing and len(hints) < MAX_HINTS:
            hints.append(typing_hint(self._teller, self._typing.take()))
        return hints
