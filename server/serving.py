"""Runs the app in one process until a signal comes, with everything set that uvicorn leaves open."""

import asyncio
import gc
import logging
import socket
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from ipaddress import ip_address
from types import FrameType
from typing import Any, cast

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.core.ports import StoreUnavailable
from server.edge.forwarded import ForwardedFor
from server.edge.http_protocol import ParleyHttpProtocol
from server.edge.paced_lines import tell_all_left_out
from server.edge.quotas import PlainConnections
from server.edge.short_way import RoomsFirst
from server.edge.telemetry import logging_config
from server.listening import address_of, listen
from server.open_files import allow_connections
from server.protocol.entries import MAX_FRAME_BYTES
from server.settings import BadSettings, Settings, unknown_settings
from server.stores.options import StoreUrlError

WEBSOCKET_PROTOCOL = "server.edge.transport:ParleyWebSocketProtocol"

Drain = Callable[[], Coroutine[Any, Any, None]]

logger = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """Says goodbye before uvicorn hangs up on everybody at once."""

    def __init__(
        self, config: uvicorn.Config, *, announce: Callable[[], None], drain: Drain | None, stop_seconds: float
    ) -> None:
        super().__init__(config)
        self._announce = announce
        self._drain = drain
        self._stop_seconds = stop_seconds
        self._goodbye: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the app send its clients away, then stop, within the time that there is for all of it."""
        try:
            async with asyncio.timeout(self._stop_seconds):
                await self._say_goodbye()
                await super().shutdown(sockets)
        except TimeoutError:
            logger.error("It took more than %g s to stop; what was left is cut off.", self._stop_seconds)
        finally:
            tell_all_left_out()

    async def _say_goodbye(self) -> None:
        if self._drain is None or self._is_hurried():
            return
        self._goodbye = asyncio.create_task(self._drain())
        try:
            await self._goodbye
        except asyncio.CancelledError:
            if not self._is_hurried():
                raise
            logger.warning("The goodbye was cut short.")
        except Exception:
            logger.exception("The goodbye failed; stopping without it.")

    def _is_hurried(self) -> bool:
        return self.force_exit

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal; a second Ctrl-C waits for nobody."""
        super().handle_exit(sig, frame)
        if self._is_hurried() and self._goodbye is not None:
            # Signals come between any two instructions, and wake no loop by themselves.
            self._goodbye.get_loop().call_soon_threadsafe(self._goodbye.cancel)


def serve(settings: Settings) -> None:
    """Serve in this process until SIGINT or SIGTERM.

    Raises:
        BadSettings: the address cannot be listened on, or the settings make no app.
        SystemExit: the app did not start; the reason is logged.
    """
    app = make_app(settings)
    config = server_config(app, settings)
    sockets = listen(settings)
    warn_of_settings(settings, sockets)
    allow_connections(settings.connections)
    place = address_of(settings, sockets)
    run(app, settings, config, sockets, lambda: logger.info("Parley is at %s (Ctrl-C stops it)", place))


def run(
    app: FastAPI,
    settings: Settings,
    config: uvicorn.Config,
    sockets: list[socket.socket],
    announce: Callable[[], None],
) -> None:
    """Serve sockets that listen already; ``announce`` is called once, when it begins.

    Raises:
        SystemExit: the app did not start; the reason is logged.
    """
    spare_the_collector()
    server = Server(config, announce=announce, drain=app.state.drain, stop_seconds=stop_seconds(settings))
    with suppress(KeyboardInterrupt):  # uvicorn raises the signal again when it is done.
        server.run(sockets=sockets)


def spare_the_collector() -> None:
    """Have Python look for cycles where there may be some, and less often.

    What was imported stays for ever, so it is not gone through again. And of
    what a message makes nearly everything is freed by its count: on its
    defaults the collector took a quarter of a busy server's time (py-spy, 500
    rooms of 2), going over logs and tails that hold no cycle.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def make_app(settings: Settings) -> FastAPI:
    """Return the application.

    Raises:
        BadSettings: the settings make none.
    """
    # Only here: a fault of the settings is reported before everything is imported.
    from server.app import create_app

    try:
        return create_app(settings)
    except Exception as error:
        sentence = failure_sentence(error)
        if sentence is None:
            raise
        raise BadSettings(sentence) from None


def stop_seconds(settings: Settings) -> float:
    """Return how long a server may take to stop (ST3): the window, a second to go, uvicorn's own time, the store's."""
    return settings.drain_seconds + 1 + settings.graceful_timeout_seconds + 1


def warn_of_settings(settings: Settings, sockets: Sequence[socket.socket]) -> None:
    """Say who gets in, where that is everybody, and which variables nobody reads."""
    for sentence in unknown_settings():
        logger.warning("%s", sentence)
    if settings.auth == "demo" and not ip_address(sockets[0].getsockname()[0]).is_loopback:
        logger.warning("Under demo auth everybody who can reach this machine gets in, with any token.")
        if not settings.allowed_hosts:
            logger.warning(
                "So does any web page that somebody here has open, by a host name that it points to this machine: "
                "PARLEY_ALLOWED_HOSTS=localhost, or the names that the server goes by, keeps it out."
            )


def server_config(app: FastAPI, settings: Settings, worker: int | None = None) -> uvicorn.Config:
    """Return uvicorn's configuration; it sets up logging on the way."""
    return uvicorn.Config(
        QuietStartup(ForwardedFor(RoomsFirst(app), settings.trusted_proxies)),
        log_config=logging_config(settings.log_level, settings.log_format, worker),
        lifespan="on",
        # uvicorn calls it as it would call the class.
        http=cast(
            "type[asyncio.Protocol]",
            partial(
                ParleyHttpProtocol,
                plain_connections=PlainConnections(settings.connections_per_address, settings.trusted_proxies),
            ),
        ),
        ws=WEBSOCKET_PROTOCOL,
        ws_max_size=MAX_FRAME_BYTES,
        # Off, it halves the memory of a connection.
        ws_per_message_deflate=settings.compression,
        ws_ping_interval=settings.ping_interval_seconds,
        ws_ping_timeout=settings.ping_timeout_seconds,
        # `ForwardedFor` takes more spellings.
        proxy_headers=False,
        server_header=False,
        backlog=settings.backlog,
        timeout_graceful_shutdown=settings.graceful_timeout_seconds,
        # Not from WEB_CONCURRENCY: `server.workers` starts them, each a node of its own.
        workers=1,
    )


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
