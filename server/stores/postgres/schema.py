"""What has to be true of a database before it is used, and what it has once."""

import logging
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import asyncpg

from server.core.ports import StoreUnavailable
from server.stores.options import StoreUrlError
from server.stores.postgres.pool import FAILURES, describe
from server.stores.postgres.pooler import require_sessions
from server.stores.postgres.target import STATEMENT_SECONDS, Target, connect

OLDEST_VERSION = 15
"""The oldest that this suite has been run on; what came before is no longer
mended by its makers."""

_MIGRATIONS = Path(__file__).with_name("migrations")
_NUMBER = re.compile(r"(\d{4})_\w+\.sql")

_SETTINGS = """
SELECT
  current_setting('server_version_num')::int / 10000 AS version,
  current_setting('server_encoding') AS encoding,
  pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean AS is_read_only,
  current_setting('fsync')::boolean AS fsync,
  current_setting('full_page_writes')::boolean AS full_page_writes,
  current_setting('synchronous_commit') AS synchronous_commit
"""

_UNHURRIED = """
SET LOCAL statement_timeout = 0;
SET LOCAL lock_timeout = 0;
SET LOCAL enable_seqscan = on;
SET LOCAL enable_bitmapscan = on;
SET LOCAL enable_hashjoin = on;
SET LOCAL enable_mergejoin = on
"""
"""For migrations, which read whole tables, and for a node that waits until another one has applied them: the
timeouts of everyday statements would end both in the middle, at each start."""

_LOCKS_SOON = f"SET LOCAL lock_timeout = '{STATEMENT_SECONDS:.0f}s'"
"""A table lock is waited for no longer than usual: all later statements on that table wait behind it."""

_REFUSALS = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.ProtocolViolationError,
    ValueError,
)
"""What a server says at the beginning when the URL is wrong. A pooler has one error for a database that it does not
know, a user that it does not know, and a startup parameter that it does not take."""

_telemetry = logging.getLogger(__name__)


class _Migration(NamedTuple):
    number: int
    statements: str


async def prepare(target: Target, random_bytes: Callable[[int], bytes]) -> bytes:
    """Check the database, bring the schema up to date, and return the signing key.

    Raises:
        StoreUrlError: it cannot keep the promise, or is not ours to use.
        StoreUnavailable: it cannot be reached.
    """
    async with _talking_to(target) as connection:
        promise = await check_promise(connection, target)
        await _migrate(connection, target, random_bytes)
        key: bytes = await connection.fetchval("SELECT signing_key FROM meta")
    _telemetry.log(logging.WARNING if "NOT" in promise else logging.INFO, "the store at %s: %s", target.shown, promise)
    return key


@asynccontextmanager
async def _talking_to(target: Target) -> AsyncIterator[asyncpg.Connection]:
    """Open a connection, and put what goes wrong on it into words."""
    try:
        await require_sessions(target)
        connection = await connect(target)
    except _REFUSALS as error:
        raise StoreUrlError(f"PostgreSQL at {target.shown} refuses: {describe(error)}") from error
    except FAILURES as error:
        raise StoreUnavailable(f"PostgreSQL at {target.shown} cannot be reached: {describe(error)}") from error
    try:
        yield connection
    except asyncpg.InsufficientPrivilegeError as error:
        raise StoreUrlError(f"the user of {target.shown} may not make what Parley needs: {error}") from error
    except FAILURES as error:
        raise StoreUnavailable(f"PostgreSQL at {target.shown} did not answer: {describe(error)}") from error
    finally:
        connection.terminate()


async def check_promise(connection: asyncpg.Connection, target: Target) -> str:
    """Return what an ack promises there.

    Raises:
        StoreUrlError: that is less than a log has to promise, and nobody
            accepted it.
    """
    found = await connection.fetchrow(_SETTINGS)
    if found["version"] < OLDEST_VERSION:
        raise StoreUrlError(f"PostgreSQL {OLDEST_VERSION} or newer is needed; this is {found['version']}")
    if found["encoding"] != "UTF8":
        raise StoreUrlError(f"the database has to be in UTF8; this one is in {found['encoding']}")
    if found["is_read_only"]:
        raise StoreUrlError("the database is read-only: name the primary, not a standby")
    faults = list(_faults(found))
    if not faults:
        return "an ack survives the death of every process and a power cut"
    if not target.accepts_volatile:
        raise StoreUrlError(
            f"{' '.join(faults)} What was acked could be lost: change that, "
            "or add accept=volatile to the URL if this may be"
        )
    return f"as accepted, {' '.join(faults)}"


def _faults(found: asyncpg.Record) -> Iterator[str]:
    if not found["fsync"]:
        yield "fsync is off: an ack does NOT survive a power cut."
    if not found["full_page_writes"]:
        yield "full_page_writes is off: the log may NOT survive a power cut."
    if found["synchronous_commit"] == "off":
        yield "synchronous_commit is off: an ack does NOT survive the death of the database's processes."


async def new_epoch(target: Target, random_bytes: Callable[[int], bytes]) -> str:
    """Begin another life of a store that was put back from a backup.

    Offsets that were given out after the backup will be given out again, to
    other entries; under a new epoch no client takes the one for the other. Nodes
    that run notice it at their next look, and send their clients away to come back.

    Raises:
        StoreUrlError: there is no such store.
        StoreUnavailable: it cannot be reached.
    """
    epoch = random_bytes(16).hex()
    async with _talking_to(target) as connection:
        if await connection.fetchval("SELECT to_regclass($1)", f"{target.schema}.meta") is None:
            raise StoreUrlError(f"there is no store at {target.shown}")
        await connection.execute("UPDATE meta SET epoch = $1", epoch)
    return epoch


async def _migrate(connection: asyncpg.Connection, target: Target, random_bytes: Callable[[int], bytes]) -> None:
    """Apply what is missing, in one transaction, one node at a time."""
    lock = int.from_bytes(sha256(f"parley {target.schema}".encode()).digest()[:8], "big", signed=True)
    async with connection.transaction():
        await connection.execute(_UNHURRIED)
        await connection.execute("SELECT pg_advisory_xact_lock($1)", lock)
        await connection.execute(_LOCKS_SOON)
        if await connection.fetchval("SELECT to_regnamespace($1)", target.schema) is None:
            await connection.execute(f"CREATE SCHEMA {target.schema}")
        await connection.execute(
            f"CREATE TABLE IF NOT EXISTS {target.schema}.migration"
            " (number integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())"
        )
        applied = {row["number"] for row in await connection.fetch("SELECT number FROM migration")}
        _check_known(applied, target)
        for number, statements in _migrations():
            if number not in applied:
                await connection.execute(statements)
                await connection.execute("INSERT INTO migration (number) VALUES ($1)", number)
        await connection.execute(
            "INSERT INTO meta (epoch, signing_key) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            random_bytes(16).hex(),
            random_bytes(32),
        )


def _check_known(applied: set[int], target: Target) -> None:
    newest = max(number for number, _ in _migrations())
    if max(applied, default=0) > newest:
        raise StoreUrlError(
            f"{target.shown} has schema version {max(applied)}, and this server knows {newest}: "
            "start the version of Parley that wrote it"
        )


def _migrations() -> Iterator[_Migration]:
    for path in sorted(_MIGRATIONS.iterdir()):
        named = _NUMBER.fullmatch(path.name)
        if named:
            yield _Migration(int(named[1]), path.read_text("utf-8"))
