"""The end of a process, whatever hangs in it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI

from server.listening import listen
from server.serving import Server, server_config, stop_seconds
from server.settings import Settings
from server.tests.edge.sockets import PATIENCE

SETTINGS = Settings(auth="demo", port=0, store_url="memory://")


@asynccontextmanager
async def hang_at_the_end(_: FastAPI) -> AsyncIterator[None]:
    """Open and close as a store does whose disk or network has stopped answering."""
    yield
    await asyncio.Event().wait()


async def hang() -> None:
    await asyncio.Event().wait()


async def stopped(app: FastAPI, drain: Callable[[], Awaitable[None]] | None) -> bool:
    """Serve, stop, and return whether it had begun."""
    before = logging.getLogger().handlers[:]
    sockets = listen(SETTINGS)
    config = server_config(app, SETTINGS)
    logging.getLogger().handlers[:] = before  # So that pytest still sees every line.
    begun: list[bool] = []
    server = Server(config, announce=lambda: begun.append(True), drain=drain, stop_seconds=0.3)
    server.should_exit = True
    await asyncio.wait_for(server._serve(sockets), PATIENCE)
    for accepting in server.servers:  # What the end of the process does.
        accepting.close()
    for listener in sockets:
        listener.close()
    return begun == [True]


@pytest.mark.parametrize("what", ["store", "goodbye"])
async def test_what_hangs_cannot_hold_the_exit(what: str, caplog: pytest.LogCaptureFixture) -> None:
    """ST3: A store that does not close, or a goodbye that does not end, is left behind when the time is over."""
    app = FastAPI(lifespan=hang_at_the_end if what == "store" else None)
    assert await stopped(app, hang if what == "goodbye" else None)
    assert "It took more than 0.3 s to stop" in caplog.text


def test_it_takes_nine_seconds_at_the_most() -> None:
    """ST3: Below the ten after which containers are killed."""
    assert stop_seconds(Settings(auth="demo")) == 9
