"""The adapter for many nodes and one PostgreSQL database.

``target`` reads the URL and connects, ``pooler`` finds out what is between,
``schema`` checks the database and applies the ``migrations``, ``pool`` runs the
``statements``. ``lookout`` listens, and knows when the database is away.
``room_log`` and ``presence`` are what the ports see; ``batch`` and ``deeds`` are
what they write, ``changing`` is what a batch makes of older messages, ``rows``
is how entries come out again. ``hints`` is what nodes tell each other,
``watching`` wakes who watches a room.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from server.core.ports import Store, StoreUnavailable
from server.stores.options import StoreOptions
from server.stores.postgres.hints import Hints
from server.stores.postgres.lookout import Lookout
from server.stores.postgres.pool import Pool
from server.stores.postgres.presence import PostgresPresence
from server.stores.postgres.room_log import PostgresRoomLog
from server.stores.postgres.schema import new_epoch, prepare
from server.stores.postgres.target import connect, parse_url
from server.stores.sweeping import sweeping

OPEN_SECONDS = 5.0
"""How long opening waits until it listens; the database has answered by then."""


@asynccontextmanager
async def open_store(url: str, options: StoreOptions) -> AsyncIterator[Store]:
    """Open the database, whose schema is made if it is missing.

    Leaving the context writes what was accepted before it hangs up.
    """
    target = parse_url(url)
    signing_key = await prepare(target, options.random_bytes)
    pool = Pool(partial(connect, target), target.connections, target.shown)
    hints = Hints(pool, target.schema)
    log = PostgresRoomLog(pool, hints, options)
    presence = PostgresPresence(pool, hints, options)

    def hear(hint: str) -> None:
        log.hear(hint)
        presence.hear(hint)

    lookout = Lookout(target, pool, options, hear)
    try:
        async with _running(hints.send_for_ever(), lookout.watch_for_ever()):
            try:
                await log.begin()
                await presence.begin()
                await _heard(lookout)
                async with sweeping(log, options):
                    yield Store(log, presence, signing_key)
            finally:
                await log.close()
                await presence.close()
    finally:
        await pool.close()


async def begin_new_epoch(url: str, random_bytes: Callable[[int], bytes]) -> str:
    """Begin another life of the store; see ``schema.new_epoch``."""
    return await new_epoch(parse_url(url), random_bytes)


async def _heard(lookout: Lookout) -> None:
    try:
        await asyncio.wait_for(lookout.listens.wait(), OPEN_SECONDS)
    except TimeoutError:
        raise StoreUnavailable("the database gives no connection to listen on") from None


@asynccontextmanager
async def _running(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
