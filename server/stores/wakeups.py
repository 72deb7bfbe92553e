"""The wakeups of watched rooms, and how little of them is kept for a slow reader."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager

from server.core.ports import Wakeup
from server.protocol.entries import Entry

MAX_ENTRIES_AT_HAND = 256
"""Entries that one wakeup carries at most; a reader that is further behind has
to read anyhow."""


class Wakeups:
    """The wakeups that nobody fetched yet: one for each watched room at most.

    Belongs to one event loop. LOG11: a wakeup is a hint, so it may be merged
    and its entries dropped; the room's head is never dropped.
    """

    def __init__(self) -> None:
        self._watchers: Counter[str] = Counter()
        # Ordered: to take the first of a plain dictionary again and again is quadratic.
        self._pending: OrderedDict[str, Wakeup] = OrderedDict()
        self._ready = asyncio.Event()

    @contextmanager
    def watch(self, room: str) -> Iterator[None]:
        """Let the room's wakeups through while the context is open."""
        self._watchers[room] += 1
        try:
            yield
        finally:
            self._watchers[room] -= 1
            if not self._watchers[room]:
                del self._watchers[room]
                self._pending.pop(room, None)

    def wake(self, room: str, entries: Sequence[Entry]) -> None:
        """Tell the reader that a room grew by ``entries``, oldest first."""
        if room not in self._watchers or not entries:
            return
        waiting = self._pending.get(room)
        if waiting is not None and waiting.head + 1 == entries[0].offset:
            entries = (*waiting.entries, *entries)
        # A hint may have told more than these entries do.
        head = entries[-1].offset if waiting is None else max(waiting.head, entries[-1].offset)
        is_carried = head == entries[-1].offset and len(entries) <= MAX_ENTRIES_AT_HAND
        self._pending[room] = Wakeup(room, head, tuple(entries) if is_carried else ())
        self._ready.set()

    def __contains__(self, room: object) -> bool:
        return room in self._watchers

    def watched(self) -> list[str]:
        """Return the rooms that somebody watches."""
        return list(self._watchers)

    def hint(self, room: str, head: int) -> None:
        """Tell the reader where a room stands, with nothing at hand."""
        waiting = self._pending.get(room)
        if room in self._watchers and (waiting is None or waiting.head < head):
            self._pending[room] = Wakeup(room, head)
            self._ready.set()

    async def __aiter__(self) -> AsyncIterator[Wakeup]:
        """Yield for ever, the room that has waited longest first."""
        while True:
            while self._pending:
                yield self._pending.popitem(last=False)[1]
            self._ready.clear()
            await self._ready.wait()
