"""The mark of time, by itself."""

import pytest

from server.stores.time_marks import SLACK_MS, TRUST_MS, TimeMark

HOUR = 3_600_000
DAY = 24 * HOUR
START = 1_800_000_000_000


def _new() -> TimeMark:
    return TimeMark.first(START, is_new=True)


def test_mark_is_kept_as_text() -> None:
    """LOG20: It comes out of a store as it went in."""
    mark = TimeMark(1, 2, 3, 4)
    assert TimeMark.parse(str(mark)) == mark


def test_mark_goes_on_with_the_time_that_passes() -> None:
    """LOG20: Where the clock goes as time does, all that it says is known."""
    mark = _new()
    for look in range(1, 1_000):
        mark = mark.at(START + look * 300_000, 300_000)
        assert mark.known == mark.seen


@pytest.mark.parametrize("jitter", [5, -5, SLACK_MS, -SLACK_MS])
def test_small_steps_of_the_clock_count(jitter: int) -> None:
    """LOG20: Forward and back alike, so that the mark does not drift from a clock that is kept in step."""
    mark = _new().at(START + HOUR + jitter, HOUR)
    assert mark.known == mark.seen == START + HOUR + jitter


def test_jump_is_not_followed_before_its_day_has_passed() -> None:
    """LOG20: Though another day, begun before the jump, ends just after it."""
    mark = _new().at(START + TRUST_MS - 1, TRUST_MS - 1)
    mark = mark.at(mark.seen + 40 * DAY + 1, 1)
    assert mark.known == START + TRUST_MS
    mark = mark.at(mark.seen + TRUST_MS - 1, TRUST_MS - 1)
    assert mark.known < START + 3 * DAY
    mark = mark.at(mark.seen + 1, 1)
    assert mark.known == mark.seen


def test_clock_that_was_set_back_has_to_prove_itself_anew() -> None:
    """LOG20: What a fast clock said in the day before is not taken."""
    mark = _new().at(START + 40 * DAY, 0).at(START + 41 * DAY, DAY)
    assert (mark.known, mark.candidate) == (START + DAY, mark.seen)
    mark = mark.at(START + DAY + HOUR, HOUR)
    assert (mark.known, mark.candidate, mark.ran) == (mark.seen, mark.seen, 0)


def test_clock_that_stays_behind_is_believed_in_the_end() -> None:
    """LOG20: Else a mark that followed a fast clock would never be right again."""
    mark = TimeMark(START + 40 * DAY, START + 40 * DAY, START + 40 * DAY, 0).at(START, 0)
    assert mark.is_clock_behind
    mark = mark.at(START + DAY, DAY)
    assert not mark.is_clock_behind
    assert mark.known == mark.seen


def test_right_mark_does_not_follow_what_a_slow_clock_said() -> None:
    """LOG20: When the clock has caught up, the mark stays where it was."""
    mark = _new().at(START - 40 * DAY, 0).at(START + HOUR, HOUR).at(START + DAY, DAY - HOUR)
    assert mark.known == START + DAY
