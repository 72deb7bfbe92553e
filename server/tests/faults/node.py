"""A server process that a scenario kills, ends in order, and starts again on its port."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from signal import SIGKILL, SIGTERM, Signals

from server.tests.ports import free_port
from server.tests.unhurried import UNHURRIED_VARIABLES

START_SECONDS = 60.0
SETTINGS = {
    "PARLEY_AUTH": "demo",
    "PARLEY_GRACE_SECONDS": "2",
    # What is tried here is loss, not haste, and all come from one address.
    **UNHURRIED_VARIABLES,
    "PARLEY_CONNECTIONS_PER_ADDRESS": "100000",
}


class Node:
    """``python -m server``, or another way to run it, over a store.

    The reader of what it says keeps the last lines only.
    """

    def __init__(self, store_url: str, *, bug: str | None = None, **settings: str) -> None:
        self.port = free_port()
        self._module = ("server",) if bug is None else ("server.tests.faults.buggy_server", bug)
        self._settings = {**SETTINGS, "PARLEY_PORT": str(self.port), "PARLEY_STORE_URL": store_url, **settings}
        self._process: Process | None = None
        self._draining: asyncio.Task[None] | None = None
        self.said: deque[str] = deque(maxlen=200)

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Start it, and return when it listens."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *self._module, env={**os.environ, **self._settings}, stderr=PIPE
        )
        assert self._process.stderr is not None
        await asyncio.wait_for(self._until_it_listens(self._process.stderr), START_SECONDS)
        self._draining = asyncio.create_task(self._drain(self._process.stderr))

    async def kill(self) -> None:
        """Kill -9: no goodbye, no last write."""
        await self._end(SIGKILL)

    async def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        await self._end(SIGTERM)

    async def _end(self, by: Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.send_signal(by)
        await process.wait()
        if self._draining is not None:
            await self._draining

    async def _until_it_listens(self, stderr: asyncio.StreamReader) -> None:
        while line := (await stderr.readline()).decode():
            self.said.append(line)
            if re.search(r"Parley is at \S+:\d+", line):
                return
        raise AssertionError(f"the node did not start: {''.join(self.said)}")

    async def _drain(self, stderr: asyncio.StreamReader) -> None:
        while line := (await stderr.readline()).decode():
            self.said.append(line)
