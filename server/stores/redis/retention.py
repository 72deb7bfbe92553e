"""Takes what is too old out of Redis, a few rooms at a time."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from server.stores.redis.link import Link
from server.stores.redis.names import Names, beside, log_in_three
from server.stores.redis.scripts import BEGIN_SWEEP, FORGET, TRIM
from server.stores.sweeping import SWEEP_SECONDS
from server.stores.times import to_ms

SWEEP_PERIOD_MS = int(SWEEP_SECONDS * 500)
"""Nodes that find a sweep begun within it leave the work to that one."""

FORGET_PERIOD_MS = 3_600_000
"""The same for the keys of rooms that fell silent, of which there may be many and large ones are few."""

KEYS_IN_A_LOOK = 500
ROOMS_IN_A_STEP = 20
ENTRIES_IN_A_STEP = 1_000
"""What Redis looks at or drops at once; it does nothing else meanwhile."""

_GLOB = re.compile(r"([*?\[\]^\\-])")


class Retention:
    """Drops the entries of every room that are older than ``max_age``, and keys that may be forgotten."""

    def __init__(self, link: Link, names: Names, now_ms: Callable[[], int | str], max_age: timedelta | None) -> None:
        self.max_age_ms: int | str = "" if max_age is None else max_age // timedelta(milliseconds=1)
        self._link = link
        self._names = names
        self._now_ms = now_ms

    async def sweep(self, known: datetime) -> None:
        """Sweep every room once, unless a node did so just now (LOG16).

        Raises:
            StoreUnavailable: some may be swept.
        """
        if not await self.is_due(self._names.swept):
            return
        async for logs in self.rooms("log", "stream"):
            bounds = (to_ms(known), self.max_age_ms, ENTRIES_IN_A_STEP)
            while logs:
                dropped = await self._link.ask(*(TRIM.on(log_in_three(log), *bounds) for log in logs))
                logs = [log for log, number in zip(logs, dropped, strict=True) if number == ENTRIES_IN_A_STEP]

    async def forget(self, before: datetime) -> None:
        """Forget keys that are older in every room, once an hour; who appends does so too, but nobody may.

        Raises:
            StoreUnavailable: some may be forgotten.
        """
        if not await self.is_due(self._names.forgotten, FORGET_PERIOD_MS):
            return
        async for ages in self.rooms("ages", "list"):
            bounds = (to_ms(before), ENTRIES_IN_A_STEP)
            while ages:
                gone = await self._link.ask(*(FORGET.on([beside(each, "known"), each], *bounds) for each in ages))
                ages = [each for each, number in zip(ages, gone, strict=True) if number == ENTRIES_IN_A_STEP]

    async def is_due(self, name: str, period_ms: int = SWEEP_PERIOD_MS) -> bool:
        """Take on what one node in a period does; ``name`` notes when it began."""
        (is_ours,) = await self._link.ask(BEGIN_SWEEP.on([name], self._now_ms(), period_ms))
        return bool(is_ours)

    async def rooms(self, name: str, kind: str) -> AsyncIterator[list[bytes]]:
        """Yield what is called so in every room that has one, some at a time."""
        # Nothing else lists the rooms: a list beside them could be wrong, and lie in another slot.
        pattern = _GLOB.sub(r"\\\1", self._names.prefix) + ":{*}:" + name
        cursor = b"0"
        while True:
            scan = ("SCAN", cursor, "MATCH", pattern, "COUNT", KEYS_IN_A_LOOK, "TYPE", kind)
            ((cursor, found),) = await self._link.ask(scan)
            for start in range(0, len(found), ROOMS_IN_A_STEP):
                yield found[start : start + ROOMS_IN_A_STEP]
            if cursor == b"0":
                return
