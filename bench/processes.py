"""Processes that a benchmark starts: pinned, listened for, and ended by itself."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from bench import machine

START_SECONDS = 30.0
_END_SECONDS = 10.0


class StartError(Exception):
    """A target cannot be started here; the sentence says why."""


class Process:
    """A program of ours on a core of its own, in a process group of its own; a context that ends it."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        core: int = machine.SERVER_CORE,
    ) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `end`)
        # Inherited from the start: a runtime counts its cores once, and only one thread could be pinned later.
        own = machine.pin(core)
        self._process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            env=None if environment is None else dict(environment),
            cwd=folder,
            process_group=0,
        )
        self.pid = self._process.pid
        os.sched_setaffinity(0, own)

    def wait_for_port(self, port: int) -> None:
        """Wait until somebody listens on the port.

        Raises:
            StartError: the process ended before, or took too long.
        """
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.02)
        raise StartError(f"{self._process.args!r} does not listen on port {port}:\n{self.said()}")

    def wait(self) -> int:
        """Wait until it has ended by itself; return its status."""
        return self._process.wait(START_SECONDS)

    def said(self) -> str:
        """Return the last of what the process printed."""
        self._said.seek(0)
        return self._said.read().decode(errors="replace")[-4000:]

    def cpu_seconds(self) -> float:
        """Return the CPU time that it has had."""
        return machine.cpu_seconds(self.pid)

    def end(self) -> None:
        """End it and what it started, and wait for that; twice is as good as once."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self._process.poll() is not None:
                break
            os.killpg(self.pid, number)
            try:
                self._process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                continue
        self._said.close()

    def __enter__(self) -> "Process":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()


def end_with_us() -> None:
    """End what was started with this process, also when it is told to end by a signal."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
