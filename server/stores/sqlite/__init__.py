"""The adapter for one node and one file, which is the default.

``room_log`` is what the port sees; all of its state lives on the event loop.
``connection`` runs jobs in a thread; ``batch``, ``page``, ``retention`` and ``folding_back`` are those jobs,
``rows`` is what an entry is in the file, ``database`` opens the file and keeps what is in it once (epoch, signing key),
``file_lock`` keeps a second process out. The SQL stands in ``schema.sql`` and ``statements``.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from server.core.ports import Store
from server.stores.options import StoreOptions, StoreUrlError
from server.stores.sqlite.database import new_epoch, prepare
from server.stores.sqlite.file_lock import FileLock
from server.stores.sqlite.room_log import SqliteRoomLog
from server.stores.sweeping import sweeping


@asynccontextmanager
async def open_store(url: str, options: StoreOptions) -> AsyncIterator[Store]:
    """Open the file, which is made if it is missing.

    Leaving the context writes what was accepted before it closes the file.
    """
    path = await asyncio.to_thread(path_of, url)
    with await asyncio.to_thread(FileLock, path):
        signing_key = await asyncio.to_thread(prepare, path, options.random_bytes)
        log = SqliteRoomLog(path, options)
        try:
            await log.begin()
            async with sweeping(log, options):
                yield Store(log, options.presence, signing_key)
        finally:
            await log.close()


async def begin_new_epoch(url: str, random_bytes: Callable[[int], bytes]) -> str:
    """Begin another life of the store; see ``database.new_epoch``."""
    return await asyncio.to_thread(new_epoch, path_of(url), random_bytes)


def path_of(url: str) -> Path:
    """Return the file that a URL names, whatever links lead to it.

    Raises:
        StoreUrlError: the URL names no file.
    """
    host, slash, name = url.removeprefix("sqlite://").partition("/")
    if host or not slash or not name:
        raise StoreUrlError(f"write sqlite:///relative/path.db or sqlite:////absolute/path.db, not {url!r}")
    return Path(name).resolve()
