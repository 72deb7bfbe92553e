"""uvicorn's WebSocket protocol, with a short way for what is common and its edges mended.

Once a connection is *adopted*, what it receives goes to its receiver by a plain
call, in the turn in which it came, and what is written goes to the transport:
no queue, no task and no pause of the socket for each message. Its receiving half
is in ``incoming``.

Both override methods of a class that promises nothing about them;
``server/tests/edge/test_transport.py`` fails when uvicorn changes under them.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, cast

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from websockets.frames import Frame
from websockets.http11 import Request

from server.edge.direct import TRANSPORT_EXTENSION, Receiver, Writer
from server.edge.incoming import Incoming, hand
from server.edge.outbox import nothing
from server.edge.telemetry import CONNECTIONS
from server.protocol.close_codes import CloseCode

telemetry = logging.getLogger(__name__)

CLOSE_TIMEOUT_SECONDS = 1.0
"""How long the other side may take to answer a close frame. What it sends
meanwhile is read and dropped, so a long wait would feed a flooder."""


class ParleyWebSocketProtocol(Incoming):
    """A connection that always ends, and tells the client why where it can."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.close_timeout = CLOSE_TIMEOUT_SECONDS
        self.logger = self.conn.logger = logging.getLogger(CONNECTIONS)
        self._writer: Writer | None = None
        self._when_gone: Callable[[], None] = nothing

    # ---- the application ----

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope"):
            extensions = cast("dict[str, Any]", self.scope["extensions"])
            # Bytes that are compressed for one connection fit no other, so they are written the ordinary way.
            extensions[TRANSPORT_EXTENSION] = {"socket": self, "is_direct": not self.conn.extensions}

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
            if not self.handshake_complete and self.initial_response is None:
                self.logger.error("ASGI callable returned without completing handshake.")
                self.send_500_response()
        if self.close_timer is None and self._receiver is None:
            self.transport.close()

    def take_request(self, request: Request) -> None:
        """Begin with a request that was parsed already; its bounds were looked at there (AU11)."""
        self.conn.expect_frames()
        self.handle_connect(request)

    def adopt(self, receiver: Receiver, writer: Writer) -> None:
        """Serve ``receiver`` from now on; see ``DirectSocket``."""
        early, self.queue = self.queue, cast("asyncio.Queue[Any]", _Ending(receiver))
        self._receiver, self._writer = receiver, writer
        while not early.empty():
            event = early.get_nowait()
            if event["type"] == "websocket.receive":
                text = event.get("text")
                receiver.receive_bytes() if text is None else hand(receiver, text)
            else:
                self.queue.put_nowait(event)
        if not self.writable.is_set():
            writer.paused()
        self.read_paused = False
        if not self._is_paused:
            self.transport.resume_reading()
        # A thousand idle connections need not remember a thousand handshakes.
        del self.scope, self.request, self.response

    # ---- what goes out ----

    @property
    def write(self) -> Callable[[bytes], object]:
        """The transport's own; for the application, as a ``DirectSocket``."""
        return self.transport.write

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

    def pause_writing(self) -> None:
        # Nothing is read from a client that does not read: its pings alone would
        # fill the buffer with pongs.
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

    def when_gone(self, callback: Callable[[], None]) -> None:
        """Call back when the connection is lost; for the application, as a ``Socket``."""
        self._when_gone = callback
        if self.disconnected:
            self.loop.call_soon(callback)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._when_gone()
        if self._writer is not None:
            self._writer.end()
        self._unread = b""

    def handle_parser_exception(self) -> None:
        """Send the close frame and give the client the time to read it.

        uvicorn closes the socket at once; where the client is still writing,
        the kernel answers that with a reset, and the close frame is lost.
        """
        # Messages before the fault are taken as if they had come alone.
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
        if event["type"] != "websocket.disconnect":
            return
        try:
            self._receiver.ended(int(event.get("code") or CloseCode.GOING_AWAY))
        except Exception:
            # Whoever told of the end has a socket to close.
            telemetry.exception("the end of a connection could not be taken")
