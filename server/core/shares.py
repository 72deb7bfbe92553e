"""Who has had how much of something lately, where one must not use up what is for all.

Counted when it is asked, so that it needs no timer.
"""

import math
from collections.abc import Hashable

HALF_LIFE_SECONDS = 60.0
"""After so long what somebody has had counts for half."""


class FairShares:
    """Leaves room for others: each may go on as long as they have had less than is left.

    Whoever is alone has all that is added in the long run, and still leaves
    nearly half of the whole to those who come; of many each has about the same.

    Args:
        most: Names that are remembered; beyond it the one that had nothing for the longest time is forgotten.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._had: dict[Hashable, tuple[float, float]] = {}

    def __len__(self) -> int:
        """How many names are remembered."""
        return len(self._had)

    def may_have(self, name: Hashable, left: float, now: float) -> bool:
        """Whether somebody may have some of what is left, as a part of the whole."""
        return self._had_by(name, now) < left

    def charge(self, name: Hashable, part: float, now: float) -> None:
        """Take note that somebody had a part of the whole."""
        had = self._had_by(name, now) + part
        self._had.pop(name, None)
        self._had[name] = had, now
        if len(self._had) > self._most:
            del self._had[next(iter(self._had))]

    def _had_by(self, name: Hashable, now: float) -> float:
        had, since = self._had.get(name, (0.0, now))
        return had * math.exp2((since - now) / HALF_LIFE_SECONDS)
