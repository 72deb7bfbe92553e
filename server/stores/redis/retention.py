"""Takes what is too old out of Redis, a few rooms at a time."""

import re
from collections.abc import Callable
from datetime import timedelta

from server.stores.redis.link import Link
from server.stores.redis.names import Names, log_in_three
from server.stores.redis.scripts import BEGIN_SWEEP, TRIM
from server.stores.sweeping import SWEEP_SECONDS

SWEEP_PERIOD_MS = int(SWEEP_SECONDS * 500)
"""Nodes that find a sweep begun within it leave the work to that one."""

KEYS_IN_A_LOOK = 500
ROOMS_IN_A_STEP = 20
ENTRIES_IN_A_STEP = 1_000
"""What Redis looks at or drops at once; it does nothing else meanwhile."""

_GLOB = re.compile(r"([*?\[\]^\\-])")


class Retention:
    """Drops the entries of every room that are older than ``max_age``."""

    def __init__(self, link: Link, names: Names, now_ms: Callable[[], int | str], max_age: timedelta | None) -> None:
        self.max_age_ms: int | str = "" if max_age is None else max_age // timedelta(milliseconds=1)
        self._link = link
        self._names = names
        self._now_ms = now_ms

    async def sweep(self) -> None:
        """Sweep every room once, unless a node did so just now (LOG16).

        Raises:
            StoreUnavailable: some may be swept.
        """
        (is_ours,) = await self._link.ask(BEGIN_SWEEP.on([self._names.swept], self._now_ms(), SWEEP_PERIOD_MS))
        if not is_ours:
            return
        # Nothing else lists the rooms: a list beside them could be wrong, and lie in another slot.
        pattern = _GLOB.sub(r"\\\1", self._names.prefix) + ":{*}:log"
        cursor = b"0"
        while True:
            scan = ("SCAN", cursor, "MATCH", pattern, "COUNT", KEYS_IN_A_LOOK, "TYPE", "stream")
            ((cursor, logs),) = await self._link.ask(scan)
            for start in range(0, len(logs), ROOMS_IN_A_STEP):
                await self._drop_from(logs[start : start + ROOMS_IN_A_STEP])
            if cursor == b"0":
                return

    async def _drop_from(self, logs: list[bytes]) -> None:
        while logs:
            bounds = (self._now_ms(), self.max_age_ms, ENTRIES_IN_A_STEP)
            dropped = await self._link.ask(*(TRIM.on(log_in_three(log), *bounds) for log in logs))
            logs = [log for log, number in zip(logs, dropped, strict=True) if number == ENTRIES_IN_A_STEP]
