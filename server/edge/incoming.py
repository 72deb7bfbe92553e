"""The receiving half of a WebSocket: a short way for what is common, bounds on everything else.

Whole, masked texts go to whoever is *adopted* by a plain call, in the turn in
which they came. What else there is goes to the full parser, a slice at a time.
"""

import logging
import socket
import struct
from collections.abc import Generator
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode as Rfc6455CloseCode
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import OPEN, Protocol
from websockets.server import ServerProtocol

from server.core.pace import Pace
from server.edge.direct import Receiver
from server.edge.endpoint import FAIR_SHARE
from server.edge.masking import take_text
from server.edge.security_headers import SECURITY_HEADERS
from server.protocol.close_codes import CLOSE_RULES, CloseCode

MAX_LATE_BYTES = 2 * 1024 * 1024
"""What a client may send after our close frame: what is on its way, and no flood."""

MAX_FRAGMENTS = 64
"""Fragments of one message; empty ones cost their sender almost nothing, and us
a place in a list each."""

CONTROL_FRAMES_PER_SECOND = 10
"""Pings and pongs of one client (BP8): a hundred times what keeping a connection takes."""

SLICE_BYTES = 4 * 1024
"""What the full parser is given between two turns of the event loop: some 700 of
the smallest frames, which take it a few milliseconds."""

_NO_LINGER = struct.pack("ii", 1, 0)
"""Of SO_LINGER: what the kernel still holds is dropped with the socket."""

telemetry = logging.getLogger(__name__)


class _StateMachine(ServerProtocol):
    """websockets' own, except that an unfinished message is no fault of a close frame.

    Control frames may come between the fragments of a message (RFC 6455,
    section 5.4), and a close frame there means what its code says.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._is_at_a_frame = False
        # Asked by the parser whenever it is about to read a frame, and by nobody else.
        self.reader.at_eof = self._wait_for_frame  # type: ignore[method-assign]

    @property
    def is_between_messages(self) -> bool:
        """True where the next byte begins a frame, and a message.

        An empty buffer does not tell: the parser takes the parts of a frame's
        head out of it as they come.
        """
        return self._is_at_a_frame and self.current_size is None and self.state is OPEN

    def expect_frames(self) -> None:
        """Wait for no request any more, but for what follows one."""
        self.parser = Protocol.parse(self)
        next(self.parser)

    def send_response(self, response: Response) -> None:
        """Send the end of a handshake; a refusal with the headers that every answer has (HT2)."""
        if response.status_code != HTTPStatus.SWITCHING_PROTOCOLS:
            for name, value in SECURITY_HEADERS.items():
                response.headers.setdefault(name, value)
        super().send_response(response)

    def _wait_for_frame(self) -> Generator[None, None, bool]:
        while not self.reader.buffer:
            if self.reader.eof:
                return True
            self._is_at_a_frame = True
            yield
        self._is_at_a_frame = False
        return False

    def recv_frame(self, frame: Frame) -> None:
        if frame.opcode is Opcode.CLOSE:
            self.current_size = None
        super().recv_frame(frame)


class Incoming(WebSocketsSansIOProtocol):
    """A connection as far as it listens, and cuts off who does not deserve it."""

    conn: _StateMachine

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = _StateMachine(
            extensions=self.conn.available_extensions, max_size=self.config.ws_max_size, logger=self.conn.logger
        )
        self._receiver: Receiver | None = None
        self._unread = b""
        self._late_bytes = 0
        self._control_pace = Pace(CONTROL_FRAMES_PER_SECOND, CONTROL_FRAMES_PER_SECOND)

    def data_received(self, data: bytes) -> None:
        if self.close_sent:
            self._late_bytes += len(data)
            if self._late_bytes > MAX_LATE_BYTES:
                self.abort()
        if self._is_deaf:
            return
        if self._receiver is None:
            super().data_received(data)
            return
        if self._unread:
            self._unread += data  # It came before reading was paused.
            return
        self._take(self._receiver, data)

    @property
    def _is_deaf(self) -> bool:
        """True when nothing that comes in can matter: the client may still be writing what was refused."""
        return self.close_sent and (self.conn.parser_exc is not None or self._late_bytes > MAX_LATE_BYTES)

    def _take(self, receiver: Receiver, data: bytes) -> None:
        """Hand on the messages in ``data``, of which the rest waits for the next turn.

        HOT: once for each message or more. Whole, masked texts, which is what
        clients send, are taken here; whatever else comes goes to the full parser.
        """
        start, share = 0, FAIR_SHARE
        is_plain = self.conn.is_between_messages
        while is_plain and start < len(data) and share and not self.close_sent:
            text, end = take_text(data, start)
            if text is None:
                break
            start, share = end, share - 1
            hand(receiver, text)
        if start < len(data) and share:
            # What the full parser has begun it has to end.
            super().data_received(data[start : start + SLICE_BYTES])
            start += SLICE_BYTES
        self._wait_with(data[start:])

    def _wait_with(self, rest: bytes) -> None:
        self._unread = rest
        if rest:
            self.transport.pause_reading()
            self.loop.call_soon(self._take_unread)

    def _take_unread(self) -> None:
        rest, self._unread = self._unread, b""
        if self._receiver is None or self.transport.is_closing():
            return
        if not self._is_deaf:
            self._take(self._receiver, rest)
        if not self._unread and not self._is_paused:
            self.transport.resume_reading()

    def send_receive_event_to_app(self) -> None:
        if self.curr_msg_data_type == "text" and not self.close_sent and not _is_utf8(self.frames):
            # FR10: uvicorn would log a traceback for it.
            self.frames = []
            self.conn.fail(Rfc6455CloseCode.INVALID_DATA, "a text frame was not UTF-8")
            self.handle_parser_exception()
            return
        if self._receiver is None:
            super().send_receive_event_to_app()
            return
        message, self.frames = b"".join(self.frames), []
        if self.close_sent:
            return
        if self.curr_msg_data_type == "text":
            hand(self._receiver, message.decode())
        else:
            self._receiver.receive_bytes()

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= MAX_FRAGMENTS:
            self.conn.fail(Rfc6455CloseCode.MESSAGE_TOO_BIG, "too many fragments")
            self.handle_parser_exception()
            return
        super().handle_cont(event)

    def handle_ping(self) -> None:
        if self._may_control():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._may_control():
            super().handle_pong(event)

    def _may_control(self) -> bool:
        """Whether one more ping or pong is taken (BP8); if not, the connection closes."""
        if self._control_pace.take(self.loop.time()):
            self.conn.fail(CloseCode.TOO_FAST, CLOSE_RULES[CloseCode.TOO_FAST].reason)
            self.handle_parser_exception()
        return not self.close_sent

    @property
    def _is_paused(self) -> bool:
        return not self.writable.is_set()

    def waiting_bytes(self) -> int:
        """Return how much waits in the transport's buffer."""
        return self.transport.get_write_buffer_size()

    def abort(self) -> None:
        """Cut the connection off; for the application, as a ``Socket``.

        With a reset, where something waits: an end behind what nobody reads
        never arrives, and the kernel would keep its buffers for it.
        """
        lower: socket.socket | None = self.transport.get_extra_info("socket")
        if lower is not None and self.waiting_bytes():
            with suppress(OSError):  # It is gone already.
                lower.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self.transport.abort()


def hand(receiver: Receiver, text: str) -> None:
    """Give a text to a receiver, whose faults end in a close and a line in the log."""
    try:
        receiver.receive(text)
    except Exception:
        telemetry.exception("a message could not be taken")
        receiver.close(CloseCode.INTERNAL_ERROR)


def _is_utf8(frames: list[bytes]) -> bool:
    try:
        b"".join(frames).decode()
    except UnicodeDecodeError:
        return False
    return True
