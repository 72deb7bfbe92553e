"""Some nodes over one store, the store's faults, and the door that clients come by."""

import asyncio
import atexit
import random
import resource
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Protocol

import apsw

from server.tests.faults.node import Node
from server.tests.stores import postgres_server, redis_server
from server.tests.stores.postgres_server import PostgresServer
from server.tests.stores.redis_server import RedisServer

STORES = ("sqlite", "redis", "postgresql")
SHARED = STORES[1:]
"""Those that several nodes can use."""


class StoreUnderTest(Protocol):
    """A store of which a test has the server, or the file, in its hand."""

    url: str
    version: str

    def faults(self) -> Sequence[str]:
        """Return what can be done to it: each is taken by ``break_`` and undone by ``mend``."""
        ...

    def break_(self, fault: str, nodes: Sequence[Node]) -> None:
        """Take the store away."""
        ...

    def mend(self, fault: str, nodes: Sequence[Node]) -> None:
        """Give it back."""
        ...


class SqliteFile:
    """A file: others may lock it, and its disk may be full."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "parley.db"
        self.url = f"sqlite:///{self.path}"
        self.version = f"SQLite {apsw.sqlite_lib_version()}"
        self._lock: apsw.Connection | None = None

    def faults(self) -> Sequence[str]:
        return "locked", "disk full"

    def break_(self, fault: str, nodes: Sequence[Node]) -> None:
        if fault == "locked":
            self._lock = apsw.Connection(str(self.path))
            self._lock.set_busy_timeout(10_000)
            self._lock.execute("BEGIN IMMEDIATE")
            return
        size = self.path.with_name(f"{self.path.name}-wal").stat().st_size
        for node in nodes:
            # No file of the process may grow beyond what the WAL has now.
            hard = resource.prlimit(node.pid, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(node.pid, resource.RLIMIT_FSIZE, (size, hard))

    def mend(self, fault: str, nodes: Sequence[Node]) -> None:
        if fault == "locked":
            assert self._lock is not None
            self._lock.execute("ROLLBACK")
            self._lock.close()
            return
        for node in nodes:
            hard = resource.prlimit(node.pid, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(node.pid, resource.RLIMIT_FSIZE, (hard, hard))


class Serving(ABC):
    """A store that is a server of its own: it is killed, paused and filled up."""

    server: RedisServer | PostgresServer

    def faults(self) -> Sequence[str]:
        return "killed", "paused", "disk full"

    def break_(self, fault: str, nodes: Sequence[Node]) -> None:
        {"killed": self.server.kill, "paused": self.server.pause, "disk full": self.fill_up}[fault]()

    def mend(self, fault: str, nodes: Sequence[Node]) -> None:
        {"killed": self.server.start, "paused": self.server.resume, "disk full": self.make_room}[fault]()

    @abstractmethod
    def fill_up(self) -> None:
        """Let nothing be written any more."""

    @abstractmethod
    def make_room(self) -> None:
        """Let it be written again."""


class Redis(Serving):
    """A Redis with an append-only file."""

    server: RedisServer

    def __init__(self, folder: Path) -> None:
        self.server = RedisServer(folder)
        self.url = redis_server.fresh_url(self.server)
        facts = self.server.ask("INFO", "server")
        self.version = "Valkey " + facts.partition("valkey_version:")[2].split()[0]

    def fill_up(self) -> None:
        self.server.ask("CONFIG", "SET", "maxmemory", "1")

    def make_room(self) -> None:
        self.server.ask("CONFIG", "SET", "maxmemory", "0")

    def cut_off(self) -> None:
        """Terminate every connection that the nodes have."""
        self.server.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        self.server.ask("CLIENT", "KILL", "TYPE", "pubsub")

    def end(self) -> None:
        """Leave nothing behind."""
        self.server.resume()
        self.server.kill()


class Postgres(Serving):
    """A PostgreSQL in a folder of its own, with a schema for this test."""

    server: PostgresServer

    def __init__(self, server: PostgresServer) -> None:
        self.server = server
        self.url = postgres_server.fresh_url(self.server)
        self.version = "PostgreSQL " + str(self.server.ask("SHOW server_version")[0][0]).split()[0]
        self._schema = self.url.partition("schema=")[2].partition("&")[0]

    def make_room(self) -> None:
        self.server.ask(f"DROP FUNCTION {self._schema}.fill_up CASCADE")

    def cut_off(self) -> None:
        """Terminate every connection that the nodes have."""
        self.server.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'parley%'")

    def fill_up(self) -> None:
        name = f"{self._schema}.fill_up"
        self.server.ask(
            f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$"""
        )
        for table in ("entry", "probe"):
            trigger = f"CREATE TRIGGER fill_up BEFORE INSERT ON {self._schema}.{table}"
            self.server.ask(f"{trigger} EXECUTE FUNCTION {name}()")


@contextmanager
def a_store(name: str, folder: Path) -> Iterator[SqliteFile | Redis | Postgres]:
    """Have a fresh store of that name while the context is open."""
    if name == "sqlite":
        yield SqliteFile(folder)
    elif name == "redis":
        redis = Redis(folder)
        try:
            yield redis
        finally:
            redis.end()
    else:
        # To make one takes seconds, so one that no fault was left in serves the next test too.
        server = _sound_servers.pop() if _sound_servers else _postgres_server()
        yield Postgres(server)
        _sound_servers.append(server)


_sound_servers: list[PostgresServer] = []


def _postgres_server() -> PostgresServer:
    server = PostgresServer()
    atexit.register(server.remove)
    return server


class House:
    """Nodes over one store; ``door`` leads to any of them."""

    def __init__(self, nodes: Sequence[Node], chance: random.Random) -> None:
        self.nodes = nodes
        self._chance = chance

    def door(self) -> int:
        """Return the port of some node, as a proxy does that asks nobody whether it lives."""
        return self._chance.choice(self.nodes).port


@asynccontextmanager
async def a_house(
    url: str,
    chance: random.Random,
    *,
    nodes: int = 1,
    bug: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> AsyncIterator[House]:
    """Run some nodes over a store while the context is open."""
    house = House([Node(url, bug=bug, **(settings or {})) for _ in range(nodes)], chance)
    try:
        await asyncio.gather(*(node.start() for node in house.nodes))
        yield house
    finally:
        await asyncio.gather(*(node.kill() for node in house.nodes))
