"""Whether what answers is a pooler, and whether it leaves each connection a session of its own.

A pooler in transaction mode lends a session for one transaction at a time.
Parley listens, keeps prepared statements and sets the schema for a session;
there, all of it would come to whoever is lent that session next.
"""

from collections.abc import Coroutine
from typing import Any

import asyncpg

from server.stores.options import StoreUrlError
from server.stores.postgres.target import CONNECT_SECONDS, T, Target, connect_plainly, within

ATTEMPTS = 8
"""Looks at a pooler, since one that shares sessions may have lent another one by chance."""

_MIXED_UP = (asyncpg.DuplicatePreparedStatementError, asyncpg.InvalidSQLStatementNameError)
"""What PostgreSQL says when two parts of a statement came to it in two sessions."""

_NO_TRANSACTIONS = "statement pooling mode"
"""In PgBouncer's words when somebody begins a transaction there."""


async def require_sessions(target: Target) -> None:
    """Return when each connection there has a session of its own.

    Nothing is set in any session meanwhile, because others would get it.

    Raises:
        StoreUrlError: a pooler lends sessions for a transaction or a statement.
    """
    first = await connect_plainly(target, "parley look")
    try:
        # A server names the process that serves the session; a pooler makes a number up.
        if await _in_time(first, _session_of(first)) == first.get_server_pid():
            return
        for _ in range(ATTEMPTS):
            if await _share_a_session(target, first):
                raise StoreUrlError(
                    f"the pooler at {target.shown} lends a session for one transaction, and Parley needs one for each "
                    "connection, because it listens in it: set pool_mode=session for this database, or name PostgreSQL "
                    "itself"
                )
    finally:
        first.terminate()


async def _share_a_session(target: Target, first: asyncpg.Connection) -> bool:
    """Return whether a second connection gets the session of the first, or the first one gets another."""
    second = await connect_plainly(target, "parley look")
    try:
        return await _in_time(second, _compare(first, second))
    except _MIXED_UP:
        return True
    except asyncpg.PostgresConnectionError as error:
        if _NO_TRANSACTIONS in str(error):
            return True
        raise
    finally:
        second.terminate()


async def _compare(first: asyncpg.Connection, second: asyncpg.Connection) -> bool:
    before = await _session_of(first)
    async with second.transaction():
        return before == await _session_of(second) or before != await _session_of(first)


async def _session_of(connection: asyncpg.Connection) -> int:
    session: int = await connection.fetchval("SELECT pg_backend_pid()")
    return session


async def _in_time(connection: asyncpg.Connection, work: Coroutine[Any, Any, T]) -> T:
    try:
        return await within(CONNECT_SECONDS, connection, work)
    except TimeoutError:
        raise TimeoutError("no session came; if this is a pooler, its pool may be too small (pool_size)") from None
