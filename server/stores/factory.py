"""Opens a store by its URL. A new adapter is one line in the table."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from importlib import import_module
from typing import NamedTuple

from server.core.ports import Store
from server.stores.memory.presence import MemoryPresence
from server.stores.options import DEFAULT_MAX_ENTRIES_PER_ROOM, StoreOptions, StoreUrlError, utc_now

Opener = Callable[[str, StoreOptions], AbstractAsyncContextManager[Store]]


class _Adapter(NamedTuple):
    """A package with an ``open_store(url, options)``, and the driver it needs.

    It is imported when it is asked for, so that nobody installs a driver for a
    store that is not used.
    """

    package: str
    driver: str | None


_ADAPTERS = {
    "memory": _Adapter("server.stores.memory", None),
    "sqlite": _Adapter("server.stores.sqlite", "apsw"),
    "postgresql": _Adapter("server.stores.postgres", "asyncpg"),
    "redis": _Adapter("server.stores.redis", "hiredis"),
    "rediss": _Adapter("server.stores.redis", "hiredis"),
}


def open_store(
    url: str,
    *,
    max_entries_per_room: int | None = None,
    max_entry_age: timedelta | None = None,
    now: Callable[[], datetime] = utc_now,
    random_bytes: Callable[[int], bytes] = os.urandom,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AbstractAsyncContextManager[Store]:
    """Return the context in which the store at ``url`` is open.

    ``memory://``, ``sqlite:///relative/path.db``, ``sqlite:////absolute.db``,
    ``redis://host``, ``rediss://host`` or ``postgresql://user:password@host/database``.
    Leaving the context writes what was accepted, then closes.

    Raises:
        StoreUrlError: no such store can be opened here; also on entering the
            context, when only opening can tell.
    """
    options = StoreOptions(
        presence=MemoryPresence(),
        max_entries_per_room=DEFAULT_MAX_ENTRIES_PER_ROOM if max_entries_per_room is None else max_entries_per_room,
        max_entry_age=max_entry_age,
        now=now,
        random_bytes=random_bytes,
        sleep=sleep,
    )
    return _opener(url)(url, options)


def _opener(url: str) -> Opener:
    scheme, separator, _ = url.partition("://")
    adapter = _ADAPTERS.get(scheme)
    if adapter is None or not separator:
        known = ", ".join(f"{name}://" for name in _ADAPTERS)
        # The rest of the URL may hold a password, so it is not repeated.
        given = f"{scheme}://" if separator else "something else"
        raise StoreUrlError(f"a store's URL begins with one of {known}; this one begins with {given}")
    try:
        opener: Opener = import_module(adapter.package).open_store
    except ModuleNotFoundError as error:
        if error.name != adapter.driver:
            raise
        raise StoreUrlError(f"a store at {scheme}:// needs the Python package {adapter.driver}: install it") from None
    return opener
