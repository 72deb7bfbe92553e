"""What a store's URL says, and how a connection to it is opened."""

import asyncio
import re
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

import asyncpg

from server.stores.options import StoreUrlError

CONNECT_SECONDS = 2.0
"""How long opening a connection may take. Measured with TLS and SCRAM: 20 ms."""

STATEMENT_SECONDS = 5.0
"""How long one statement may take; the slowest that is meant to pass, a batch
that trims, takes a hundredth of it."""

DEFAULT_CONNECTIONS = 8
"""Connections a node opens beside the one that listens. More than a few do not
make a database quicker, and ten nodes fit its default of a hundred."""

FEWEST_CONNECTIONS = 4
"""One each for writing, presence and hints, and one to read with."""

_PLANNING = {
    # Every statement is made for the indexes that there are. Plans are kept for
    # long, and one that was made while the tables were small reads them whole
    # when they are not: a batch of 512 took 1.3 s in place of 30 ms.
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    # Compiling takes longer than any statement here runs.
    "jit": "off",
}

T = TypeVar("T")

_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,47}")


@dataclass(frozen=True, slots=True)
class Target:
    """A database, and the schema in it that is ours."""

    dsn: str
    schema: str
    connections: int
    accepts_volatile: bool

    @property
    def shown(self) -> str:
        """Where it is, for a log line: without user and password."""
        parts = urlsplit(self.dsn)
        return f"{parts.netloc.rpartition('@')[2]}{parts.path}, schema {self.schema}"


def parse_url(url: str) -> Target:
    """Return what a URL says: ``postgresql://user:password@host/database?…``.

    ``schema`` (``parley``), ``connections`` and ``accept=volatile`` are ours;
    every other parameter is the driver's.

    Raises:
        StoreUrlError: a parameter has a value that it cannot have.
    """
    parts = urlsplit(url)
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    schema = given.pop("schema", "parley")
    if not _SCHEMA.fullmatch(schema):
        raise StoreUrlError(f"schema is a name of lower-case letters, digits and _, at most 48, not {schema!r}")
    accepted = given.pop("accept", None)
    if accepted not in (None, "volatile"):
        raise StoreUrlError(f"accept takes volatile and nothing else, not {accepted!r}")
    connections = given.pop("connections", str(DEFAULT_CONNECTIONS))
    if not connections.isdecimal() or int(connections) < FEWEST_CONNECTIONS:
        raise StoreUrlError(f"connections is a number from {FEWEST_CONNECTIONS} on, not {connections!r}")
    dsn = parts._replace(query=urlencode(given)).geturl()
    return Target(dsn, schema, int(connections), accepted == "volatile")


async def connect(target: Target, purpose: str = "parley") -> asyncpg.Connection:
    """Open a connection whose session has our settings; ``purpose`` is what ``pg_stat_activity`` shows.

    Raises:
        TimeoutError: it took too long, which under a pooler may mean that its
            pool is exhausted.
    """
    connection = await connect_plainly(target, purpose)
    # Not as startup parameters: PgBouncer refuses a connection that brings one it does not know.
    await within(CONNECT_SECONDS, connection, connection.execute(_session_settings(target)))
    return connection


async def connect_plainly(target: Target, purpose: str) -> asyncpg.Connection:
    """Open a connection and change nothing in its session, which under a pooler others may get."""
    connection: asyncpg.Connection = await asyncpg.connect(
        target.dsn, timeout=CONNECT_SECONDS, server_settings={"application_name": purpose}
    )
    return connection


def _session_settings(target: Target) -> str:
    """Return the statements that set up a session, to be sent in one message."""
    settings = {
        "search_path": target.schema,
        "statement_timeout": f"{STATEMENT_SECONDS:.0f}s",
        "lock_timeout": f"{STATEMENT_SECONDS:.0f}s",
        **_PLANNING,
    }
    return "; ".join(f"SET {name} = '{value}'" for name, value in settings.items())


async def within(seconds: float, connection: asyncpg.Connection, work: Coroutine[Any, Any, T]) -> T:
    """Return the result of the work if it comes within the time, or end the connection.

    It is ended by its connection and never by a cancellation: asyncpg would ask
    the server to cancel, and wait for a server that may be gone.

    Raises:
        TimeoutError: nothing came.
    """
    task = asyncio.ensure_future(work)
    task.add_done_callback(retrieve)
    await asyncio.wait({task}, timeout=seconds)
    if not task.done():
        connection.terminate()
        raise TimeoutError(f"nothing came for {seconds:.0f} s")
    return task.result()


def retrieve(task: asyncio.Future[Any]) -> None:
    """Take note of an exception that nobody waits for any more."""
    if not task.cancelled():
        task.exception()
