"""The end of a node's service: everybody is sent elsewhere, in good order."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from server.edge.clock import Clock, pause
from server.protocol.close_codes import CloseCode

BATCH_SECONDS = 0.1
"""Between two batches of closes."""

MIN_BATCH = 20
"""Closes in a batch at the least, so that a node with few clients stops at once."""

RETURN_MS = 1_000
"""Within what time after its close a client that was sent away should be back:
the window has spread the load already (ST4)."""

FLUSH_SECONDS = 1.0
"""How long those that were closed may take to go; then they are cut off."""


class Guest(Protocol):
    """A connection that can be asked to go."""

    def go_away(self, reconnect_within_ms: int) -> None:
        """Announce the close."""
        ...

    def close(self, code: CloseCode) -> None:
        """Close after what was written."""
        ...

    def abort(self) -> None:
        """Cut the connection off, whatever waits in it."""
        ...


class GuestBook:
    """Every open connection of this node, and the way to empty the house."""

    def __init__(self, clock: Clock, window_seconds: float) -> None:
        self._clock = clock
        self._window_seconds = window_seconds
        self._guests: dict[int, Guest] = {}
        self._is_empty = asyncio.Event()
        self._is_empty.set()
        self.is_draining = False

    def add(self, guest: Guest) -> None:
        """Write a connection down."""
        self._guests[id(guest)] = guest
        self._is_empty.clear()

    def remove(self, guest: Guest) -> None:
        """Strike a connection out; may be called twice."""
        self._guests.pop(id(guest), None)
        if not self._guests:
            self._is_empty.set()

    @contextmanager
    def staying(self, guest: Guest) -> Iterator[None]:
        """Keep a connection in the book while the context is open."""
        self.add(guest)
        try:
            yield
        finally:
            self.remove(guest)

    async def drain(self) -> None:
        """Send everybody away over the window, then cut off who is left (ST3).

        From now on nobody new is let in. It takes the window and a second at
        the most, and no longer than there are guests.
        """
        self.is_draining = True
        guests = list(self._guests.values())
        for guest in guests:
            guest.go_away(RETURN_MS)
        for batch in self._batches(guests):
            for guest in batch:
                guest.close(CloseCode.SERVICE_RESTART)
            await self._wait_until_empty(BATCH_SECONDS)
        await self._wait_until_empty(FLUSH_SECONDS)
        for guest in list(self._guests.values()):
            guest.abort()

    def _batches(self, guests: Sequence[Guest]) -> Iterator[Sequence[Guest]]:
        steps = max(1, round(self._window_seconds / BATCH_SECONDS))
        size = max(MIN_BATCH, -(-len(guests) // steps))
        for first in range(0, len(guests), size):
            yield guests[first : first + size]

    async def _wait_until_empty(self, seconds: float) -> None:
        emptied = asyncio.create_task(self._is_empty.wait())
        waited = asyncio.create_task(pause(self._clock, seconds))
        try:
            await asyncio.wait((emptied, waited), return_when=asyncio.FIRST_COMPLETED)
        finally:
            emptied.cancel()
            waited.cancel()
