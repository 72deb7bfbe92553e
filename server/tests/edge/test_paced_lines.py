"""Lines that come too often, with a clock in hand."""

import io
import logging
from collections.abc import Iterator

import pytest

from server.edge.paced_lines import BYTES_AT_ONCE, LINES_AT_ONCE, MAX_KINDS, PacedHandler
from server.edge.telemetry import TextFormatter


class Paced:
    """A handler that writes into a text, at a time that the test says."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.written = io.StringIO()
        self.handler = PacedHandler(lambda: self.now)
        self.handler.setStream(self.written)
        self.handler.setFormatter(TextFormatter("%(levelname)s %(message)s"))

    def say(self, message: str, *args: object, level: int = logging.INFO, name: str = "server.x") -> None:
        self.handler.handle(logging.LogRecord(name, level, "f.py", 1, message, args, None))

    @property
    def lines(self) -> list[str]:
        return self.written.getvalue().splitlines()


@pytest.fixture
def paced() -> Iterator[Paced]:
    paced = Paced()
    yield paced
    paced.handler.close()


def test_a_kind_of_line_is_written_so_often_and_then_counted(paced: Paced) -> None:
    """AU13: What was left out is told once a minute, by its number."""
    for number in range(LINES_AT_ONCE + 9_762):
        paced.say("refused: %s", number)
    assert len(paced.lines) == LINES_AT_ONCE
    paced.now += 61
    paced.say("another")
    assert paced.lines[LINES_AT_ONCE:] == [
        "INFO … and 9,762 more like it in the last minute: refused: %s",
        "INFO another",
    ]


def test_one_kind_takes_nothing_from_another(paced: Paced) -> None:
    """AU13: A flood hides no warning."""
    for number in range(LINES_AT_ONCE * 2):
        paced.say("refused: %s", number)
    paced.say("the store is away", level=logging.WARNING)
    assert paced.lines[-1] == "WARNING the store is away"


def test_lines_are_bounded_in_bytes(paced: Paced) -> None:
    """AU13: Long lines are fewer."""
    for _ in range(LINES_AT_ONCE):
        paced.say("%s" * 5, *["x" * 400] * 5)
    assert len(paced.written.getvalue()) <= BYTES_AT_ONCE
    assert len(paced.lines) < LINES_AT_ONCE


def test_kinds_are_bounded(paced: Paced) -> None:
    """AU13: Statements that fill in themselves what they say cost no memory without end."""
    for number in range(LINES_AT_ONCE * 3):
        paced.say(f"a statement of its own: {number}")
    assert len(paced.lines) <= MAX_KINDS + LINES_AT_ONCE


def test_what_was_left_out_is_told_at_the_end(paced: Paced) -> None:
    """AU13: The last minute's too."""
    for number in range(LINES_AT_ONCE + 3):
        paced.say("refused: %s", number)
    paced.handler.close()
    assert paced.lines[-1] == "INFO … and 3 more like it in the last minute: refused: %s"
