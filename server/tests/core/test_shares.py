"""Shares of one pot, with time passed in."""

import pytest

from server.core.shares import HALF_LIFE_SECONDS, FairShares

NOW = 1_000.0


class Pot:
    """A hundred parts, of which some come back each second."""

    def __init__(self, per_second: float = 0.0) -> None:
        self.shares = FairShares(most=50)
        self.left = 1.0
        self.now = NOW
        self._per_second = per_second / 100

    def take(self, name: str) -> bool:
        if self.left < 0.01 or not self.shares.may_have(name, self.left, self.now):
            return False
        self.left -= 0.01
        self.shares.charge(name, 0.01, self.now)
        return True

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.left = min(1.0, self.left + seconds * self._per_second)


def test_one_leaves_as_much_as_they_have() -> None:
    """Whoever comes next finds half of the whole, and the one after that a quarter."""
    pot = Pot()
    assert [sum(pot.take(name) for _ in range(1_000)) for name in "abc"] == pytest.approx([50, 25, 12], abs=1)
    assert pot.take("d")


def test_whoever_is_alone_has_all_that_comes_in_the_long_run() -> None:
    """And at each moment there is room for another."""
    pot, taken = Pot(per_second=0.5), 0
    for _ in range(3_600):
        pot.wait(1)
        while pot.take("a"):
            taken += 1
        assert pot.left > 0.3
    assert taken == pytest.approx(3_600 * 0.5, rel=0.1)


def test_what_somebody_had_is_forgotten_by_halves() -> None:
    """Nobody pays for ever."""
    shares = FairShares(most=50)
    shares.charge("a", 0.8, NOW)
    assert not shares.may_have("a", 0.5, NOW)
    assert shares.may_have("a", 0.5, NOW + HALF_LIFE_SECONDS)


def test_names_are_bounded() -> None:
    """The one that had nothing for the longest time is forgotten."""
    shares = FairShares(most=50)
    shares.charge("first", 0.5, NOW)
    for number in range(49):
        shares.charge(number, 0.5, NOW)
    shares.charge("first", 0.1, NOW)
    shares.charge("last", 0.5, NOW)
    assert len(shares) == 50
    assert shares.may_have(0, 0.1, NOW)
    assert not shares.may_have("first", 0.5, NOW)
