"""What every adapter is handed when it is opened: bounds, clock, randomness."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from server.core.ports import PresenceStore

DEFAULT_MAX_ENTRIES_PER_ROOM = 100_000
"""Some 50 MB of memory in one very busy room; a file takes far more."""

KEY_MEMORY = timedelta(hours=24)
"""How long a key is remembered at least, by time that is known to have passed:
twice as long as a client resends."""


class StoreUrlError(ValueError):
    """The URL names no store that can be opened here; the message says why."""


class StoreClock(Protocol):
    """What a store needs of time; one object, so that a test can hold both in the hand."""

    def __call__(self) -> datetime:
        """Return the wall clock's time, which anybody may set."""
        ...

    def passed(self) -> float:
        """Return seconds on a clock that nobody sets and that means nothing else."""
        ...


class SystemClock:
    """The machine's two clocks."""

    def __call__(self) -> datetime:
        """Return the wall clock's time, in UTC."""
        return datetime.now(UTC)

    def passed(self) -> float:
        """Return seconds since some moment, while this machine was awake."""
        return time.monotonic()


utc_now = SystemClock()


@dataclass(frozen=True, slots=True)
class StoreOptions:
    """How to open a store.

    ``presence`` is for the adapters that serve one node only and have no
    presence of their own.
    """

    presence: PresenceStore
    max_entries_per_room: int = DEFAULT_MAX_ENTRIES_PER_ROOM
    """Of those that are no change: changes are kept with their messages (LOG17)."""
    max_entry_age: timedelta | None = None
    """Older entries are in no page, and are swept from the store; None keeps them."""
    min_free_bytes: int = 0
    """Below so much free disk nothing is appended, where the store has a folder here; 0 for no such floor."""
    now: StoreClock = utc_now
    random_bytes: Callable[[int], bytes] = os.urandom
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits some seconds before the store is probed, or swept, again."""

    def __post_init__(self) -> None:
        if self.max_entries_per_room < 1:
            raise ValueError(f"a room keeps at least 1 entry, not {self.max_entries_per_room}")
        if self.max_entry_age is not None and self.max_entry_age <= timedelta():
            raise ValueError(f"an entry is kept for some time, not for {self.max_entry_age}")

    def kept_since(self, moment: datetime | None) -> datetime | None:
        """Return the time before which an entry is too old at a moment; None where none is."""
        return None if self.max_entry_age is None or moment is None else moment - self.max_entry_age


def next_time(moment: datetime, last: datetime | None) -> datetime:
    """Return the time of an entry that follows one written at ``last``: never before it (LOG6)."""
    return moment if last is None or moment > last else last
