"""An adopted connection: what is received goes to its receiver by a plain call, a fair share at a time."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

from server.core.pace import Pace
from server.edge.direct import TRANSPORT_EXTENSION
from server.edge.endpoint import FAIR_SHARE
from server.edge.incoming import CONTROL_FRAMES_PER_SECOND, MAX_LATE_BYTES, SLICE_BYTES
from server.edge.transport import ParleyWebSocketProtocol
from server.protocol.close_codes import CloseCode
from server.protocol.entries import MAX_FRAME_BYTES
from server.tests.edge.people import settled, until
from server.tests.edge.test_transport import handshake


class Wire(asyncio.Transport):
    """A transport between a test and a protocol."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = b""
        self.is_read = True
        self.ended: str | None = None

    def write(self, data: Any) -> None:
        self.sent += data

    def pause_reading(self) -> None:
        self.is_read = False

    def resume_reading(self) -> None:
        self.is_read = True

    def is_closing(self) -> bool:
        return self.ended is not None

    def close(self) -> None:
        self.ended = self.ended or "closed"

    def abort(self) -> None:
        self.ended = "aborted"

    def get_write_buffer_size(self) -> int:
        return 0


class Guest:
    """Who is adopted: receiver and writer in one."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.binaries = 0
        self.flow: list[str] = []
        self.closed_with: list[int] = []
        self.ends: list[int] = []
        self.on_text: Callable[[], None] = lambda: None

    def receive(self, text: str) -> None:
        self.texts.append(text)
        self.on_text()

    def receive_bytes(self) -> None:
        self.binaries += 1

    def close(self, code: CloseCode) -> None:
        self.closed_with.append(code)

    def ended(self, code: int) -> None:
        self.ends.append(code)

    def paused(self) -> None:
        self.flow.append("paused")

    def resumed(self) -> None:
        self.flow.append("resumed")

    def end(self) -> None:
        self.flow.append("end")


def hosting(guest: Guest, before: Callable[[], Awaitable[None]]) -> ASGIApp:
    """Return an application that accepts, lets ``guest`` be adopted, and is over."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept", "subprotocol": "parley.v1"})
        await before()
        scope["extensions"][TRANSPORT_EXTENSION]["socket"].adopt(guest, guest)

    return app


async def adopted(guest: Guest, *, early: bytes = b"") -> tuple[ParleyWebSocketProtocol, Wire]:
    """Return an open connection whose application is over."""

    async def hear_early() -> None:
        if early:
            protocol.data_received(early)

    config = Config(hosting(guest, hear_early), ws_max_size=MAX_FRAME_BYTES, log_config=None)
    config.load()
    protocol, wire = ParleyWebSocketProtocol(config, ServerState(), {}), Wire()
    protocol.connection_made(wire)
    protocol.data_received(handshake())
    await settled()
    assert b" 101 " in wire.sent
    wire.sent = b""
    return protocol, wire


def masked(text: str, opcode: Opcode = Opcode.TEXT, *, fin: bool = True) -> bytes:
    return Frame(opcode, text.encode(), fin).serialize(mask=True)


async def fed(protocol: ParleyWebSocketProtocol, wire: Wire, data: bytes) -> None:
    """Give a protocol bytes as soon as it reads."""
    await until(lambda: wire.is_read)
    protocol.data_received(data)


async def test_text_reaches_the_receiver_in_the_same_call() -> None:
    """FR1: Nothing is awaited in between, and the socket is not paused for it."""
    guest = Guest()
    protocol, wire = await adopted(guest)
    protocol.data_received(masked("one") + masked("two"))
    assert (guest.texts, wire.is_read) == (["one", "two"], True)


async def test_what_came_with_the_handshake_is_not_lost() -> None:
    """FR1: A client may write before the application has made up its mind."""
    guest = Guest()
    await adopted(guest, early=masked("one") + masked("two"))
    assert guest.texts == ["one", "two"]


async def test_receiver_gets_everything_however_it_is_cut() -> None:
    """FR10: Texts, parts of texts, pings and large messages, in whatever pieces they arrive."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(60):
        guest, said, data = Guest(), list[str](), b""
        protocol, wire = await adopted(guest)
        protocol._control_pace = Pace(1e9, 1e9)
        for number in range(chance.randint(1, 60)):
            text = f"{number} " + "中x" * chance.choice([0, 3, 40, 60, 8000])
            cut = chance.randint(0, len(text))
            whole = masked(text)
            parts = masked(text[:cut], fin=False) + masked("", Opcode.PING) + masked(text[cut:], Opcode.CONT)
            data += chance.choice([whole, whole, whole, parts])
            said.append(text)
        while data:
            size = chance.choice([1, 7, 100, 5_000, 200_000])
            await fed(protocol, wire, data[:size])
            data = data[size:]
        await settled()
        assert guest.texts == said


@pytest.mark.parametrize(
    ("mask", "cut"),
    [(bytes((0x81 ^ ord("{"), 0x85 ^ ord('"'), 1, 2)), 6), (b"\x81\x80\x11\x22", 2), (b"\x81\x80\x11\x22", 4)],
    ids=["payload", "mask", "half of the mask"],
)
async def test_middle_of_a_frame_is_not_taken_for_another(mask: bytes, cut: int) -> None:
    """FR10: Though it looks like one, and all before it has been taken out of the parser's buffer."""
    text = '{"type":"ping","ref":1}'
    payload = bytes(byte ^ mask[index % 4] for index, byte in enumerate(text.encode()))
    frame = bytes((0x81, 0x80 | len(payload))) + mask + payload
    guest = Guest()
    protocol, _ = await adopted(guest)
    protocol.data_received(frame[:cut])
    protocol.data_received(frame[cut:])
    protocol.data_received(masked("next"))
    assert guest.texts == [text, "next"]


async def test_flooder_gets_a_fair_share() -> None:
    """BP9: What came together is taken some messages a turn, and not read on meanwhile."""
    guest = Guest()
    protocol, wire = await adopted(guest)
    protocol.data_received(b"".join(masked(str(number)) for number in range(3 * FAIR_SHARE)))
    for turn in range(1, 4):
        assert len(guest.texts) == turn * FAIR_SHARE
        assert wire.is_read is (turn == 3)
        await asyncio.sleep(0)
    assert guest.texts == [str(number) for number in range(3 * FAIR_SHARE)]


async def test_full_parser_gets_a_slice_at_a_time() -> None:
    """BP9: The smallest frames by the thousand do not hold the loop up either."""
    guest = Guest()
    protocol, wire = await adopted(guest)
    fragments = masked("", fin=False) + masked("", Opcode.CONT, fin=False) * 10
    protocol.data_received(fragments + masked("x" * 10 * SLICE_BYTES, Opcode.CONT))
    assert not wire.is_read
    assert guest.texts == []
    await settled()
    assert [len(text) for text in guest.texts] == [10 * SLICE_BYTES]
    assert wire.is_read


async def test_receiver_that_fails_is_closed(caplog: pytest.LogCaptureFixture) -> None:
    """FR10: A bug is an end with a code, and no silence."""
    guest = Guest()
    protocol, _ = await adopted(guest)

    def fail() -> None:
        raise RuntimeError("a bug")

    guest.on_text = fail
    protocol.data_received(masked("one"))
    assert guest.closed_with == [CloseCode.INTERNAL_ERROR]
    assert "a bug" in caplog.text


async def test_nothing_is_handed_on_after_our_close() -> None:
    """SE5: Though it came in the same piece."""
    guest = Guest()
    protocol, wire = await adopted(guest)
    guest.on_text = lambda: protocol.send_close(1000, "goodbye")
    protocol.data_received(masked("one") + masked("two") + masked("three"))
    await settled()
    assert (guest.texts, guest.ends) == (["one"], [1000])
    assert wire.sent.endswith(b"\x03\xe8goodbye")


async def test_who_writes_on_after_a_close_is_cut_off() -> None:
    """BP4: What was on its way is read, a flood is not."""
    guest = Guest()
    protocol, wire = await adopted(guest)
    protocol.send_close(1000, "goodbye")
    rest = masked("x" * 60_000)
    for _ in range(MAX_LATE_BYTES // len(rest)):
        await fed(protocol, wire, rest)
    assert wire.ended is None
    await fed(protocol, wire, rest)
    assert wire.ended == "aborted"


async def test_pings_and_pongs_are_bounded() -> None:
    """BP8: Ten in a second are answered; one more closes with a code that says why."""
    for opcode, answers in ((Opcode.PING, CONTROL_FRAMES_PER_SECOND), (Opcode.PONG, 0)):
        guest = Guest()
        protocol, wire = await adopted(guest)
        for _ in range(CONTROL_FRAMES_PER_SECOND):
            protocol.data_received(masked("", opcode))
        assert (wire.sent.count(b"\x8a\x00"), guest.ends) == (answers, [])
        protocol.data_received(masked("", opcode))
        assert guest.ends == [CloseCode.TOO_FAST]
        await settled()


async def test_binary_message_is_told_apart() -> None:
    """FR5: By the full parser."""
    guest = Guest()
    protocol, _ = await adopted(guest)
    protocol.data_received(masked("x", Opcode.BINARY))
    assert (guest.binaries, guest.texts) == (1, [])


@pytest.mark.parametrize(
    ("last", "code"),
    [(Frame(Opcode.CLOSE, b"\x03\xe9").serialize(mask=True), 1001), (None, 1005)],
    ids=["close", "loss"],
)
async def test_end_is_told_with_its_code(last: bytes | None, code: int) -> None:
    """PR4, PR5: How a connection ended decides how long its client may stay away."""
    guest = Guest()
    protocol, _ = await adopted(guest)
    if last is not None:
        protocol.data_received(last)
    protocol.connection_lost(None)
    assert guest.ends[0] == code
    assert guest.flow == ["end"]


async def test_flow_is_told_and_input_waits(caplog: pytest.LogCaptureFixture) -> None:
    """BP1, BP3: Whoever does not take what he is sent is neither written to nor listened to."""
    guest = Guest()
    protocol, wire = await adopted(guest)
    protocol.pause_writing()
    assert (guest.flow, wire.is_read) == (["paused"], False)
    protocol.resume_writing()
    assert (guest.flow, wire.is_read) == (["paused", "resumed"], True)


async def test_idle_connection_remembers_no_handshake() -> None:
    """BP4: Ten thousand of them cost no more than they must."""
    protocol, _ = await adopted(Guest())
    assert not any(hasattr(protocol, name) for name in ("scope", "request", "response"))
    assert cast("Any", protocol).tasks == set()
