"""The one place where a test waits for what no browser tells of: it looks again until a deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

_LOOK_AGAIN_SECONDS = 0.02


def until(
    look: Callable[[], Found | None], what: str, *, seconds: float = 15, pause_seconds: float = _LOOK_AGAIN_SECONDS
) -> Found:
    """Return what ``look`` finds, as soon as it finds something true.

    Raises:
        AssertionError: nothing was found in time.
    """
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come within {seconds:g} s")
        time.sleep(pause_seconds)
    return found
