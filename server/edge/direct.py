"""The direct way between our own transport and the code that serves a connection, without queues in between."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from starlette.websockets import WebSocket

from server.edge.outbox import Socket
from server.protocol.close_codes import CloseCode

TRANSPORT_EXTENSION = "parley.transport"
"""The ASGI extension by which it does so."""


class Receiver(Protocol):
    """Takes the texts that a socket receives, and never waits."""

    def receive(self, text: str) -> None:
        """Take the text of one message."""
        ...

    def receive_bytes(self) -> None:
        """Take a binary message."""
        ...

    def close(self, code: CloseCode) -> None:
        """Close, for a fault that ``receive`` did not expect."""
        ...

    def ended(self, code: int) -> None:
        """Take note that the socket is gone; the first call counts."""
        ...


class Writer(Protocol):
    """Writes to a socket, and learns when it is full and when it drains."""

    def paused(self) -> None:
        """Take note that the transport holds enough."""
        ...

    def resumed(self) -> None:
        """Take note that the transport takes more."""
        ...

    def end(self) -> None:
        """Write nothing any more; may be called twice."""
        ...


class DirectSocket(Socket, Protocol):
    """A transport that can do without an ASGI application once it is open."""

    def adopt(self, receiver: Receiver, writer: Writer) -> None:
        """Serve these two from now on, until the end.

        What came in since the handshake is handed over first.
        """
        ...

    @property
    def write(self) -> Callable[[bytes], object]:
        """Sends whole messages in their final bytes; not to be called after the receiver heard of the end."""
        ...

    def send_close(self, code: int, reason: str) -> None:
        """Send a close frame, and cut off who does not answer it soon; may be called twice."""
        ...

    def wait_writable(self) -> Awaitable[object]:
        """Wait until the other side takes more, or is gone."""
        ...


class WatchedSocket(Socket, Protocol):
    """A transport that tells of its end."""

    def when_gone(self, callback: Callable[[], None]) -> None:
        """Call back when the connection is lost, or soon if it is already; the last callback that is given counts."""
        ...


def direct_socket(websocket: WebSocket) -> DirectSocket | None:
    """Return the transport below a WebSocket, if it is our own and needs no application."""
    lent = _lent(websocket)
    socket: DirectSocket | None = lent.get("socket") if lent.get("is_direct") else None
    return socket


def own_socket(websocket: WebSocket) -> WatchedSocket | None:
    """Return the transport below a WebSocket, if it is our own, as far as every connection has it."""
    socket: WatchedSocket | None = _lent(websocket).get("socket")
    return socket


def _lent(websocket: WebSocket) -> dict[str, Any]:
    extensions: dict[str, Any] = websocket.scope.get("extensions") or {}
    lent: dict[str, Any] = extensions.get(TRANSPORT_EXTENSION, {})
    return lent
