"""A token bucket: so many at once, so many in the long run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.pace import Pace


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
