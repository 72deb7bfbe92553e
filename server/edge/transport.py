"""uvicorn's WebSocket protocol, with a short way for what is common and its edges mended.

Once a connection is *adopted*, what it receives goes to its receiver by a plain
call, in the turn in which it came, and what is written goes to the transport:
no queue, no task and no pause of the socket for each message.

It overrides methods of a class that promises nothing about them;
``server/tests/edge/test_transport.py`` fails when uvicorn changes under it.
"""

import asyncio
import logging
import socket
import struct
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any, cast

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode as Rfc6455CloseCode
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import OPEN
from websockets.server import ServerProtocol

from server.core.pace import Pace
from server.edge.direct import TRANSPORT_EXTENSION, Receiver, Writer
from server.edge.endpoint import FAIR_SHARE
from server.edge.masking import take_text
from server.protocol.close_codes import CLOSE_RULES, CloseCode

CLOSE_TIMEOUT_SECONDS = 1.0
"""How long the other side may take to answer a close frame. What it sends
meanwhile is read and dropped, so a long wait would feed a flooder."""

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
    """websockets' own, but that a message which nobody ends is no fault of a close frame.

    Control frames may come between the fragments of a message (RFC 6455,
    section 5.4), and who closes there means what his code says.
    """

    def recv_frame(self, frame: Frame) -> None:
        if frame.opcode is Opcode.CLOSE:
            self.current_size = None
        super().recv_frame(frame)


class ParleyWebSocketProtocol(WebSocketsSansIOProtocol):
    """A connection that always ends, and tells the client why where it can."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = _StateMachine(
            extensions=self.conn.available_extensions, max_size=self.config.ws_max_size, logger=self.conn.logger
        )
        self.close_timeout = CLOSE_TIMEOUT_SECONDS
        self._receiver: Receiver | None = None
        self._writer: Writer | None = None
        self._unread = b""
        self._late_bytes = 0
        self._is_between_frames = True
        self._control_pace = Pace(CONTROL_FRAMES_PER_SECOND, CONTROL_FRAMES_PER_SECOND)

    # ---- what comes in ----

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
        while start < len(data) and share and self._is_between_frames and not self.close_sent:
            text, end = take_text(data, start)
            if text is None:
                break
            start, share = end, share - 1
            _hand(receiver, text)
        if start < len(data) and share:
            # What the full parser has begun it has to end.
            start = self._parse(data, start)
        self._wait_with(data[start:])

    def _parse(self, data: bytes, start: int) -> int:
        """Give the full parser a slice; return where it ends."""
        end = start + SLICE_BYTES
        super().data_received(data[start:end])
        conn = self.conn
        self._is_between_frames = (
            not conn.reader.buffer and conn.current_size is None and conn.parser_exc is None and conn.state is OPEN
        )
        return end

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
            _hand(self._receiver, message.decode())
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

    # ---- the application ----

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope"):
            extensions = cast("dict[str, Any]", self.scope["extensions"])
            extensions[TRANSPORT_EXTENSION] = {"socket": self}

    async def run_asgi(self) -> None:
        """Run the application, which may be over long before an adopted connection is."""
        try:
            await self.app(self.scope, self.receive, self.send)
        except ClientDisconnected:
            pass
        except BaseException:
            self.logger.exception("Exception in ASGI application\n")
            self.send_500_response()
        else:
            if not self.handshake_complete:
                self.logger.error("ASGI callable returned without completing handshake.")
                self.send_500_response()
        if self.close_timer is None and self._receiver is None:
            self.transport.close()

    def adopt(self, receiver: Receiver, writer: Writer) -> None:
        """Serve ``receiver`` from now on; see ``DirectSocket``."""
        early, self.queue = self.queue, cast("asyncio.Queue[Any]", _Ending(receiver))
        self._receiver, self._writer = receiver, writer
        while not early.empty():
            event = early.get_nowait()
            if event["type"] == "websocket.receive":
                text = event.get("text")
                receiver.receive_bytes() if text is None else _hand(receiver, text)
            else:
                self.queue.put_nowait(event)
        if not self.writable.is_set():
            writer.paused()
        self._is_between_frames = not self.conn.reader.buffer and self.conn.current_size is None
        self.read_paused = False
        if not self._is_paused:
            self.transport.resume_reading()
        # A thousand idle connections need not remember a thousand handshakes.
        del self.scope, self.request, self.response

    # ---- what goes out ----

    @property
    def _is_paused(self) -> bool:
        return not self.writable.is_set()

    def write(self, data: bytes) -> None:
        """Send whole messages in their final bytes; for the application, as a ``DirectSocket``."""
        if not self.close_sent:
            self.transport.write(data)

    def send_close(self, code: int, reason: str) -> None:
        """Send a close frame, and cut off who does not answer it soon; may be called twice."""
        if self.close_sent or self.transport.is_closing():
            return
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self._abort_soon()
        # The answer to the close is waited for, so it has to be read.
        self.transport.resume_reading()

    def wait_writable(self) -> Awaitable[object]:
        """Wait until the other side takes more, or is gone."""
        return self.writable.wait()

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

    def waiting_bytes(self) -> int:
        """Return how much waits in the transport's buffer."""
        return self.transport.get_write_buffer_size()

    def pause_writing(self) -> None:
        # Who does not read what it is sent is not listened to: its pings alone
        # would fill the buffer with pongs.
        super().pause_writing()
        self.transport.pause_reading()
        if self._writer is not None:
            self._writer.paused()

    def resume_writing(self) -> None:
        super().resume_writing()
        if not self.read_paused and not self._unread:
            self.transport.resume_reading()
        if self._writer is not None:
            self._writer.resumed()

    async def send(self, message: ASGISendEvent) -> None:
        await super().send(message)
        if message["type"] == "websocket.close" and self.close_timer is not None:
            self._abort_soon()

    # ---- the end ----

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._writer is not None:
            self._writer.end()
        self._unread = b""

    def handle_parser_exception(self) -> None:
        """Send the close frame and give the client the time to read it.

        uvicorn closes the socket at once; where the client is still writing,
        the kernel answers that with a reset, and the close frame is lost.
        """
        # What came before the fault is as good as if it had come alone.
        self.handle_events()
        if self.close_sent or self.conn.close_sent is None:
            return
        close = self.conn.close_sent
        self.queue.put_nowait({"type": "websocket.disconnect", "code": close.code, "reason": close.reason})
        self.close_sent = True
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.resume_reading()
        self._abort_soon()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        # BP10: ``close`` waits for a buffer that nobody reads any more.
        self.abort()

    def handle_close(self, event: Frame) -> None:
        super().handle_close(event)
        self._abort_soon()  # BP10: so does it here, of who asked for a close and reads nothing.

    def shutdown(self) -> None:
        """Hang up, for uvicorn, which calls it of every connection when it stops."""
        if not self.transport.is_closing():
            super().shutdown()
            self._abort_soon()

    def _abort_soon(self) -> None:
        if self.close_timer is not None:
            self.close_timer.cancel()
        self.close_timer = self.loop.call_later(self.close_timeout, self.abort)


class _Ending:
    """Stands where uvicorn keeps its queue, for a connection that was adopted.

    Everything but the end reaches the receiver by another way.
    """

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver

    def put_nowait(self, event: dict[str, Any]) -> None:
        """Tell the receiver of the end."""
        if event["type"] == "websocket.disconnect":
            self._receiver.ended(int(event.get("code") or CloseCode.GOING_AWAY))


def _hand(receiver: Receiver, text: str) -> None:
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
