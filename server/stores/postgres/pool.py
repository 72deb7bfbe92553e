"""The connections of a node: a few, each lent to one statement at a time.

Not asyncpg's own pool: that one makes a further round trip whenever a
connection comes back, and cannot answer everybody at once when the database
is gone.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from asyncpg.exceptions import InterfaceError, InternalClientError, PostgresError

from server.core.ports import StoreStatus, StoreUnavailable
from server.stores.postgres.target import STATEMENT_SECONDS, retrieve, within

MAX_WAITING_CALLS = 10_000
"""Calls beyond which nothing more is read; writers bound their own. A database that serves a thousand pages
a second would need ten seconds for them."""

ATTEMPT_SECONDS = STATEMENT_SECONDS + 1
"""The server ends a statement before; this is for a server that does not."""

CALL_SECONDS = 10.0
"""How long a caller waits at most, its turn and a second attempt included."""

RESERVED = 3
"""Connections that readers leave to the writers: log, presence, hints."""

CLOSE_SECONDS = 1.0

ROW_FAULTS = (
    asyncpg.DataError,
    asyncpg.CheckViolationError,
    asyncpg.NotNullViolationError,
    asyncpg.ProgramLimitExceededError,
)
"""What the server, or the driver before it, says of a value that does not fit.
Not that a row is there already: under our locks that would be the store's fault."""

FAILURES = (PostgresError, InterfaceError, InternalClientError, OSError, TimeoutError)
"""Everything else that asyncpg raises when a statement gave no answer."""

_Work = Callable[[str, tuple[object, ...]], Coroutine[Any, Any, list[asyncpg.Record]]]

_NOT_AGAIN = (TimeoutError, asyncpg.QueryCanceledError)

_telemetry = logging.getLogger(__name__)


class StoreFull(StoreUnavailable):
    """The database has no room for that; surely nothing was written, and it can be read."""


class RowFault(Exception):
    """A value of the statement is at fault; surely nothing was written."""


class Pool:
    """Runs statements, and knows whether the database is away.

    Belongs to one event loop. A statement whose connection was lost is run
    once more on a fresh one, so every statement must bear to be run twice.
    """

    def __init__(self, connect: Callable[[], Awaitable[asyncpg.Connection]], size: int, shown: str) -> None:
        self._connect = connect
        self._shown = shown
        self._turns = asyncio.Semaphore(size)
        self._reading_turns = asyncio.Semaphore(size - RESERVED)
        self._open: set[asyncpg.Connection] = set()
        self._idle: list[asyncpg.Connection] = []
        self._calls: set[asyncio.Task[list[asyncpg.Record]]] = set()
        self._away: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._followers: list[tuple[Callable[[Exception], None], Callable[[], None]]] = []
        self.status: StoreStatus = "ok"
        self.doubted = asyncio.Event()
        """Set when a statement gave no answer; the lookout clears it."""

    @property
    def is_away(self) -> bool:
        """Whether nothing can be asked now."""
        return self.status == "degraded"

    def follow(self, went_away: Callable[[Exception], None], came_back: Callable[[], None]) -> None:
        """Have somebody told when the database goes away and comes back."""
        self._followers.append((went_away, came_back))

    async def read(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        """Run a statement that only reads, so that writers need not wait for it.

        Raises:
            StoreUnavailable: nothing was read.
        """
        if len(self._calls) >= MAX_WAITING_CALLS:
            raise StoreUnavailable("too many pages wait to be read")
        try:
            return await self._call(self._in_turn, statement, arguments)
        except RowFault as error:
            raise StoreUnavailable(f"the database does not take that: {error}") from error

    async def fetch(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        """Run a statement and return its rows.

        A caller that is cancelled leaves the statement to run, and its rows are
        dropped: nobody else can get them.

        Raises:
            RowFault: a value is at fault.
            StoreUnavailable: there was no answer; it may have been run or not.
        """
        return await self._call(self._fetch, statement, arguments)

    def go_away(self, cause: Exception) -> None:
        """Answer everybody who waits that nobody knows, and take no more calls."""
        if self.status == "ok":
            _telemetry.error("the store at %s is away: %s", self._shown, describe(cause))
            self.status = "degraded"
            self._away.set_result(None)
            for went_away, _ in self._followers:
                went_away(cause)
        for connection in self._open:
            connection.terminate()
        self._open.clear()
        self._idle.clear()
        self.doubted.set()

    def come_back(self) -> None:
        """Take calls again, and tell the followers, who may have missed much."""
        if self.is_away:
            _telemetry.warning("the store at %s is back", self._shown)
            self.status = "ok"
            self._away = asyncio.get_running_loop().create_future()
        for _, came_back in self._followers:
            came_back()

    async def close(self) -> None:
        """Close every connection; who still waits is answered."""
        if not self._away.done():
            self._away.set_result(None)
        self.status = "degraded"
        for connection in self._open - set(self._idle):
            connection.terminate()
        await asyncio.gather(
            *(connection.close(timeout=CLOSE_SECONDS) for connection in self._idle), return_exceptions=True
        )
        if self._calls:
            await asyncio.wait(self._calls)

    async def _call(self, work: _Work, statement: str, arguments: tuple[object, ...]) -> list[asyncpg.Record]:
        if self.is_away:
            raise StoreUnavailable("the database is away")
        task = asyncio.ensure_future(work(statement, arguments))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        task.add_done_callback(retrieve)
        either: set[asyncio.Future[Any]] = {task, self._away}
        await asyncio.wait(either, timeout=CALL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        self.doubted.set()
        raise StoreUnavailable("the database did not answer")

    async def _in_turn(self, statement: str, arguments: tuple[object, ...]) -> list[asyncpg.Record]:
        async with self._reading_turns:
            return await self._fetch(statement, arguments)

    async def _fetch(self, statement: str, arguments: tuple[object, ...]) -> list[asyncpg.Record]:
        async with self._turns:
            try:
                return await self._attempt(statement, arguments, is_fresh=False)
            except _NOT_AGAIN as error:
                raise self._unavailable(error) from error
            except ROW_FAULTS as error:
                raise RowFault(describe(error)) from error
            except asyncpg.DiskFullError as error:
                raise StoreFull(describe(error)) from error
            except FAILURES as error:
                _telemetry.debug("a statement is tried again: %s", describe(error))
            try:
                return await self._attempt(statement, arguments, is_fresh=True)
            except FAILURES as error:
                raise self._unavailable(error) from error

    def _unavailable(self, error: Exception) -> StoreUnavailable:
        self.doubted.set()
        return StoreUnavailable(f"the database did not answer: {describe(error)}")

    async def _attempt(self, statement: str, arguments: tuple[object, ...], *, is_fresh: bool) -> list[asyncpg.Record]:
        async with self._lend(is_fresh) as connection:
            return await within(ATTEMPT_SECONDS, connection, connection.fetch(statement, *arguments))

    @asynccontextmanager
    async def _lend(self, is_fresh: bool) -> AsyncIterator[asyncpg.Connection]:
        connection = (None if is_fresh else self._take_idle()) or await self._connect()
        self._open.add(connection)
        # Awaited since the call began: the database may have been given up.
        if self.is_away:
            connection.terminate()
            raise ConnectionError("the database is away")
        try:
            yield connection
        finally:
            if connection.is_closed() or self.is_away:
                connection.terminate()
                self._open.discard(connection)
            else:
                self._idle.append(connection)

    def _take_idle(self) -> asyncpg.Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
            self._open.discard(connection)
        return None


def describe(error: BaseException) -> str:
    """Return an error as a sentence's end; some have no text of their own."""
    return str(error) or type(error).__name__
