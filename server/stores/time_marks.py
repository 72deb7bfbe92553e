"""How far time is known to have passed, whatever the clock says. Pure: no clock, no I/O.

A clock can be wrong by days, and what is deleted by it is gone for good. So a
store keeps a mark of the time beside the log. While a node runs, the mark goes
on with a clock that nobody can set. Where the wall clock jumps, be it that nothing ran
meanwhile or that somebody set it, the mark does not follow until the store has
run for a day and the clock was not set back. ``docs/decisions/0015`` tells why.
"""

from typing import NamedTuple, Self

SLACK_MS = 600_000
"""Ten minutes. A jump within it is taken as time that passed: a restart, a clock
that is brought into step. Also how far a room may be ahead of the clock."""

TRUST_MS = 24 * 3_600_000
"""How long a store has to run before it takes the wall clock's word for a jump."""


class TimeMark(NamedTuple):
    """What a store remembers of time, in milliseconds since 1970 or in all."""

    known: int
    """Until then time has passed; nothing is deleted by a later one."""
    candidate: int
    """What ``known`` becomes next: the clock's time when it was taken, and what passed since."""
    seen: int
    """What the clock said at the last look."""
    ran: int
    """How long the store ran since the candidate was taken."""

    @classmethod
    def first(cls, wall: int, *, is_new: bool) -> Self:
        """Return the mark of a store that has none: a new one, or one of an older version."""
        return cls(wall if is_new else 0, wall, wall, 0)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return what ``str`` made a text of."""
        return cls(*map(int, text.split()))

    def __str__(self) -> str:
        return " ".join(map(str, self))

    def jump(self, wall: int, passed: int) -> int:
        """Return how far the clock went beside the time that passed."""
        return wall - self.seen - passed

    def at(self, wall: int, passed: int) -> Self:
        """Return the mark at a look: what the clock says, and how much time passed since the last one."""
        jump = self.jump(wall, passed)
        step = passed + (jump if abs(jump) <= SLACK_MS else 0)
        known, candidate, ran = self.known + step, self.candidate + step, self.ran + passed
        if candidate > wall + SLACK_MS:
            # It was taken from a clock that was set back since.
            candidate, ran = wall, 0
        if ran >= TRUST_MS:
            # Back only where the clock has stayed behind it for so long.
            known = candidate if known > wall + SLACK_MS else max(known, candidate)
            candidate, ran = wall, 0
        return type(self)(known, candidate, wall, ran)

    @property
    def is_clock_behind(self) -> bool:
        """Whether the clock says less than what is known to have passed."""
        return self.seen < self.known - SLACK_MS
