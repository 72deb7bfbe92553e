"""The adapter for several nodes over one Redis (7 or newer) or Valkey.

``address`` reads the URL and ``names`` says what keys are called; ``connection``
is one pipelined connection, ``link`` keeps one open, ``subscriber`` is the one
on which a node hears. ``durability`` refuses a server that cannot keep the
promise, ``life`` keeps the epoch. ``room_log`` and ``presence`` are what the
ports see: behind the one are ``batch``, ``rows``, ``watching``, ``retention`` and ``timing``, behind
the other ``ledger`` (what is known and told) and ``nodes`` (leases, and who is gone).
The Lua stands in ``lua``, loaded by ``scripts``.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import hiredis

from server.core.ports import Store, StoreUnavailable
from server.stores.options import StoreOptions, StoreUrlError
from server.stores.redis.address import parse_address
from server.stores.redis.connection import connect
from server.stores.redis.life import new_epoch
from server.stores.redis.names import Names
from server.stores.redis.presence import RedisPresence
from server.stores.redis.room_log import RedisRoomLog
from server.stores.sweeping import sweeping


@asynccontextmanager
async def open_store(url: str, options: StoreOptions) -> AsyncIterator[Store]:
    """Connect; leaving the context takes the answers that are under way first."""
    log = RedisRoomLog(parse_address(url), options)
    presence = RedisPresence(
        log.link,
        log.subscriber,
        log.names,
        now_ms=lambda: log.told_ms,
        passed=options.now.passed,
        is_watched=log.watching.__contains__,
        fresh_name=lambda: options.random_bytes(8).hex(),
    )
    log.on_return.append(presence.read_all_soon)
    try:
        await log.open()
        try:
            await presence.open()
        except StoreUnavailable as error:
            raise StoreUrlError(f"Redis went away as the store was opened: {error}") from None
        async with sweeping(log, options):
            yield Store(log, presence, log.life.signing_key)
    finally:
        await presence.close()
        await log.close()


async def begin_new_epoch(url: str, random_bytes: Callable[[int], bytes]) -> str:
    """Begin another life of the store; see ``life.new_epoch``."""
    address = parse_address(url)
    try:
        connection = await connect(address)
        try:
            return await new_epoch(connection, Names(address.prefix, address.database), random_bytes)
        finally:
            connection.end(ConnectionAbortedError("it was asked only one thing"))
    except hiredis.ReplyError as error:
        raise StoreUrlError(f"Redis at {address} answers: {error}") from None
    except OSError as error:
        raise StoreUnavailable(f"Redis at {address} cannot be reached: {error}") from error
