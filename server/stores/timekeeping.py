"""Keeps a store's mark of time: until when entries may be deleted, and the time to use when the clock is behind."""

import logging
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from server.core.ports import StoreUnavailable
from server.stores.options import KEY_MEMORY, StoreClock
from server.stores.time_marks import SLACK_MS, TRUST_MS, TimeMark
from server.stores.times import from_ms, to_ms

SLACK = timedelta(milliseconds=SLACK_MS)

_telemetry = logging.getLogger(__name__)


class KeptTime(NamedTuple):
    """What a store has of time. ``mark``: None in one of an older version, "" in one that is new."""

    mark: str | None
    wall: datetime
    """What the store's clock says: that of the machine, or the server's that nodes share."""


class TimedLog(Protocol):
    """What a log does for its time to be kept."""

    async def kept_time(self) -> KeptTime:
        """Return the mark, and the time.

        Raises:
            StoreUnavailable: it cannot be read now.
        """
        ...

    async def keep_time(self, before: str | None, mark: str) -> None:
        """Put a mark in the place of another, unless somebody else did so meanwhile.

        Raises:
            StoreUnavailable: it may be kept or not.
        """
        ...

    async def set_right(self, now: datetime) -> int:
        """Bring entries of a time to come to ``now``, in rooms that are ahead of it by more than ``SLACK``.

        They are the newest of their rooms, so that ``at`` still never goes back
        (LOG6). Goes in steps; returns how many rooms there were.

        Raises:
            StoreUnavailable: some may be set right.
        """
        ...


class Timekeeper:
    """Time as a store may believe it. Until the first look nothing is known to have passed."""

    def __init__(self, clock: StoreClock) -> None:
        self._clock = clock
        self._mark: TimeMark | None = None
        self._looked_at = 0.0
        self._found: str | None = None
        self._is_kept = True
        self.saw_ahead = False
        """Whether an entry was seen that is ahead of the clock, since somebody last took note of it."""

    @property
    def known(self) -> datetime | None:
        """The time that is known to have passed: what is deleted for its age is judged by it."""
        if self._mark is None:
            return None
        return from_ms(min(self._mark.known, self._mark.seen) + self._passed())

    @property
    def forgotten_before(self) -> datetime | None:
        """The time before which a key may be forgotten (LOG9); None for none."""
        return None if self.known is None else max(self.known, from_ms(0) + KEY_MEMORY) - KEY_MEMORY

    @property
    def instead(self) -> datetime | None:
        """The time to go by in the place of a clock that is behind what is known to have passed; None where it is not.

        Else what is written meanwhile would be too old as soon as the clock is right.
        """
        if self._mark is None or not self._mark.is_clock_behind:
            return None
        return from_ms(self._mark.known + self._passed())

    def moment(self) -> datetime:
        """Return the time that this machine's clock says, or ``instead``; in whole milliseconds."""
        wall = from_ms(to_ms(self._clock()))
        if self._mark is None:
            return wall
        known = from_ms(self._mark.known + self._passed())
        return known if wall < known - SLACK else wall

    async def look(self, log: TimedLog) -> None:
        """Take what the clock says now into the mark.

        Raises:
            StoreUnavailable: it could not be read; or what was read counts here, and could not be kept.
        """
        kept = await log.kept_time()
        wall = to_ms(kept.wall)
        if not self._is_kept and self._mark is not None and kept.mark == self._found:
            # What is kept is old because nobody could write, and not because the clock went on.
            passed = self._passed()
            self._tell(self._mark, wall, passed)
            mark = self._mark.at(wall, passed)
        elif kept.mark:
            before = TimeMark.parse(kept.mark)
            passed = self._passed_since(before)
            self._tell(before, wall, passed)
            mark = before.at(wall, passed)
        else:
            mark = TimeMark.first(wall, is_new=kept.mark is not None)
        self._mark, self._looked_at, self._found = mark, self._clock.passed(), kept.mark
        await self._keep(log, mark)

    async def _keep(self, log: TimedLog, mark: TimeMark) -> None:
        try:
            await log.keep_time(self._found, str(mark))
        except StoreUnavailable as error:
            if self._found == "" and self._is_kept:
                # A later process would find nothing either, and must not take its clock's word for everything.
                self._mark = TimeMark.first(mark.seen, is_new=False)
            if self._is_kept:
                _telemetry.warning(
                    "how far time has passed cannot be written, and is counted by this process alone until it can: %s; "
                    "no clock was set, and nothing is deleted by a time that may be wrong", error,
                )  # fmt: skip
            self._is_kept = False
            raise
        if not self._is_kept:
            self._is_kept = True
            _telemetry.warning("how far time has passed is written again")

    async def set_right(self, log: TimedLog) -> None:
        """Set right what is ahead of the clock.

        Raises:
            StoreUnavailable: some may be set right.
        """
        if self._mark is None:
            return
        number = await log.set_right(from_ms(max(self._mark.known, self._mark.seen) + self._passed()))
        if number:
            _telemetry.warning("rooms ahead of the clock, %d in all: their newest entries have its time now", number)

    def see(self, at: datetime) -> None:
        """Note the time of an entry, where it costs too much to look for those that are ahead."""
        if self._mark is not None and to_ms(at) > max(self._mark.known, self._mark.seen) + self._passed() + SLACK_MS:
            self.saw_ahead = True

    def _passed(self) -> int:
        return int((self._clock.passed() - self._looked_at) * 1000)

    def _passed_since(self, mark: TimeMark) -> int:
        """Return what passed since the last look of any node, as far as this one knows it."""
        if self._mark is None:
            return 0
        # Never more than since our own look: another node may have trusted the clock meanwhile.
        return min(max(self._mark.known + self._passed() - mark.known, 0), self._passed())

    def _tell(self, mark: TimeMark, wall: int, passed: int) -> None:
        jump = mark.jump(wall, passed)
        if abs(jump) <= SLACK_MS:
            return
        how = timedelta(seconds=abs(jump) // 1000)
        if jump < 0:
            _telemetry.warning("the clock was set back by %s", how)
        else:
            _telemetry.warning(
                "the clock is %s further than what is known to have passed: "
                "what is too old by it is hidden, and deleted when this store has run for %d to %d hours",
                how, TRUST_MS // 3_600_000, 2 * TRUST_MS // 3_600_000,
            )  # fmt: skip
