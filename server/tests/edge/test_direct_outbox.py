"""The outbox over our own transport: one write a turn, full when the transport says so."""

import asyncio
from collections.abc import Awaitable

import pytest

from server.edge.direct import Receiver, Writer
from server.edge.direct_outbox import DirectOutbox
from server.edge.outbox import HIGH_WATER_BYTES, STALL_SECONDS
from server.edge.turn import Turn
from server.protocol.close_codes import CloseCode
from server.tests.doubles import FakeClock


class Wire:
    """A transport that keeps what it is given, and what its outbox did."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.closed_with: list[tuple[int, str]] = []
        self.aborted = 0
        self.unsent = 0
        self.clock = FakeClock()
        self.outbox = DirectOutbox(self, self.clock, Turn())
        self.drained = 0
        self.outbox.on_drain = self._drain

    def _drain(self) -> None:
        self.drained += 1

    def adopt(self, receiver: Receiver, writer: Writer) -> None:
        raise AssertionError("nobody asked for it")

    def write(self, data: bytes) -> None:
        self.writes.append(data)

    def send_close(self, code: int, reason: str) -> None:
        self.closed_with.append((code, reason))

    def wait_writable(self) -> Awaitable[object]:
        return asyncio.sleep(0)

    def abort(self) -> None:
        self.aborted += 1

    def waiting_bytes(self) -> int:
        return self.unsent


@pytest.fixture
def wire() -> Wire:
    return Wire()


async def test_outbox_writes_once_a_turn(wire: Wire) -> None:
    """FO4, FO2: In order, joined, at the end of the turn."""
    for part in (b"ack", b"entry", b"presence"):
        wire.outbox.write(part)
    assert wire.writes == []
    await asyncio.sleep(0)
    wire.outbox.write(b"next")
    await asyncio.sleep(0)
    assert wire.writes == [b"ackentrypresence", b"next"]


async def test_outbox_passes_one_message_on_as_it_is(wire: Wire) -> None:
    """FO4: What is written to a thousand people is copied for none of them."""
    message = b"entry"
    wire.outbox.write(message)
    await asyncio.sleep(0)
    assert wire.writes[0] is message


async def test_outbox_closes_after_what_was_written(wire: Wire) -> None:
    """SE5: In the same turn; nothing follows."""
    wire.outbox.write(b"last")
    wire.outbox.close(CloseCode.NORMAL)
    wire.outbox.close(CloseCode.TOO_BIG)
    wire.outbox.write(b"too late")
    await asyncio.sleep(0)
    assert wire.writes == [b"last"]
    assert wire.closed_with == [(1000, "goodbye")]


async def test_outbox_is_full_while_the_transport_holds_enough(wire: Wire) -> None:
    """BP1, BP2: Entries wait in the log until it takes more, which is told once."""
    wire.outbox.paused()
    assert (wire.outbox.is_full, wire.drained) == (True, 0)
    wire.outbox.resumed()
    assert (wire.outbox.is_full, wire.drained) == (False, 1)


async def test_outbox_is_full_when_so_much_was_written_in_a_turn(wire: Wire) -> None:
    """BP1: The transport has not been given it yet; once it takes it, there is room."""
    wire.outbox.write(b"x" * HIGH_WATER_BYTES)
    assert (wire.outbox.is_full, wire.drained) == (True, 0)
    await asyncio.sleep(0)
    assert (wire.outbox.is_full, wire.drained) == (False, 1)


async def test_outbox_stays_full_when_the_transport_pauses_meanwhile(wire: Wire) -> None:
    """BP1: Neither a turn that ends nor a transport that goes on makes room by itself."""
    wire.outbox.write(b"x" * HIGH_WATER_BYTES)
    wire.outbox.paused()
    await asyncio.sleep(0)
    assert wire.outbox.is_full
    wire.outbox.write(b"x" * HIGH_WATER_BYTES)
    wire.outbox.resumed()
    assert wire.outbox.is_full
    assert wire.drained == 0
    await asyncio.sleep(0)
    assert wire.drained == 1


async def test_outbox_gives_up_on_who_takes_nothing(wire: Wire) -> None:
    """BP4: Nine seconds without a byte."""
    wire.unsent = 100_000
    wire.outbox.paused()
    wire.clock.advance(STALL_SECONDS - 0.1)
    assert wire.aborted == 0
    wire.clock.advance(0.1)
    assert wire.aborted == 1
    wire.outbox.write(b"too late")
    await asyncio.sleep(0)
    assert wire.writes == []


async def test_outbox_is_patient_with_who_takes_a_little(wire: Wire) -> None:
    """BP4: Progress counts, however slow; and a stall that ended is forgotten."""
    wire.unsent = 100_000
    wire.outbox.paused()
    for _ in range(5):
        wire.unsent -= 1
        wire.clock.advance(STALL_SECONDS)
    assert wire.aborted == 0
    wire.outbox.resumed()
    wire.clock.advance(10 * STALL_SECONDS)
    assert wire.aborted == 0


async def test_outbox_of_a_dead_socket_keeps_nothing(wire: Wire) -> None:
    """BP4: After the end nothing is written, and nobody is called."""
    wire.outbox.write(b"never sent")
    wire.outbox.end()
    wire.outbox.end()
    await asyncio.sleep(0)
    wire.outbox.resumed()
    assert wire.writes == []
    assert wire.drained == 0


async def test_last_word_of_a_turn_goes_out_at_once(wire: Wire) -> None:
    """FO4: As it is, where nothing else was written; behind it, where something was."""
    message = b"entry"
    wire.outbox.write_last(message)
    assert wire.writes[0] is message
    wire.outbox.write(b"ack")
    wire.outbox.write_last(message)
    assert len(wire.writes) == 1
    await asyncio.sleep(0)
    assert wire.writes == [message, b"ackentry"]


async def test_last_word_counts_and_ends_like_any_other(wire: Wire) -> None:
    """BP1, SE5: One that is large fills the outbox, and none follows a close."""
    wire.outbox.write_last(b"x" * HIGH_WATER_BYTES)
    assert wire.outbox.is_full
    await asyncio.sleep(0)
    wire.outbox.close(CloseCode.NORMAL)
    wire.outbox.write_last(b"too late")
    await asyncio.sleep(0)
    assert [len(written) for written in wire.writes] == [HIGH_WATER_BYTES]
