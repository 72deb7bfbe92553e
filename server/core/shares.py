"""Counts how much of something each name has had lately, so that none uses up the part of the others.

The count falls with time; it is made when somebody asks, so that it needs no timer.
"""

import math
from collections.abc import Hashable

HALF_LIFE_SECONDS = 60.0
"""The time after which a count has fallen to half."""


class FairShares:
    """Leaves room for others: a name may go on as long as it has had less than is left.

    A name that is alone gets all that is added in the long run, and still leaves
    nearly half of the whole to names that come later. Of many, each gets about the same.

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
        """Return whether a name may have more, where ``left`` of the whole is left, from 0 to 1."""
        return self._had_by(name, now) < left

    def charge(self, name: Hashable, part: float, now: float) -> None:
        """Add a part of the whole, from 0 to 1, to the count of a name."""
        had = self._had_by(name, now) + part
        self._had.pop(name, None)
        self._had[name] = had, now
        if len(self._had) > self._most:
            del self._had[next(iter(self._had))]

    def _had_by(self, name: Hashable, now: float) -> float:
        had, since = self._had.get(name, (0.0, now))
        return had * math.exp2((since - now) / HALF_LIFE_SECONDS)
