"""A worker's process, as its parent sees it."""

import asyncio
import signal
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress


class Worker:
    """A process that serves, or is about to; tied to this one by a pair of sockets."""

    def __init__(self, number: int, process: asyncio.subprocess.Process, tie: socket.socket) -> None:
        self.number = number
        self._process = process
        self._tie = tie
        self._serves_since: float | None = None

    @classmethod
    async def start(cls, number: int, sockets: Sequence[socket.socket]) -> "Worker":
        """Start a process that serves these sockets.

        Raises:
            OSError: the machine has no process or file descriptor for it now.
        """
        near, far = socket.socketpair()
        near.setblocking(False)
        with ExitStack() as otherwise, far:
            otherwise.callback(near.close)
            passed = [far.fileno(), *(one.fileno() for one in sockets)]
            command = [sys.executable, "-m", "server.workers.worker", *map(str, (number, *passed))]
            # A session of its own: a Ctrl-C in the terminal is for the parent alone, which passes it on.
            process = await asyncio.create_subprocess_exec(*command, pass_fds=passed, start_new_session=True)
            otherwise.pop_all()
        return cls(number, process, near)

    @property
    def served_seconds(self) -> float:
        """How long it has served."""
        return 0.0 if self._serves_since is None else time.monotonic() - self._serves_since

    async def has_started(self) -> bool:
        """Return True when it serves, or False when it ended before that."""
        if not await asyncio.get_running_loop().sock_recv(self._tie, 1):
            return False
        self._serves_since = time.monotonic()
        return True

    async def ended(self) -> int:
        """Wait for its end; return its exit status, or minus the signal that killed it."""
        status = await self._process.wait()
        self._tie.close()
        return status

    def send(self, what: signal.Signals) -> None:
        """Send a signal; one that has ended gets none."""
        with suppress(ProcessLookupError):
            self._process.send_signal(what)
