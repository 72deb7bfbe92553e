"""The adapter for several nodes over one Redis (7 or newer) or Valkey.

``address`` reads the URL and ``names`` says what keys are called; ``connection``
is one pipelined connection, ``link`` keeps one open, ``subscriber`` is the one
on which a node hears. ``durability`` refuses a server that cannot keep the
promise, ``life`` keeps the epoch. ``room_log`` and ``presence`` are what the
ports see: behind the one are ``rows``, ``watching`` and ``retention``, behind the
other ``ledger`` (what is known and told) and ``nodes`` (leases, and who is gone). The Lua stands in
``lua``, loaded by ``scripts``.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.core.ports import Store, StoreUnavailable
from server.stores.options import StoreOptions, StoreUrlError
from server.stores.redis.address import parse_address
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
        now_ms=lambda: log.now_ms,
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
        async with sweeping(log.retention.sweep, options):
            yield Store(log, presence, log.life.signing_key)
    finally:
        await presence.close()
        await log.close()
