"""The time that a Redis store is known to have lived, and rooms that are ahead of it."""

from collections.abc import Callable
from datetime import datetime

from server.stores.redis.link import Link
from server.stores.redis.names import Names, beside
from server.stores.redis.retention import Retention
from server.stores.redis.scripts import KEEP_TIME, SET_RIGHT
from server.stores.time_marks import SLACK_MS
from server.stores.timekeeping import KeptTime, Timekeeper
from server.stores.times import from_ms, to_ms


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
            done += sum(await self._link.ask(*(SET_RIGHT.on(each, to_ms(now), SLACK_MS) for each in keys)))
        return done
