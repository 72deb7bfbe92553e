"""The time that a Redis store is known to have lived, and rooms that are ahead of it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from server.stores.redis.connection import Command
from server.stores.redis.link import Link
from server.stores.redis.names import Names, beside
from server.stores.redis.retention import Retention
from server.stores.redis.scripts import KEEP_TIME, SET_RIGHT
from server.stores.time_marks import SLACK_MS
from server.stores.timekeeping import KeptTime, Timekeeper
from server.stores.times import from_ms, to_ms

MOST_BEGINNINGS = 5
"""How often the copy of a room is begun anew, because of changes meanwhile, before the next sweep has its turn."""

_IS_RIGHT, _IS_DONE, _BEGINS_ANEW = 0, 1, 3


class Timing:
    """Keeps the mark of time in the store, by the server's own clock."""

    def __init__(
        self, link: Link, names: Names, retention: Retention, keeper: Timekeeper, told: Callable[[], datetime | None]
    ) -> None:
        self._keeper = keeper
        self._link = link
        self._names = names
        self._retention = retention
        self._told = told

    async def kept(self) -> KeptTime:
        """Return the mark, and the time: what is told, or else the server's."""
        mark, (seconds, microseconds) = await self._link.ask(("HGET", self._names.store, "time_mark"), ("TIME",))
        wall = self._told() or from_ms(int(seconds) * 1000 + int(microseconds) // 1000)
        return KeptTime(None if mark is None else mark.decode(), wall)

    async def keep(self, before: str | None, mark: str) -> None:
        """Put a mark in the place of another, unless another node did."""
        await self._link.ask(KEEP_TIME.on([self._names.store], before or "", mark))

    async def set_right(self, now: datetime) -> int:
        """Bring entries of a time to come to ``now``, if this node saw any: to look for them costs a call a room."""
        if not self._keeper.saw_ahead or not await self._retention.is_due(self._names.set_right):
            return 0
        self._keeper.saw_ahead = False
        done = 0
        async for logs in self._retention.rooms("log", "stream"):
            keys = [[log, *(beside(log, other) for other in ("forms", "known", "ages", "anew"))] for log in logs]
            for each, found in zip(keys, await self._link.ask(*(self._step(each, now) for each in keys)), strict=True):
                done += await self._go_on(each, now, found)
        return done

    async def _go_on(self, keys: Sequence[bytes], now: datetime, found: int) -> bool:
        """Do the further steps of a room; return whether there was something to do."""
        if found == _IS_RIGHT:
            return False
        began_anew = 0
        # It is right, too, if another node has done the last step.
        while found not in (_IS_DONE, _IS_RIGHT) and began_anew < MOST_BEGINNINGS:
            (found,) = await self._link.ask(self._step(keys, now))
            began_anew += found == _BEGINS_ANEW
        if found == _BEGINS_ANEW:
            self._keeper.saw_ahead = True  # Changes came all the while; the next sweep tries again.
        return True

    def _step(self, keys: Sequence[bytes], now: datetime) -> Command:
        return SET_RIGHT.on(keys, to_ms(now), SLACK_MS)
