"""uvicorn's HTTP protocol, with bounds on how much and how long a client says before it asks for anything.

Every WebSocket begins here. The methods that it overrides promise nothing;
``server/tests/edge/test_http_protocol.py`` fails when uvicorn changes under it.
"""

import asyncio
import logging
from asyncio import TimerHandle

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from websockets.datastructures import Headers
from websockets.http11 import Request

from server.edge.transport import ParleyWebSocketProtocol

telemetry = logging.getLogger(__name__)

MAX_HEADER_BYTES = 32 * 1024
"""A request line and headers of more are refused with 431 (RFC 6585): four times
what browsers and proxies send with large cookies."""

HEADER_SECONDS = 5.0
"""How long they may take to arrive; whoever sends a byte now and then is cut off."""

REQUEST_SECONDS = 60.0
"""How long a request may take after its headers, its body and its answer included:
neither who dribbles the one nor who does not read the other keeps a socket for ever.
The largest file that is served arrives in it over a bad telephone line."""

MAX_WAITING_REQUESTS = 16
"""Requests that may wait for their turn on one connection. Browsers send none ahead;
a read's worth of the smallest would be thousands."""

LINGER_SECONDS = 1.0
"""How long a refused client may go on before it is cut off. To hang up at once
would answer what it still sends by a reset, which takes the refusal with it."""

LINGER_BYTES = 1024 * 1024
"""And how much it may send meanwhile."""

_REFUSAL = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-type: text/plain; charset=utf-8\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)


class ParleyHttpProtocol(HttpToolsProtocol):
    """A connection that has to come to the point."""

    _deadline: TimerHandle | None = None
    _request_deadline: TimerHandle | None = None
    _header_bytes = 0
    _is_refused = False
    _is_upgraded = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._headers_came()
        self._request_is_over()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._header_bytes += len(data)
        if self._is_refused:
            if self._header_bytes > LINGER_BYTES:
                self.transport.abort()
            return
        super().data_received(data)
        self._expect_something()
        # The parser keeps an unfinished line, however long; so what it was given is counted.
        if self._deadline is not None and self._header_bytes > MAX_HEADER_BYTES and not self.transport.is_closing():
            self._refuse()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._deadline is None:
            self._expect_headers()  # Another request on a connection that was kept.

    def on_headers_complete(self) -> None:
        if self._is_refused:
            return
        self._headers_came()
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MAX_HEADER_BYTES:
            self._refuse()
            return
        if len(self.pipeline) >= MAX_WAITING_REQUESTS:
            self._is_refused = True
            self._cut_off()
            return
        super().on_headers_complete()
        self._request_is_over()
        self._request_deadline = self.loop.call_later(REQUEST_SECONDS, self._cut_off)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        # A body that is still on its way has the rest of the time.
        if not self.pipeline and not self.cycle.more_body:
            self._request_is_over()

    def on_body(self, body: bytes) -> None:
        if not self._is_refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if not self._is_refused:
            super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """Hand the request on as it was parsed: to parse it again would take time, and other bounds."""
        self._request_is_over()
        if self._is_refused:
            return
        if self.scope["method"] != "GET" or not self.url.isascii():
            self.send_400_response("A WebSocket begins with GET and a path in ASCII.")
            return
        self._is_upgraded = True
        self.connections.discard(self)
        headers = Headers([(name.decode("latin-1"), value.decode("latin-1")) for name, value in self.headers])
        protocol = ParleyWebSocketProtocol(config=self.config, server_state=self.server_state, app_state=self.app_state)
        protocol.connection_made(self.transport)
        self.transport.set_protocol(protocol)
        protocol.take_request(Request(self.url.decode(), headers))

    def _expect_something(self) -> None:
        """Arm the keep-alive again, which any byte disarms: not every byte begins a request."""
        timers = (self._deadline, self._request_deadline, self.timeout_keep_alive_task)
        is_idle = self.cycle is None or self.cycle.response_complete  # type: ignore[redundant-expr]
        if self._is_upgraded or self.transport.is_closing():
            return
        if is_idle and timers == (None, None, None):
            wait, over = self.timeout_keep_alive, self.timeout_keep_alive_handler
            self.timeout_keep_alive_task = self.loop.call_later(wait, over)

    def _expect_headers(self) -> None:
        self._header_bytes = 0
        self._deadline = self.loop.call_later(HEADER_SECONDS, self._cut_off)

    def _headers_came(self) -> None:
        self._header_bytes = 0
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _request_is_over(self) -> None:
        if self._request_deadline is not None:
            self._request_deadline.cancel()
            self._request_deadline = None

    def _cut_off(self) -> None:
        telemetry.info("cut off: its request came too slowly, or too many came ahead; from %s", self._address)
        self.transport.abort()

    @property
    def _address(self) -> str:
        return self.client[0] if self.client else "nowhere"

    def _refuse(self) -> None:
        telemetry.info("refused with 431, more than %d bytes of headers: from %s", MAX_HEADER_BYTES, self._address)
        self._headers_came()
        self._is_refused = True
        self.transport.write(_REFUSAL)
        self.transport.write_eof()
        self._deadline = self.loop.call_later(LINGER_SECONDS, self.transport.abort)
