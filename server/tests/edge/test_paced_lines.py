"""Lines that come too often, with a clock in hand."""

import io
import logging
from collections.abc import Iterator

import pytest

from server.edge.paced_lines import BYTES_AT_ONCE, LINES_AT_ONCE, MAX_KINDS, PacedHandler, about
from server.edge.telemetry import TextFormatter


class Paced:
    """A handler that writes into a text, at a time that the test says."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.written = io.StringIO()
        self.handler = PacedHandler(lambda: self.now)
        self.handler.setStream(self.written)
        self.handler.setFormatter(TextFormatter("%(levelname)s %(message)s"))

    def say(
        self, message: str, *args: object, level: int = logging.INFO, name: str = "server.x", address: str | None = None
    ) -> None:
        record = logging.LogRecord(name, level, "f.py", 1, message, args, None)
        record.__dict__ |= {} if address is None else about(address)
        self.handler.handle(record)

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


def test_one_address_leaves_room_for_lines_about_all_others(paced: Paced) -> None:
    """AU13: It has half of what is left, and the rest of its lines are counted."""
    for number in range(10_000):
        paced.say("refused: %s, from %s", number, "192.0.2.1", address="192.0.2.1")
    for number in range(100):
        for _ in range(3):
            paced.say("refused: %s, from %s", "foo", f"198.51.100.{number}", address=f"198.51.100.{number}")
    assert sum("192.0.2.1" in line for line in paced.lines) == pytest.approx(LINES_AT_ONCE / 2, abs=1)
    assert sum("198.51.100." in line for line in paced.lines) == 300
    paced.handler.tell_left_out(float("inf"))
    left_out = 10_000 - (len(paced.lines) - 1 - 300)
    assert paced.lines[-1] == f"INFO … and {left_out:,} more like it in the last minute: refused: %s, from %s"


def test_requests_are_shared_by_address_too(paced: Paced) -> None:
    """AU13: The words of uvicorn's line have the address, with a port; an IPv6 network is one address."""
    for number in range(5_000):
        client = f"2001:db8::{number % 500 + 1:x}:{number + 1024}"
        paced.say('%s - "%s %s HTTP/%s" %d', client, "GET", "/", "1.1", 200, name="uvicorn.access")
    paced.say('%s - "%s %s HTTP/%s" %d', "192.0.2.1:1024", "GET", "/mine", "1.1", 200, name="uvicorn.access")
    assert len(paced.lines) == pytest.approx(LINES_AT_ONCE / 2, abs=2)
    assert "/mine" in paced.lines[-1]


def test_an_address_is_not_what_somebody_wrote(paced: Paced) -> None:
    """AU13: Nobody uses up another's share by a name that looks like an address."""
    for _ in range(LINES_AT_ONCE):
        paced.say("came in: item %s, from %s", "198.51.100.1", "192.0.2.1", address="192.0.2.1")
    paced.say("came in: item %s, from %s", "mine", "198.51.100.1", address="198.51.100.1")
    assert "mine" in paced.lines[-1]


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
