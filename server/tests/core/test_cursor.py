"""A cursor moves by one, and resuming is refused wherever it is not certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.cursor import Cursor, can_resume
from server.core.ports import Page
from server.protocol.entries import Position
from server.protocol.errors import LocalProtocolError
from server.tests.doubles import entry


def page(offset: int, head: int, *, epoch: str = "e1", oldest: int = 1) -> Page:
    return Page(epoch, (entry(offset),) if oldest <= offset <= head else (), oldest, head)


def at(offset: int, *, epoch: str = "e1", key: str | None = None) -> Position:
    return Position(epoch=epoch, offset=offset, key=key or f"{offset:032x}")


def test_cursor_hands_out_what_follows_when_entries_overlap() -> None:
    """FO2: What a reader had already is not handed to it again."""
    cursor = Cursor(3)
    assert [one.offset for one in cursor.take([entry(2), entry(3), entry(4), entry(5)])] == [4, 5]
    assert cursor.offset == 5


def test_cursor_takes_entries_that_follow_directly() -> None:
    """FO2: The next offset moves the cursor."""
    cursor = Cursor(3)
    assert [one.offset for one in cursor.take([entry(4)])] == [4]


def test_cursor_stands_when_there_is_nothing_new() -> None:
    """FO3: A doubled wakeup hands out nothing."""
    cursor = Cursor(3)
    assert cursor.take([]) == ()
    assert cursor.take([entry(2), entry(3)]) == ()
    assert cursor.offset == 3


def test_cursor_refuses_a_gap() -> None:
    """FO2: Nobody is handed entries across a gap."""
    with pytest.raises(LocalProtocolError, match="expected offset 4, got 5"):
        Cursor(3).take([entry(5)])


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 6)), max_size=40))
def test_cursor_hands_out_each_offset_once_and_in_order(runs: list[tuple[int, int]]) -> None:
    """FO2: Whatever overlapping runs come, each offset is handed out once, in order."""
    cursor, handed = Cursor(0), list[int]()
    for first, length in runs:
        run = [entry(offset) for offset in range(first, first + length)]
        if first <= cursor.offset + 1:
            handed += [one.offset for one in cursor.take(run)]
    assert handed == list(range(1, cursor.offset + 1))


def test_position_resumes_when_its_key_stands_there() -> None:
    """RE1: The same epoch, the same key at that offset, and not too much missed."""
    assert can_resume(at(3), page(3, 6), limit=10)


def test_position_at_the_head_resumes() -> None:
    """RE1: At the head nothing was missed, and that is certain."""
    assert can_resume(at(6), page(6, 6), limit=0)


@pytest.mark.parametrize(
    ("position", "read", "why"),
    [
        (at(3, epoch="e0"), page(3, 6), "another epoch"),
        (at(3, key="f" * 32), page(3, 6), "another key stands there"),
        (at(3), Page("e1", (entry(5),), 5, 9), "it was trimmed away"),
        (at(3), page(3, 14), "more was missed than the limit"),
        (at(9), Page("e1", (), 1, 6), "the log does not reach that far"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_position_does_not_resume_when_it_is_not_certain(position: Position, read: Page, why: str) -> None:
    """RE2: Any doubt refuses the position."""
    assert not can_resume(position, read, limit=10), why


def test_position_resumes_exactly_to_the_limit() -> None:
    """RE1, RE2: As many as the limit resume; one more does not."""
    assert can_resume(at(3), page(3, 13), limit=10)
    assert not can_resume(at(3), page(3, 14), limit=10)
