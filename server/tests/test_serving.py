"""The end of a process, whatever hangs in it."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI

from server.listening import listen
from server.serving import Drain, Server, server_config, stop_seconds
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


class Stopping:
    """A server that stops as soon as it has begun."""

    def __init__(self, app: FastAPI, drain: Drain | None, seconds: float = 0.3) -> None:
        before = logging.getLogger().handlers[:]
        self._sockets = listen(SETTINGS)
        config = server_config(app, SETTINGS)
        logging.getLogger().handlers[:] = before  # So that pytest still sees every line.
        self.begun: list[bool] = []
        self.server = Server(config, announce=lambda: self.begun.append(True), drain=drain, stop_seconds=seconds)
        self.server.should_exit = True

    async def run(self) -> None:
        serving = asyncio.create_task(self.server._serve(self._sockets))
        # Not cancelled, which would end what hangs.
        assert (await asyncio.wait({serving}, timeout=PATIENCE))[0], "it does not stop"
        await serving
        for accepting in self.server.servers:  # What the end of the process does.
            accepting.close()
        for listener in self._sockets:
            listener.close()


@pytest.mark.parametrize("what", ["store", "goodbye"])
async def test_what_hangs_cannot_hold_the_exit(what: str, caplog: pytest.LogCaptureFixture) -> None:
    """ST3: A store that does not close, or a goodbye that does not end, is left behind when the time is over."""
    app = FastAPI(lifespan=hang_at_the_end if what == "store" else None)
    stopping = Stopping(app, hang if what == "goodbye" else None)
    await stopping.run()
    assert stopping.begun == [True]
    assert "It took more than 0.3 s to stop" in caplog.text


async def test_second_interrupt_waits_for_nobody(caplog: pytest.LogCaptureFixture) -> None:
    """ST3: Whoever presses Ctrl-C again has had enough of the goodbye."""

    async def interrupted() -> None:
        stopping.server.handle_exit(signal.SIGINT, None)
        await hang()

    stopping = Stopping(FastAPI(), interrupted, seconds=2 * PATIENCE)
    await stopping.run()
    assert "The goodbye was cut short." in caplog.text


def test_it_takes_nine_seconds_at_the_most() -> None:
    """ST3: Below the ten after which containers are killed."""
    assert stop_seconds(Settings(auth="demo")) == 9
