"""uvicorn's WebSocket protocol, with those edges mended that the application cannot see.

It overrides methods of a class that promises nothing about them;
``server/tests/edge/test_transport.py`` fails when uvicorn changes under it.
"""

from typing import Any, cast

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode as Rfc6455CloseCode
from websockets.frames import Frame
from websockets.http11 import Request

from server.edge.endpoint import TRANSPORT_EXTENSION

CLOSE_TIMEOUT_SECONDS = 1.0
"""How long the other side may take to answer a close frame. What it sends
meanwhile is read and dropped, so a long wait would feed a flooder."""

MAX_FRAGMENTS = 64
"""Fragments of one message; empty ones cost their sender almost nothing, and us
a place in a list each."""


class ParleyWebSocketProtocol(WebSocketsSansIOProtocol):
    """A connection that always ends, and tells the client why where it can."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.close_timeout = CLOSE_TIMEOUT_SECONDS

    def data_received(self, data: bytes) -> None:
        if self.close_sent and self.conn.parser_exc is not None:
            return  # The client may still be writing what was already refused.
        super().data_received(data)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope"):
            extensions = cast("dict[str, Any]", self.scope["extensions"])
            extensions[TRANSPORT_EXTENSION] = {"socket": self}

    def abort(self) -> None:
        """Cut the connection off; for the application, as a ``Socket``."""
        self.transport.abort()

    def waiting_bytes(self) -> int:
        """Return how much waits in the transport's buffer."""
        return self.transport.get_write_buffer_size()

    def pause_writing(self) -> None:
        # Who does not read what it is sent is not listened to: its pings alone
        # would fill the buffer with pongs.
        super().pause_writing()
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        super().resume_writing()
        if not self.read_paused:
            self.transport.resume_reading()

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= MAX_FRAGMENTS:
            self.conn.fail(Rfc6455CloseCode.MESSAGE_TOO_BIG, "too many fragments")
            self.handle_parser_exception()
            return
        super().handle_cont(event)

    def send_receive_event_to_app(self) -> None:
        if self.curr_msg_data_type == "text" and not self.close_sent and not _is_utf8(self.frames):
            # FR10: uvicorn would log a traceback for it.
            self.frames = []
            self.conn.fail(Rfc6455CloseCode.INVALID_DATA, "a text frame was not UTF-8")
            self.handle_parser_exception()
            return
        super().send_receive_event_to_app()

    def handle_parser_exception(self) -> None:
        """Send the close frame and give the client the time to read it.

        uvicorn closes the socket at once; where the client is still writing,
        the kernel answers that with a reset, and the close frame is lost.
        """
        if self.close_sent or self.conn.close_sent is None:
            return
        close = self.conn.close_sent
        self.queue.put_nowait({"type": "websocket.disconnect", "code": close.code, "reason": close.reason})
        self.close_sent = True
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.resume_reading()
        self._abort_soon()

    async def send(self, message: ASGISendEvent) -> None:
        await super().send(message)
        if message["type"] == "websocket.close" and self.close_timer is not None:
            self._abort_soon()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        # ``close`` waits for a buffer that nobody reads any more.
        self.transport.abort()

    def _abort_soon(self) -> None:
        if self.close_timer is not None:
            self.close_timer.cancel()
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)


def _is_utf8(frames: list[bytes]) -> bool:
    try:
        b"".join(frames).decode()
    except UnicodeDecodeError:
        return False
    return True
