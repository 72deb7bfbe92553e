"""What a socket has not sent: in order, bounded, and given up when nothing moves."""

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from typing import Any

import pytest
from starlette.websockets import WebSocket, WebSocketState

from server.edge.asgi_outbox import AsgiOutbox
from server.edge.outbox import ANSWER_BOUND_BYTES, HIGH_WATER_BYTES, STALL_SECONDS
from server.protocol.close_codes import CloseCode
from server.protocol.framing import text_message
from server.tests.doubles import FakeClock
from server.tests.edge.people import settled, until

HEADER = 10
"""Bytes before the text of a long message."""


class Wire:
    """The server's side of a socket, whose other end reads when a test says so."""

    def __init__(self) -> None:
        self.sent: list[MutableMapping[str, Any]] = []
        self.aborted = 0
        self.unsent = 0
        self.is_read = asyncio.Event()
        self.is_read.set()
        self.clock = FakeClock()
        websocket = WebSocket({"type": "websocket"}, self._receive, self._send)
        websocket.client_state = websocket.application_state = WebSocketState.CONNECTED
        self.outbox = AsgiOutbox(websocket, self.clock, self)
        self.sender = asyncio.create_task(self.outbox.run())

    def write(self, *texts: str) -> None:
        self.outbox.write(b"".join(text_message(text.encode()) for text in texts))

    def abort(self) -> None:
        self.aborted += 1

    def waiting_bytes(self) -> int:
        return self.unsent

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.sent if message["type"] == "websocket.send"]

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        await self.is_read.wait()
        self.sent.append(message)

    async def _receive(self) -> MutableMapping[str, Any]:
        raise AssertionError("an outbox does not read")


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    wire = Wire()
    yield wire
    wire.sender.cancel()
    await asyncio.gather(wire.sender, return_exceptions=True)


async def test_outbox_sends_in_order_and_then_closes(wire: Wire) -> None:
    """SE5: What was written before a close goes out before it."""
    wire.write("one", "two")
    wire.write("three")
    wire.outbox.close(CloseCode.NORMAL)
    wire.outbox.close(CloseCode.TOO_BIG)
    wire.write("too late")
    await wire.sender
    assert wire.texts == ["one", "two", "three"]
    assert wire.sent[-1] == {"type": "websocket.close", "code": 1000, "reason": "goodbye"}


async def test_outbox_is_full_while_the_other_side_does_not_read(wire: Wire) -> None:
    """BP1: Entries wait in the log when so much waits here."""
    wire.is_read.clear()
    wire.write("x" * (HIGH_WATER_BYTES - HEADER))
    assert not wire.outbox.is_full
    wire.write("x" * HEADER)
    assert wire.outbox.is_full


async def test_outbox_says_when_it_has_room_again(wire: Wire) -> None:
    """BP2: A member that drains is told once, when it is no longer full."""
    drained: list[bool] = []
    wire.outbox.on_drain = lambda: drained.append(wire.outbox.is_full)
    wire.is_read.clear()
    wire.write("x" * HIGH_WATER_BYTES, "y", "z")
    wire.is_read.set()
    await until(lambda: len(wire.texts) == 3)
    assert drained == [False]


async def test_outbox_bounds_the_answers(wire: Wire) -> None:
    """BP3: Above the bound input waits; below it goes on."""
    wire.is_read.clear()
    wire.write("x" * (ANSWER_BOUND_BYTES - HEADER))
    await asyncio.wait_for(wire.outbox.wait_below_bound(), 5)
    wire.write("y")
    waiting = asyncio.create_task(wire.outbox.wait_below_bound())
    await settled()
    assert not waiting.done()
    wire.is_read.set()
    await asyncio.wait_for(waiting, 5)


async def test_outbox_gives_up_when_nothing_moves(wire: Wire) -> None:
    """BP4: Nine seconds without progress cut the connection off."""
    wire.is_read.clear()
    wire.write("one")
    await settled()
    wire.clock.advance(STALL_SECONDS - 0.1)
    assert wire.aborted == 0
    wire.clock.advance(0.1)
    assert wire.aborted == 1


async def test_outbox_is_patient_while_something_moves(wire: Wire) -> None:
    """BP4: A slow reader that reads at all is not cut off."""
    for _ in range(5):
        wire.is_read.clear()
        wire.write("more")
        await settled()
        wire.clock.advance(STALL_SECONDS - 1)
        wire.is_read.set()
        await settled()
    assert (wire.aborted, len(wire.texts)) == (0, 5)
    wire.clock.advance(10 * STALL_SECONDS)
    assert wire.aborted == 0


async def test_outbox_gives_up_on_a_close_that_does_not_get_through(wire: Wire) -> None:
    """BP4: A close waits no longer than anything else."""
    wire.is_read.clear()
    wire.outbox.close(CloseCode.NORMAL)
    await settled()
    wire.clock.advance(STALL_SECONDS)
    assert wire.aborted == 1


async def test_outbox_of_a_dead_socket_takes_everything_in_silence(wire: Wire) -> None:
    """BP4: After the end nothing is kept and nobody waits."""
    wire.is_read.clear()
    wire.write("x" * (2 * ANSWER_BOUND_BYTES))
    await settled()
    wire.sender.cancel()
    await asyncio.gather(wire.sender, return_exceptions=True)
    await asyncio.wait_for(wire.outbox.wait_below_bound(), 5)
    wire.write("more")
    wire.clock.advance(10 * STALL_SECONDS)
    assert (wire.aborted, wire.texts) == (0, [])


async def test_outbox_counts_from_the_write_and_not_from_the_last_progress(wire: Wire) -> None:
    """BP4: One that was idle for long has nine seconds from what is written now."""
    wire.write("one")
    await until(lambda: wire.texts == ["one"])
    wire.clock.advance(STALL_SECONDS - 0.5)
    wire.is_read.clear()
    wire.write("two")
    await settled()
    wire.clock.advance(STALL_SECONDS - 0.1)
    assert wire.aborted == 0
    wire.clock.advance(STALL_SECONDS)
    assert wire.aborted == 1


async def test_outbox_is_patient_while_the_transport_drains(wire: Wire) -> None:
    """BP4: A large text that takes long to get through is progress, as long as it gets on."""
    wire.is_read.clear()
    wire.unsent = 1_000_000
    wire.write("behind a large one")
    await settled()
    for _ in range(5):
        wire.unsent -= 100_000
        wire.clock.advance(STALL_SECONDS)
    assert wire.aborted == 0
    wire.clock.advance(STALL_SECONDS)
    assert wire.aborted == 1


async def test_outbox_counts_bytes(wire: Wire) -> None:
    """BP3: A Chinese text weighs what it weighs on the wire."""
    wire.is_read.clear()
    wire.write("中" * ((HIGH_WATER_BYTES - HEADER) // 3))
    assert not wire.outbox.is_full
    wire.write("中中中")
    assert wire.outbox.is_full
