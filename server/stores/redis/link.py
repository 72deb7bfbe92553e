"""Keeps one connection to Redis: opens it, probes it, opens it anew."""

import asyncio
import logging
import random
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import hiredis

from server.core.ports import StoreUnavailable
from server.stores.options import StoreUrlError
from server.stores.redis.address import Address
from server.stores.redis.connection import Command, Connection, connect
from server.stores.redis.scripts import ask

PROBE_SECONDS = 0.4
"""How often a connection is asked whether it lives."""

MIN_DELAY_SECONDS = 0.1
MAX_DELAY_SECONDS = 2.0
"""Between these lies the ceiling of the delay before a reconnect: with the time
to open it, everything is at head within 5 s of the server's return."""

FIRST_OPEN_SECONDS = 10.0
"""How long a server that starts beside us is waited for."""

CLOSE_SECONDS = 5.0
"""How long the last answers are waited for."""

Work = Callable[[Connection], Awaitable[None]]

_telemetry = logging.getLogger(__name__)


class Link:
    """A connection that comes back.

    ``prepare`` runs on each new connection before anybody else may use it, and
    ``probe`` every now and then; when either raises, the connection ends.
    Reconnects have full jitter, so that nodes that lost the server together do
    not come back together. ``lives`` counts the connections there were.
    ``is_full`` is true when a write was refused for want of memory, ``is_refusing``
    when it was for another cause, until whoever probes finds that it no longer is.
    """

    def __init__(
        self,
        name: str,
        address: Address,
        prepare: Work,
        probe: Work,
        *,
        on_message: Callable[[bytes, bytes], None] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.lives = 0
        self.is_full = False
        self.is_refusing = False
        self._name = name
        self._address = address
        self._prepare = prepare
        self._probe = probe
        self._on_message = on_message
        self._sleep = sleep
        self._connection: Connection | None = None
        self._is_closing = False
        self._keeper: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """True while there is a prepared connection."""
        return self._connection is not None and not self._connection.lost.done()

    def use(self) -> Connection:
        """Return the connection.

        Raises:
            StoreUnavailable: there is none now.
        """
        if self._connection is None or self._is_closing:
            raise StoreUnavailable("the store is closed" if self._is_closing else "Redis is away")
        return self._connection

    async def ask(self, *commands: Command) -> list[Any]:
        """Send commands together, in order, and return their replies; see ``scripts.ask``.

        Raises:
            StoreUnavailable: unknown which of them were done.
        """
        connection = self.use()
        try:
            return await ask(connection, *commands)
        except hiredis.ReplyError as error:
            self._take_refusal(connection, str(error))
            raise StoreUnavailable(f"Redis refused: {error}") from error

    async def open(self) -> None:
        """Open the first connection and keep it from then on.

        Raises:
            StoreUrlError: the server cannot be reached, or does not let us in.
        """
        why: Exception | None = None
        deadline = asyncio.get_running_loop().time() + FIRST_OPEN_SECONDS
        attempt = 0
        while asyncio.get_running_loop().time() < deadline:
            try:
                self._keeper = asyncio.create_task(self._keep(await self._open()))
                return
            except ssl.SSLError as error:
                raise StoreUrlError(f"Redis at {self._address} is not trusted: {error}") from None
            except (OSError, StoreUnavailable) as error:
                why = error
            except hiredis.ReplyError as error:
                if not str(error).startswith(("LOADING", "BUSY")):
                    raise StoreUrlError(f"Redis at {self._address} answers: {error}") from None
                why = error
            level = logging.DEBUG if attempt else logging.WARNING
            _telemetry.log(level, "Redis at %s is not there yet, and is tried again: %s", self._address, why)
            await self._sleep(_delay(attempt))
            attempt += 1
        raise StoreUrlError(f"Redis at {self._address} cannot be reached: {why}")

    async def close(self) -> None:
        """Wait for the answers that are under way, then end; may be called twice."""
        self._is_closing = True
        if self._connection is not None:
            try:
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._connection.answered()
            except TimeoutError:
                _telemetry.warning("the last answers of Redis did not come")
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
        if self._connection is not None:
            self._connection.end(ConnectionAbortedError("the store is closed"))

    def note_room(self, there_is: bool) -> None:
        """Note whether Redis takes more; each change is logged once."""
        if there_is and self.is_full:
            _telemetry.warning("Redis at %s has memory for more again", self._address)
        elif not there_is and not self.is_full:
            _telemetry.error(
                "Redis at %s has no memory for more: messages are refused until there is, and read on", self._address
            )
        self.is_full = not there_is

    def _take_refusal(self, connection: Connection, error: str) -> None:
        if error.startswith("OOM"):
            self.note_room(False)
        elif error.startswith(("MISCONF", "NOREPLICAS")):
            self.is_refusing = True
        elif error.startswith(("READONLY", "MASTERDOWN", "LOADING", "MOVED", "ASK", "CLUSTERDOWN")):
            # It is no longer the server that we found; perhaps another one is, at the same address.
            connection.end(ConnectionError(error))

    async def _open(self) -> Connection:
        connection = await connect(self._address, self._on_message)
        try:
            await self._prepare(connection)
        except BaseException as error:
            connection.end(ConnectionAbortedError(f"it could not be prepared: {error}"))
            raise
        self.lives += 1
        self._connection = connection
        return connection

    async def _keep(self, connection: Connection) -> None:
        while True:
            why = await self._probe_until_lost(connection)
            self._connection = None
            _telemetry.error("the %s to Redis at %s is lost: %s", self._name, self._address, why)
            connection = await self._reopen()
            _telemetry.warning("the %s to Redis at %s is back", self._name, self._address)

    async def _probe_until_lost(self, connection: Connection) -> Exception:
        while not connection.lost.done():
            try:
                await self._probe(connection)
            except Exception as error:
                connection.end(error)
            else:
                await asyncio.wait([connection.lost], timeout=PROBE_SECONDS)
        return connection.lost.result()

    async def _reopen(self) -> Connection:
        attempt = 0
        while True:
            await self._sleep(_delay(attempt))
            attempt += 1
            try:
                return await self._open()
            except (OSError, StoreUnavailable, hiredis.ReplyError) as error:
                _telemetry.debug("the %s to Redis at %s is still lost: %s", self._name, self._address, error)
            except StoreUrlError as error:
                # It came back as something that cannot keep the promise.
                _telemetry.error("%s", error)
            except Exception:
                # A bug. The one who brings the connection back must not end of it.
                _telemetry.exception("the %s to Redis could not be brought back", self._name)


def _delay(attempt: int) -> float:
    # At least a little, since a server that closes at once would be asked in a circle.
    return random.uniform(0.02, min(MAX_DELAY_SECONDS, MIN_DELAY_SECONDS * 2 ** min(attempt, 10)))
