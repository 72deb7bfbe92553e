"""How often somebody may do something, and how much of it: token buckets.

They are counted when they are asked, so that they need no timer.
"""

from typing import Protocol

from server.core.read_pace import ReadPace


class Pace:
    """Lets through ``per_second`` in the long run, and ``burst`` at once after a rest."""

    __slots__ = ("_burst", "_per_second", "_since", "_tokens")

    def __init__(self, per_second: float, burst: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._tokens = burst
        self._since: float | None = None

    def take(self, now: float) -> float:
        """Take one, and return 0; or take none, and return in how many seconds there is one.

        HOT: for every frame of every connection.
        """
        tokens = self._tokens
        if self._since is not None:
            tokens += (now - self._since) * self._per_second
            if tokens > self._burst:
                tokens = self._burst
        self._since = now
        if tokens >= 1:
            self._tokens = tokens - 1
            return 0.0
        self._tokens = tokens
        return (1 - tokens) / self._per_second

    def wait(self, now: float) -> float:
        """Return in how many seconds there is one."""
        if self._since is not None:
            self._tokens = min(self._burst, self._tokens + (now - self._since) * self._per_second)
        self._since = now
        return 0.0 if self._tokens >= 1 else (1 - self._tokens) / self._per_second

    def fill(self, now: float) -> float:
        """Return how much of the burst is left, from 0 to 1."""
        self.wait(now)
        return max(0.0, self._tokens) / self._burst

    def spend(self) -> None:
        """Take one that somebody waited for."""
        self._tokens -= 1

    def give_back(self, part: float) -> None:
        """Take back a part of what was taken, for what turned out to cost less."""
        self._tokens = min(self._burst, self._tokens + part)

    def is_full(self, now: float) -> bool:
        """Whether it has rested so long that it is as good as a new one."""
        since = now if self._since is None else self._since
        return self._tokens + (now - since) * self._per_second >= self._burst


class Budget:
    """Frames and bytes that several connections spend together: two buckets in one."""

    __slots__ = ("_bytes", "_bytes_burst", "_bytes_per_second", "_frames", "_frames_burst", "_frames_per_second",
                 "_promised", "_since")  # fmt: skip

    def __init__(
        self, frames_per_second: float, frames_burst: float, bytes_per_second: float, bytes_burst: float
    ) -> None:
        self._frames_per_second = frames_per_second
        self._frames = self._frames_burst = frames_burst
        self._bytes_per_second = bytes_per_second
        self._bytes = self._bytes_burst = bytes_burst
        self._since = self._promised = 0.0

    def take(self, now: float, size: int) -> float:
        """Pay for ``size`` bytes and return 0; or pay nothing, and return in how many seconds that can be.

        HOT: a send asks three budgets.
        """
        frames, left = self._frames, self._bytes
        elapsed = now - self._since
        if elapsed > 0:
            self._since = now
            frames += elapsed * self._frames_per_second
            if frames > self._frames_burst:
                frames = self._frames_burst
            left += elapsed * self._bytes_per_second
            if left > self._bytes_burst:
                left = self._bytes_burst
        if frames >= 1 and left >= size:
            self._frames, self._bytes = frames - 1, left - size
            return 0.0
        self._frames, self._bytes = frames, left
        return max((1 - frames) / self._frames_per_second, (size - left) / self._bytes_per_second)

    def give_back(self, size: int) -> None:
        """Take back what ``take`` paid, for a frame that something else refuses."""
        self._frames += 1
        self._bytes += size

    def promise(self, now: float, size: int, wait: float, at_most: float) -> float:
        """Return in how many seconds a frame that ``take`` refused for ``wait`` may come again.

        Each frame gets a later moment than the one before it, at the rate at
        which the budget fills: with the same moment all would come back together
        and be refused together.
        """
        slot = max(1 / self._frames_per_second, size / self._bytes_per_second)
        self._promised = min(max(self._promised + slot, now + wait), now + at_most)
        return self._promised - now

    def fill(self, now: float) -> float:
        """Return how much of the burst is left, from 0 to 1: of frames or of bytes, whichever is less."""
        elapsed = max(0.0, now - self._since)
        frames = min(self._frames_burst, self._frames + elapsed * self._frames_per_second)
        left = min(self._bytes_burst, self._bytes + elapsed * self._bytes_per_second)
        return min(frames / self._frames_burst, left / self._bytes_burst)

    def is_full(self, now: float) -> bool:
        """Whether it has rested so long that it is as good as a new one."""
        elapsed = now - self._since
        return (
            self._frames + elapsed * self._frames_per_second >= self._frames_burst
            and self._bytes + elapsed * self._bytes_per_second >= self._bytes_burst
        )


class Allowance(Protocol):
    """What a connection may say within the budgets that it shares with others.

    Both methods return 0 for what is taken, and else in how many seconds it may
    be tried again; then nothing was spent.
    """

    def take(self, now: float, size: int) -> float:
        """Take a frame that concerns its own person alone."""
        ...

    def take_send(self, now: float, size: int) -> float:
        """Take a send, which its room and its node pay for too (BP16, BP17); ``settle`` is called once for it."""
        ...

    def settle(self, *, is_appended: bool) -> None:
        """Take note of what became of a send that was taken."""
        ...

    @property
    def reads(self) -> ReadPace | None:
        """What all connections of the person read together; None where nothing is shared."""
        ...


class Unshared:
    """The allowance of a connection that shares nothing with anybody."""

    def take(self, now: float, size: int) -> float:
        """Take every frame."""
        return 0.0

    def take_send(self, now: float, size: int) -> float:
        """Take every send."""
        return 0.0

    def settle(self, *, is_appended: bool) -> None:
        """Do nothing."""

    @property
    def reads(self) -> None:
        """Share nothing."""
        return
