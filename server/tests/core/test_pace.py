"""A token bucket: so many at once, so many in the long run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.pace import Budget, Pace, Unshared


def test_pace_lets_a_burst_through_and_then_says_how_long_to_wait() -> None:
    """BP7: The burst at once, then one every so often."""
    pace = Pace(per_second=20, burst=3)
    assert [pace.take(5.0) for _ in range(3)] == [0, 0, 0]
    assert pace.take(5.0) == pytest.approx(0.05)
    assert pace.take(5.04) == pytest.approx(0.01)
    assert pace.take(5.051) == 0


def test_pace_stocks_up_to_a_burst_and_no_further() -> None:
    """BP7: A long rest gives no more than a burst."""
    pace = Pace(per_second=20, burst=3)
    pace.take(0.0)
    assert [pace.take(1_000.0) == 0 for _ in range(4)] == [True, True, True, False]


@given(st.lists(st.floats(0, 2), max_size=60), st.integers(1, 50), st.integers(1, 20))
def test_pace_holds_whatever_the_rhythm(pauses: list[float], per_second: int, burst: int) -> None:
    """BP7: In any time, no more than the burst and what the rate allows."""
    pace, now, let_through = Pace(per_second, burst), 0.0, 0
    for pause in pauses:
        now += pause
        let_through += pace.take(now) == 0
    assert let_through <= burst + now * per_second + 1e-6


def test_pace_that_has_rested_is_as_good_as_a_new_one() -> None:
    """BP16: So it can be forgotten."""
    pace = Pace(per_second=2, burst=4)
    assert pace.is_full(5.0)
    pace.take(5.0)
    assert not pace.is_full(5.4)
    assert pace.is_full(5.5)


def paid(budget: Budget, now: float, size: int) -> bool:
    """Pay for a frame, if that can be paid now."""
    return not budget.take(now, size)


def test_budget_counts_frames_and_bytes() -> None:
    """BP16: Whichever is spent first."""
    budget = Budget(frames_per_second=2, frames_burst=4, bytes_per_second=100, bytes_burst=1_000)
    assert [paid(budget, 5.0, 10) for _ in range(5)] == [True] * 4 + [False]
    assert budget.take(5.0, 10) == pytest.approx(0.5)
    assert budget.take(7.0, 1_200) == pytest.approx((1_200 - 1_000) / 100)
    assert [paid(budget, 7.0, 600) for _ in range(2)] == [True, False]
    assert budget.take(7.0, 600) == pytest.approx(2.0)


def test_what_is_left_is_told_as_a_part_of_the_burst() -> None:
    """AU13: Of frames or of bytes, whichever is less; what was waited for may be owed."""
    budget = Budget(frames_per_second=2, frames_burst=4, bytes_per_second=100, bytes_burst=1_000)
    assert budget.fill(5.0) == 1
    budget.take(5.0, 100)
    assert budget.fill(5.0) == pytest.approx(0.75)
    budget.take(5.0, 800)
    assert budget.fill(5.0) == pytest.approx(0.1)
    assert budget.fill(7.0) == pytest.approx(0.3)
    pace = Pace(per_second=1, burst=4)
    assert pace.fill(5.0) == 1
    pace.take(5.0)
    assert pace.fill(5.0) == pytest.approx(0.75)
    for _ in range(5):
        pace.spend()
    assert pace.fill(5.0) == 0
    assert pace.fill(8.0) == pytest.approx(0.25)


def test_budget_that_has_rested_is_as_good_as_a_new_one() -> None:
    """BP16: So it can be forgotten: when both of its halves have."""
    budget = Budget(frames_per_second=2, frames_burst=4, bytes_per_second=100, bytes_burst=1_000)
    paid(budget, 5.0, 300)
    assert not budget.is_full(5.4)
    assert not budget.is_full(7.9)
    assert budget.is_full(8.0)


def test_what_is_given_back_was_never_paid() -> None:
    """BP16: A frame that another budget refuses costs nothing here."""
    budget = Budget(frames_per_second=2, frames_burst=1, bytes_per_second=100, bytes_burst=1_000)
    assert paid(budget, 5.0, 900)
    budget.give_back(900)
    assert paid(budget, 5.0, 1_000)
    assert not paid(budget, 5.0, 0)


def test_those_who_are_refused_together_are_not_told_to_come_back_together() -> None:
    """BP16: Each is told a moment of its own, at the pace at which the budget fills."""
    budget = Budget(frames_per_second=10, frames_burst=10, bytes_per_second=1e6, bytes_burst=1e6)
    assert all(paid(budget, 5.0, 1) for _ in range(10))
    promised = [budget.promise(5.0, 1, budget.take(5.0, 1), at_most=2.0) for _ in range(100)]
    assert promised[:3] == pytest.approx([0.1, 0.2, 0.3])
    assert promised[-1] == 2.0
    # Nobody has asked for a while: the next one begins anew.
    assert all(paid(budget, 10.0, 1) for _ in range(10))
    assert budget.promise(10.0, 1, budget.take(10.0, 1), at_most=2.0) == pytest.approx(0.1)


@given(st.lists(st.tuples(st.floats(0, 2), st.integers(0, 500)), max_size=60), st.integers(1, 50), st.integers(1, 900))
def test_budget_holds_whatever_the_rhythm(frames: list[tuple[float, int]], per_second: int, bytes_: int) -> None:
    """BP16: In any time, no more than the burst and what the rate allows, of both."""
    budget, now, count, size = Budget(per_second, 20, bytes_, 1_000), 0.0, 0, 0
    for pause, one in frames:
        now += pause
        if paid(budget, now, one):
            count, size = count + 1, size + one
    assert count <= 20 + now * per_second + 1e-6
    assert size <= 1_000 + now * bytes_ + 1e-6


def test_who_shares_nothing_never_waits() -> None:
    """BP16: There is nobody to wait for."""
    assert (Unshared().take(1.0, 10**9), Unshared().take_send(1.0, 10**9)) == (0.0, 0.0)
    Unshared().settle(is_appended=True)
    assert Unshared().reads is None
