"""What a store believes of time when its mark cannot be written, with both clocks in hand."""

from datetime import datetime, timedelta

import pytest

from server.core.ports import StoreUnavailable
from server.stores.time_marks import TRUST_MS
from server.stores.timekeeping import KeptTime, Timekeeper
from server.tests.stores.drafting import WallClock

LOOK = timedelta(minutes=5)
DAY = timedelta(days=1)


class Log:
    """A log that keeps its mark, or cannot."""

    def __init__(self, clock: WallClock, mark: str | None = "") -> None:
        self.mark = mark
        self.is_full = False
        self._clock = clock

    async def kept_time(self) -> KeptTime:
        return KeptTime(self.mark, self._clock())

    async def keep_time(self, before: str | None, mark: str) -> None:
        if self.is_full:
            raise StoreUnavailable("database or disk is full")
        if self.mark == before:
            self.mark = mark

    async def set_right(self, now: datetime) -> int:
        return 0


async def look(keeper: Timekeeper, log: Log) -> None:
    """Look as ``sweeping`` does, which goes on whatever comes of it."""
    try:
        await keeper.look(log)
    except StoreUnavailable:
        assert log.is_full


def is_now(keeper: Timekeeper, clock: WallClock) -> bool:
    """Whether all that the clock says is known, as far as a mark counts milliseconds."""
    return keeper.known is not None and abs(keeper.known - clock()) < timedelta(milliseconds=2)


async def test_a_mark_that_cannot_be_written_is_no_jump_of_the_clock(caplog: pytest.LogCaptureFixture) -> None:
    """LOG20: It is told once, time goes on, and when the mark is written again nothing was missed."""
    clock = WallClock()
    log, keeper = Log(clock), Timekeeper(clock)
    await look(keeper, log)
    log.is_full = True
    for _ in range(50):
        clock.move(LOOK)
        await look(keeper, log)
        assert is_now(keeper, clock)
    log.is_full = False
    clock.move(LOOK)
    await look(keeper, log)
    assert is_now(keeper, clock)
    assert [message.split(",")[0] for message in caplog.messages] == [
        "how far time has passed cannot be written",
        "how far time has passed is written again",
    ]
    again = Timekeeper(clock)
    await look(again, log)
    assert is_now(again, clock)


async def test_a_jump_meanwhile_is_told_and_deletes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """LOG20: Also in a store that is new and never had a mark."""
    clock = WallClock()
    log, keeper = Log(clock), Timekeeper(clock)
    log.is_full = True
    await look(keeper, log)
    before = clock()
    clock.set_by(40 * DAY)
    for _ in range(10):
        clock.move(LOOK)
        await look(keeper, log)
        assert keeper.known is not None
        assert keeper.known < before + DAY
    assert sum("further than what is known" in message for message in caplog.messages) == 1


async def test_a_process_that_begins_on_a_full_disk_trusts_no_clock_for_a_day() -> None:
    """LOG20: What it finds is old, and whether time passed or the clock was set nobody can say."""
    clock = WallClock()
    log = Log(clock)
    await look(Timekeeper(clock), log)
    log.is_full = True
    clock.move(40 * DAY)
    keeper = Timekeeper(clock)
    for _ in range(int(timedelta(milliseconds=TRUST_MS) / LOOK) - 1):
        await look(keeper, log)
        assert keeper.known is not None
        assert clock() - keeper.known > 38 * DAY
        clock.move(LOOK)
