"""A real server on a real port, and clients that speak to it by hand."""

import asyncio
import base64
import json
import logging
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from server.app import create_app
from server.edge.clock import Clock
from server.edge.spa import CLIENT_DIST
from server.listening import listen
from server.protocol.codec import decode_server_frame
from server.protocol.entries import MAX_FRAME_BYTES, SUBPROTOCOL
from server.protocol.server_frames import ServerFrame, Welcome
from server.serving import Server, server_config, stop_seconds
from server.settings import Settings

PATIENCE = 20.0
"""Seconds that nothing here should take; a test that waits so long has failed."""


def bearer(token: str) -> str:
    """Return the subprotocol that carries a token."""
    return "bearer." + base64.urlsafe_b64encode(token.encode()).decode().rstrip("=")


def pass_time(seconds: float) -> None:
    """Set the running loop's clock ahead, for as long as the loop lives: every timer until then is due."""
    loop = asyncio.get_running_loop()
    before = loop.time
    loop.time = lambda: before() + seconds  # type: ignore[method-assign]


def end_of(socket: ClientConnection) -> tuple[int, str]:
    """Return the code and the reason that the server closed with."""
    assert socket.close_code is not None
    return socket.close_code, socket.close_reason or ""


@dataclass
class Client:
    """A typed client over a real socket."""

    socket: ClientConnection

    async def say(self, type_: str, **fields: object) -> None:
        await self.socket.send(json.dumps({"type": type_, **fields}))

    async def hear(self) -> ServerFrame:
        text = await asyncio.wait_for(self.socket.recv(), PATIENCE)
        assert isinstance(text, str)
        return decode_server_frame(text)

    async def hear_until(self, wanted: Callable[[ServerFrame], object]) -> ServerFrame:
        while not wanted(frame := await self.hear()):
            pass
        return frame

    async def hear_type(self, type_: str) -> Any:
        return await self.hear_until(lambda frame: frame.type == type_)

    async def join(self, **fields: object) -> Welcome:
        await self.say("hello", contract=1, **fields)
        frame = await self.hear()
        assert isinstance(frame, Welcome)
        return frame

    async def closed(self) -> tuple[int, str]:
        """Read to the end; return the code and the reason of the close."""
        try:
            while True:
                await asyncio.wait_for(self.socket.recv(), PATIENCE)
        except ConnectionClosed:
            return end_of(self.socket)


@dataclass
class Address:
    """Where a server listens, and the way to stop it as a signal does."""

    port: int
    app: FastAPI
    stop: Callable[[], None]
    connections: Collection[Any]
    """uvicorn's protocols, one for each open socket."""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @asynccontextmanager
    async def open(
        self, path: str, *subprotocols: str, compression: str | None = None, name: str = "127.0.0.1", **options: Any
    ) -> AsyncIterator[ClientConnection]:
        """Open a WebSocket; by default as a program, without an origin. ``name`` is what a resolver led here from."""
        offered = [Subprotocol(one) for one in subprotocols] or None
        async with connect(
            f"ws://{name}:{self.port}{path}",
            host="127.0.0.1",
            port=self.port,
            subprotocols=offered,
            compression=compression,
            close_timeout=5,
            **options,
        ) as socket:
            yield socket

    @asynccontextmanager
    async def client(
        self, item_id: str = "foo", token: str = "some-key-token", **options: Any
    ) -> AsyncIterator[Client]:
        """Open a typed connection."""
        async with self.open(f"/items/{item_id}/ws", SUBPROTOCOL, bearer(token), **options) as socket:
            yield Client(socket)

    async def raw(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a bare TCP connection."""
        return await asyncio.open_connection("127.0.0.1", self.port)


def stock_config(app: FastAPI) -> uvicorn.Config:
    """Return what any ASGI server would do: the application, and nothing of our transport."""
    return uvicorn.Config(app, ws="websockets-sansio", ws_max_size=MAX_FRAME_BYTES, lifespan="on", log_config=None)


@asynccontextmanager
async def serving(
    settings: Settings,
    clock: Clock | None = None,
    *,
    is_ours: bool = True,
    keep_alive_seconds: float = 5,
    client: Path = CLIENT_DIST,
) -> AsyncIterator[Address]:
    """Run the production server in this event loop while the context is open."""
    sockets = listen(settings)
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    app = create_app(settings, clock, client)
    config = server_config(app, settings) if is_ours else stock_config(app)
    config.timeout_keep_alive = keep_alive_seconds  # type: ignore[assignment]
    root.handlers[:] = before  # So that pytest still sees every line.
    server = Server(config, announce=lambda: None, drain=app.state.drain, stop_seconds=stop_seconds(settings))
    task = asyncio.create_task(server._serve(sockets))
    try:
        while not server.started:
            assert not task.done(), "the server did not start"
            await asyncio.sleep(0)
        stop = partial(setattr, server, "should_exit", True)
        yield Address(sockets[0].getsockname()[1], app, stop, server.server_state.connections)
    finally:
        server.should_exit = True
        await asyncio.wait_for(task, PATIENCE)
