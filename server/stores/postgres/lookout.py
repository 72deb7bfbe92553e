"""The one connection of a node that listens, and that knows first when the database is gone."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import asyncpg

from server.stores.options import StoreOptions, StoreUrlError
from server.stores.postgres import statements
from server.stores.postgres.pool import FAILURES, Pool, describe
from server.stores.postgres.schema import check_promise
from server.stores.postgres.target import STATEMENT_SECONDS, Target, connect, within

PROBE_SECONDS = 0.5
PROBE_TIMEOUT_SECONDS = 1.0
"""Together the time in which a database that only stopped answering is noticed:
1.5 s, so that clients know within two (ST1 adds half a second)."""

MAX_BACKOFF_SECONDS = 2.0
"""The longest wait between two attempts to reach it: with it, and the time of a
connection, everybody is at head again well within 5 s."""

MIN_BACKOFF_SECONDS = 0.1

PROBE_BYTES = 1024 * 1024
"""What is written and taken back: a disk with less to spare is still full."""

_telemetry = logging.getLogger(__name__)


class Lookout:
    """Listens for hints, and says when the database is away and when it is back.

    It never ends on its own: a lost connection is opened again, and the
    followers of the pool learn that hints may have been missed.
    """

    def __init__(self, target: Target, pool: Pool, options: StoreOptions, hear: Callable[[str], None]) -> None:
        self._target = target
        self._pool = pool
        self._options = options
        self._hear = hear
        self._failures = 0
        self._is_lost = False
        self.listens = asyncio.Event()
        """Set while hints are heard."""

    async def watch_for_ever(self) -> None:
        """Listen and probe, whatever happens."""
        while True:
            is_reconnecting = False
            try:
                if self._failures > 1 or self._pool.is_away:
                    await self._options.sleep(self._backoff())
                is_reconnecting = True
                async with self._listening() as connection:
                    is_reconnecting = False
                    await self._probe_until_doubted(connection)
            except (*FAILURES, StoreUrlError) as error:
                self._lost(error, is_reconnecting)
            except Exception as error:
                _telemetry.exception("the lookout failed and begins anew")
                self._lost(error, is_reconnecting)

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[asyncpg.Connection]:
        connection = await connect(self._target, "parley listener")
        try:
            connection.add_termination_listener(self._cut_off)
            # Somebody may have changed its settings, or put another in its place.
            await within(PROBE_TIMEOUT_SECONDS, connection, check_promise(connection, self._target))
            if self._pool.is_away:
                write = connection.fetch(statements.PROBE_WRITING, PROBE_BYTES)
                await within(STATEMENT_SECONDS, connection, write)
            listen = connection.add_listener(self._target.schema, self._take)
            await within(PROBE_TIMEOUT_SECONDS, connection, listen)
            self.listens.set()
            self._is_lost = False
            self._pool.doubted.clear()
            # From here on nothing is missed; what was, the followers find.
            self._pool.come_back()
            yield connection
        finally:
            self.listens.clear()
            connection.terminate()

    async def _probe_until_doubted(self, connection: asyncpg.Connection) -> None:
        doubted = self._pool.doubted
        while not self._pool.is_away:
            with suppress(TimeoutError):
                async with asyncio.timeout(PROBE_SECONDS):
                    await doubted.wait()
            doubted.clear()
            await within(PROBE_TIMEOUT_SECONDS, connection, connection.fetchval("SELECT 1"))
            self._failures = 0

    def _lost(self, error: Exception, is_reconnecting: bool) -> None:
        # The first tells it; the others come twice a second, until it is back.
        level = logging.DEBUG if self._is_lost else logging.WARNING
        _telemetry.log(level, "the listener was cut off: %s", describe(error))
        self._is_lost = True
        self._failures += 1
        # A connection may be lost by chance, and is replaced before anybody
        # notices; when that fails, or nothing is heard on one that is there, the
        # database is away.
        if is_reconnecting or isinstance(error, TimeoutError):
            self._pool.go_away(error)

    def _backoff(self) -> float:
        # Full jitter: nodes that lost the database together do not come back together.
        ceiling = min(MAX_BACKOFF_SECONDS, MIN_BACKOFF_SECONDS * 2.0 ** min(self._failures, 10))
        chance = int.from_bytes(self._options.random_bytes(2), "big") / 65_536
        return ceiling * chance

    def _cut_off(self, _: object) -> None:
        self._pool.doubted.set()

    def _take(self, _connection: object, _pid: int, _channel: str, hint: object) -> None:
        self._hear(str(hint))
