"""When a worker that ended is replaced, and when there is no sense in it any more. Pure: no clock, no chance."""

from collections.abc import Callable

SETTLED_SECONDS = 10.0
"""A worker that served as long as this did not end because it could not work."""

MAX_FAILURES = 6
"""Ends of a worker in a row, none of which had settled, after which it is
hopeless. Some 8 seconds of retries on an average."""

MIN_DELAY_SECONDS = 0.5
MAX_DELAY_SECONDS = 30.0


class Restarts:
    """How often a worker ended without having settled, and when the next may start."""

    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance
        self._failures = 0

    @property
    def is_hopeless(self) -> bool:
        """Whether there is no sense in another one."""
        return self._failures >= MAX_FAILURES

    def ended(self, served_seconds: float) -> float:
        """Note an end; return how long to wait before the next start.

        With full jitter: workers that fell over one cause do not start in step.
        """
        if served_seconds >= SETTLED_SECONDS:
            self._failures = 0
        # One that is never hopeless, because others stay, may fail for days.
        ceiling: float = min(MAX_DELAY_SECONDS, MIN_DELAY_SECONDS * 2.0 ** min(self._failures, 10))
        self._failures += 1
        return self._chance() * ceiling
