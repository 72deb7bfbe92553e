"""Time as the edge sees it: one object, so that tests can hold it in the hand."""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol


class Timer(Protocol):
    """A callback that was put off."""

    def cancel(self) -> None:
        """Forget it; may be called at any time, and twice."""
        ...


class Clock(Protocol):
    """What the edge needs of time."""

    def now(self) -> float:
        """Return seconds on a clock that never goes back and means nothing else."""
        ...

    def wall(self) -> float:
        """Return seconds since 1970, for what other machines must understand."""
        ...

    def call_at(self, when: float, callback: Callable[[], None]) -> Timer:
        """Call ``callback`` once, at ``when`` of ``now`` or soon after."""
        ...


async def pause(clock: Clock, seconds: float) -> None:
    """Wait for ``seconds`` of the clock's time."""
    done = asyncio.Event()
    timer = clock.call_at(clock.now() + seconds, done.set)
    try:
        await done.wait()
    finally:
        timer.cancel()


class LoopClock:
    """The running event loop's clock."""

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    def wall(self) -> float:
        return time.time()

    def call_at(self, when: float, callback: Callable[[], None]) -> Timer:
        return asyncio.get_running_loop().call_at(when, callback)
