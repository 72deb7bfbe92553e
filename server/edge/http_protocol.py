"""uvicorn's HTTP protocol, with bounds on how much and how long a client sends before its request is complete.

Every WebSocket begins here. The methods that it overrides promise nothing;
``server/tests/edge/test_http_protocol.py`` fails when uvicorn changes under it.
"""

import asyncio
import logging
import re
from asyncio import TimerHandle
from typing import Any

from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from websockets.datastructures import Headers
from websockets.http11 import Request

from server.edge.paced_lines import about
from server.edge.quotas import PlainConnections
from server.edge.security_headers import SECURITY_LINES
from server.edge.transport import ParleyWebSocketProtocol

telemetry = logging.getLogger(__name__)

MAX_HEADER_BYTES = 32 * 1024
"""A request line and headers of more are refused with 431 (RFC 6585): four times
what browsers and proxies send with large cookies."""

HEADER_SECONDS = 5.0
"""How long they may take to arrive; a client that sends a byte now and then is disconnected."""

REQUEST_SECONDS = 60.0
"""How long a request may take after its headers, its body and its answer included:
a client that sends its body slowly, or does not read the answer, keeps no socket for
ever. The largest file that is served arrives within it over a bad telephone line."""

MAX_WAITING_REQUESTS = 16
"""Requests that may wait for their turn on one connection. Browsers send none ahead;
a read's worth of the smallest would be thousands."""

LINGER_SECONDS = 1.0
"""How long a refused client may continue before it is disconnected. To disconnect at
once would answer its further bytes by a reset, which discards the refusal."""

LINGER_BYTES = 1024 * 1024
"""How much it may send meanwhile."""

_TOO_LARGE = b"431 Request Header Fields Too Large"
_BAD = b"400 Bad Request"
_NO_SUCH_CODING = b"501 Not Implemented"
_NO_SUCH_VERSION = b"505 HTTP Version Not Supported"

# RFC 3986 §3.2.2, as far as a name or an address can have it.
_HOST = re.compile(rb"([\w.~!$&'()*+,;=%-]+|\[[0-9a-fA-F:.]+\])(:\d*)?", re.ASCII)


class _LinesAbout(logging.LoggerAdapter[logging.Logger]):
    """A logger whose lines are about one address."""

    @property
    def level(self) -> int:
        """As uvicorn asks for it."""
        return self.logger.level


class ParleyHttpProtocol(HttpToolsProtocol):
    """A connection whose requests have to be complete in time."""

    _deadline: TimerHandle | None = None
    _request_deadline: TimerHandle | None = None
    _header_bytes = 0
    _is_refused = False
    _is_upgraded = False
    _answered: RequestResponseCycle | None = None
    """The request whose answer is under way; uvicorn knows the last one that came."""

    def __init__(self, *args: Any, plain_connections: PlainConnections, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plain_connections = plain_connections
        self._is_counted = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # None of uvicorn's own lines about this connection has the address in its text.
        self.logger = _LinesAbout(self.logger, about(self._address))  # type: ignore[assignment]
        if self.client and not self._plain_connections.admit(self._address):
            telemetry.info(
                "hung up on: too many connections without a room, from %s", self._address, extra=about(self._address)
            )
            self._is_refused = True
            transport.abort()
            return
        self._is_counted = bool(self.client)
        self._expect_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._count_out()
        self._headers_came()
        self._request_is_over()
        self.pipeline.clear()
        if self._answered is not None and not self._answered.response_complete:
            # Else it would be written to a connection that is gone, and each such fault takes a traceback's time.
            self._answered.disconnected = True
            self._answered.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._header_bytes += len(data)
        if self._is_refused:
            if self._header_bytes > LINGER_BYTES:
                self.transport.abort()
            return
        self._work()
        super().data_received(data)
        self._expect_something()
        # The parser keeps an unfinished line, however long; so what it was given is counted.
        if self._deadline is not None and self._header_bytes > MAX_HEADER_BYTES and not self.transport.is_closing():
            self._refuse(_TOO_LARGE)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._answered = cycle
        super()._start_asgi_task(cycle, app)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._deadline is None:
            self._expect_headers()  # Another request on a connection that was kept.

    def on_headers_complete(self) -> None:
        if self._is_refused:
            return
        self._headers_came()
        fault = self._fault_of_request()
        if fault is not None:
            self._refuse(fault)
            return
        if len(self.pipeline) >= MAX_WAITING_REQUESTS:
            self._is_refused = True
            self._cut_off()
            return
        super().on_headers_complete()
        self._request_is_over()
        self._request_deadline = self.loop.call_later(REQUEST_SECONDS, self._time_is_over)

    def _fault_of_request(self) -> bytes | None:
        """Return the status that refuses what another reader of the request may understand otherwise (HT3)."""
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MAX_HEADER_BYTES:
            return _TOO_LARGE
        version = self.parser.get_http_version()
        if version not in ("1.0", "1.1"):
            return _NO_SUCH_VERSION
        hosts = [value for name, value in self.headers if name == b"host"]
        # RFC 9112 §3.2; of HTTP/1.0 a host is not asked.
        if len(hosts) > 1 or (version == "1.1" and not hosts) or (hosts and not _HOST.fullmatch(hosts[0])):
            return _BAD
        # §3.2.2: a request with another host there than here means two servers.
        scheme, is_absolute, rest = self.url.partition(b"://")
        if is_absolute and b"/" not in scheme and hosts and rest.partition(b"/")[0].lower() != hosts[0].lower():
            return _BAD
        codings = [value.lower() for name, value in self.headers if name == b"transfer-encoding"]
        if codings and version == "1.0":
            return _BAD
        return _NO_SUCH_CODING if codings and codings != [b"chunked"] else None

    def send_400_response(self, msg: str) -> None:
        """Answer what cannot be parsed, with the headers that every answer has (HT2).

        The parser may also stumble over the rest of what was refused already.
        """
        if self._is_refused:
            return
        self.transport.write(_answer(_BAD, msg.encode("ascii")))
        self.transport.close()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._end_answer()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._end_answer()

    def _end_answer(self) -> None:
        """Wait for a further request, if nothing of the last one is on its way any more, in or out.

        A body that comes still and an answer that is not read have the rest of the time.
        """
        if self._is_answered and not self.transport.get_write_buffer_size():
            self._request_is_over()
            self._rest()

    @property
    def _is_answered(self) -> bool:
        cycle = self.cycle
        return cycle is not None and cycle.response_complete and not self.pipeline and not cycle.more_body  # type: ignore[redundant-expr]

    def _time_is_over(self) -> None:
        self._request_deadline = None
        if self._is_answered and not self.transport.get_write_buffer_size():
            self._expect_something()  # The client read it in time: asyncio tells that of large answers only.
        else:
            self._cut_off()

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
        has_body = any(
            name == b"transfer-encoding" or (name == b"content-length" and value.strip(b"0"))
            for name, value in self.headers
        )
        if has_body or self.scope["http_version"] != "1.1":
            self.send_400_response("A WebSocket begins with version 1.1 of HTTP, and has no body.")
            return
        self._is_upgraded = True
        self._count_out()  # From here on the census counts it.
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
            self._rest()

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
        telemetry.info(
            "cut off: its request came too slowly, or too many came ahead; from %s",
            self._address,
            extra=about(self._address),
        )
        self.transport.abort()

    def _rest(self) -> None:
        # A part of the next request may be here already.
        if self._is_counted and self._deadline is None and not self.transport.is_closing():
            self._plain_connections.rest(self._address, self._make_room)

    def _work(self) -> None:
        if self._is_counted:
            self._plain_connections.work(self._address, self._make_room)

    def _make_room(self) -> None:
        """Hang up, so that another connection of the address has a place (AU10)."""
        self._count_out()
        self.transport.close()

    def _count_out(self) -> None:
        self._work()
        if self._is_counted:
            self._is_counted = False
            self._plain_connections.release(self._address)

    @property
    def _address(self) -> str:
        return self.client[0] if self.client else "nowhere"

    def _refuse(self, status: bytes) -> None:
        telemetry.info(
            "refused with %s, its headers are too many or can be misread: from %s",
            status.decode(),
            self._address,
            extra=about(self._address),
        )
        self._headers_came()
        self._is_refused = True
        self.transport.write(_answer(status, b""))
        self.transport.write_eof()
        self._deadline = self.loop.call_later(LINGER_SECONDS, self.transport.abort)


def _answer(status: bytes, text: bytes) -> bytes:
    return (
        b"HTTP/1.1 %b\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n%bconnection: close\r\n\r\n%b"
        % (
            status,
            len(text),
            SECURITY_LINES,
            text,
        )
    )
