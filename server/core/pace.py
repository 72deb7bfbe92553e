"""How often somebody may do something: a token bucket."""


class Pace:
    """Lets through ``per_second`` in the long run, and ``burst`` at once after a rest.

    A token bucket that is counted when it is asked, so that it needs no timer.
    """

    __slots__ = ("_burst", "_per_second", "_since", "_tokens")

    def __init__(self, per_second: float, burst: float) -> None:
        self._per_second = per_second
        self._burst = burst
        self._tokens = burst
        self._since: float | None = None

    def take(self, now: float) -> float:
        """Take one, and return 0; or take none, and return in how many seconds there is one."""
        if self._since is not None:
            self._tokens = min(self._burst, self._tokens + (now - self._since) * self._per_second)
        self._since = now
        if self._tokens >= 1:
            self._tokens -= 1
            return 0.0
        return (1 - self._tokens) / self._per_second
