"""How much of a log somebody may read: a bucket of bytes that may be overdrawn."""


class ReadPace:
    """Lets through ``per_second`` bytes in the long run, and ``burst`` at once after a rest.

    The length of a page is known only after it was read; so it is paid for
    afterwards, and the next read waits until the debt is paid.
    """

    __slots__ = ("_burst", "_left", "_per_second", "_since")

    def __init__(self, per_second: float, burst: float) -> None:
        self._per_second = per_second
        self._burst = self._left = burst
        self._since = 0.0

    def wait(self, now: float) -> float:
        """Return in how many seconds the next page may be read; 0 for now."""
        self._rest(now)
        return 0.0 if self._left > 0 else (1 - self._left) / self._per_second

    def charge(self, size: int, now: float) -> None:
        """Take the bytes of a page that was read."""
        self._rest(now)
        self._left -= size

    def is_full(self, now: float) -> bool:
        """Whether it has rested so long that it is as good as a new one."""
        return self._left + (now - self._since) * self._per_second >= self._burst

    def _rest(self, now: float) -> None:
        self._left = min(self._burst, self._left + (now - self._since) * self._per_second)
        self._since = now
