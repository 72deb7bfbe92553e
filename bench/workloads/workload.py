"""What a workload is: a question that is put to one target at a time, again in each round."""

from dataclasses import dataclass
from typing import Protocol

from bench.targets.target import Target

Figures = dict[str, float]
"""What one measurement came to, by name; the unit stands in the name. NaN is a figure that there is none of."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure, and how many clients for each thousand of the full run."""

    seconds: float
    warm_up: float
    rounds: int
    long_seconds: float
    """For what needs time to show: a stalled reader."""
    hold_seconds: float
    """How long idle connections are held."""
    per_mille: int = 1000

    def of(self, clients: int) -> int:
        """Return how many clients stand for so many."""
        return max(2, clients * self.per_mille // 1000)


FULL = Effort(seconds=3.0, warm_up=0.5, rounds=3, long_seconds=16.0, hold_seconds=600.0)
QUICK = Effort(seconds=1.5, warm_up=0.5, rounds=1, long_seconds=14.0, hold_seconds=5.0)
SMOKE = Effort(seconds=0.2, warm_up=0.0, rounds=1, long_seconds=0.5, hold_seconds=0.2, per_mille=10)


class Workload(Protocol):
    """One question."""

    @property
    def name(self) -> str:
        """What ``--only`` and the results call it."""
        ...

    @property
    def title(self) -> str:
        """What the tables and the progress call it."""
        ...

    @property
    def is_steady(self) -> bool:
        """Whether it is asked in each round, and the median taken; otherwise once."""
        ...

    def suits(self, target: Target) -> bool:
        """Whether a target can be asked."""
        ...

    def measure(self, target: Target, effort: Effort) -> Figures:
        """Start the target, ask, check, and end it: after its clients, to whom it would say goodbye at length."""
        ...
