"""Runs the app in one process until a signal comes, with everything set that uvicorn leaves open."""

import errno
import logging
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.core.ports import StoreUnavailable
from server.edge.http_protocol import ParleyHttpProtocol
from server.edge.telemetry import logging_config
from server.protocol.entries import MAX_FRAME_BYTES
from server.settings import BadSettings, Settings
from server.stores.options import StoreUrlError

WEBSOCKET_PROTOCOL = "server.edge.transport:ParleyWebSocketProtocol"

MAX_UNSENT_BYTES = 64 * 1024
"""What the kernel takes of a connection's bytes beyond those that are on their way.
Left to itself it takes megabytes for a client that reads nothing, who is noticed
only after them (BP11)."""

Drain = Callable[[], Awaitable[None]]

logger = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """Says goodbye before uvicorn hangs up on everybody at once."""

    def __init__(self, config: uvicorn.Config, *, address: str, drain: Drain | None) -> None:
        super().__init__(config)
        self._address = address
        self._drain = drain

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say where."""
        await super().startup(sockets)
        if self.started:
            logger.info("Parley is at %s (Ctrl-C stops it)", self._address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the app send its clients away, then stop."""
        if self._drain is not None and not self.force_exit:
            try:
                await self._drain()
            except Exception:
                logger.exception("The goodbye failed; stopping without it.")
        await super().shutdown(sockets)


def serve(app: ASGIApp, settings: Settings, *, drain: Drain | None = None) -> None:
    """Serve until SIGINT or SIGTERM.

    Args:
        app: The application.
        settings: Where and how.
        drain: Awaited when the signal came, while connections still live.

    Raises:
        BadSettings: the address cannot be listened on.
        SystemExit: the app did not start; the reason is logged.
    """
    config = server_config(app, settings)
    sockets = listen(settings)
    address = _address(settings.host, sockets[0].getsockname()[1])
    if settings.auth == "demo" and not _is_loopback(sockets[0]):
        logger.warning("Under demo auth everybody who can reach this machine gets in, with any token.")
    with suppress(KeyboardInterrupt):  # uvicorn raises the signal again when it is done.
        Server(config, address=address, drain=drain).run(sockets=sockets)


def server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """Return uvicorn's configuration; it sets up logging on the way."""
    return uvicorn.Config(
        QuietStartup(app),
        log_config=logging_config(settings.log_level, settings.log_format),
        lifespan="on",
        http=ParleyHttpProtocol,
        ws=WEBSOCKET_PROTOCOL,
        ws_max_size=MAX_FRAME_BYTES,
        # Halves the memory of a connection and leaves no room for small
        # messages that unpack to large ones.
        ws_per_message_deflate=False,
        ws_ping_interval=settings.ping_interval_seconds,
        ws_ping_timeout=settings.ping_timeout_seconds,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        server_header=False,
        backlog=settings.backlog,
        timeout_graceful_shutdown=settings.graceful_timeout_seconds,
        # Not from WEB_CONCURRENCY: the presence of a node lives in one process.
        workers=1,
    )


def listen(settings: Settings) -> list[socket.socket]:
    """Return listening sockets for each address of the host.

    Before the store is opened, so that a second server by mistake touches
    nothing.

    Raises:
        BadSettings: there is no such address, or it is taken.
    """
    sockets: list[socket.socket] = []
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, _, _, _, where in dict.fromkeys(found):
            # With port 0 the second address takes the port that the first got.
            port = sockets[0].getsockname()[1] if sockets else where[1]
            sockets.append(_listen(family, (where[0], port, *where[2:]), settings.backlog))
    except OSError as error:
        for opened in sockets:
            opened.close()
        raise BadSettings(_refusal(settings, error)) from None
    return sockets


def _refusal(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {settings.port} of {settings.host} is taken: stop what runs there, or set PARLEY_PORT."
    place = f"port {settings.port} of {settings.host}"
    return f"Cannot listen on {place} ({error.strerror}): set PARLEY_HOST or PARLEY_PORT."


def _listen(family: int, where: tuple[Any, ...], backlog: int) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            # Whoever is accepted inherits it.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, MAX_UNSENT_BYTES)
        listener.bind(where)
        listener.listen(backlog)
    except OSError:
        listener.close()
        raise
    return listener


def _address(host: str, port: int) -> str:
    if host in ("0.0.0.0", "::"):
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_loopback(listener: socket.socket) -> bool:
    return ip_address(listener.getsockname()[0]).is_loopback


class QuietStartup:
    """Puts one sentence in the place of a traceback when the app cannot start.

    Only where the fault lies outside: a bug keeps its traceback.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, or the lifespan."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        failure: Message | None = None

        async def hold_failure(message: Message) -> None:
            nonlocal failure
            if message["type"] == "lifespan.startup.failed":
                failure = message  # The exception follows.
            else:
                await send(message)

        try:
            await self._app(scope, receive, hold_failure)
        except Exception as error:
            if failure is not None:
                await send({**failure, "message": failure_sentence(error) or failure.get("message", "")})
            raise


def failure_sentence(error: Exception) -> str | None:
    """Return what a person has to know, or None for what should not happen."""
    if isinstance(error, BadSettings):
        return str(error)
    if isinstance(error, StoreUrlError | StoreUnavailable | OSError):
        return f"The store that PARLEY_STORE_URL names cannot be opened: {error}"
    return None
