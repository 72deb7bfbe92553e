"""Opens a store by its URL. A new adapter is one line in the table."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from server.core.ports import Store
from server.stores.memory.presence import MemoryPresence
from server.stores.options import DEFAULT_MAX_ENTRIES_PER_ROOM, StoreClock, StoreOptions, StoreUrlError, utc_now

Opener = Callable[[str, StoreOptions], AbstractAsyncContextManager[Store]]
EpochBeginner = Callable[[str, Callable[[int], bytes]], Awaitable[str]]


class _Adapter(NamedTuple):
    """A package with ``open_store`` and ``begin_new_epoch``, and the driver it needs.

    It is imported when it is asked for, so that nobody installs a driver for a
    store that is not used.
    """

    package: str
    driver: str | None
    is_shared: bool
    """Whether several nodes may have it open at once."""


_ADAPTERS = {
    "memory": _Adapter("server.stores.memory", None, is_shared=False),
    "sqlite": _Adapter("server.stores.sqlite", "apsw", is_shared=False),
    "postgresql": _Adapter("server.stores.postgres", "asyncpg", is_shared=True),
    "redis": _Adapter("server.stores.redis", "hiredis", is_shared=True),
    "rediss": _Adapter("server.stores.redis", "hiredis", is_shared=True),
}


def open_store(
    url: str,
    *,
    max_entries_per_room: int | None = None,
    max_entry_age: timedelta | None = None,
    min_free_bytes: int = 0,
    now: StoreClock = utc_now,
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
        min_free_bytes=min_free_bytes,
        now=now,
        random_bytes=random_bytes,
        sleep=sleep,
    )
    opener: Opener = _package(url).open_store
    return opener(url, options)


def is_shared(url: str) -> bool:
    """Return whether several nodes may have the store at ``url`` open at once.

    Raises:
        StoreUrlError: the URL names no store.
    """
    return _adapter(url).is_shared


async def begin_new_epoch(url: str, random_bytes: Callable[[int], bytes] = os.urandom) -> str:
    """Begin another life of a store that was put back from a backup, and return its epoch.

    Nodes that run over a shared store notice it by themselves.

    Raises:
        StoreUrlError: there is no such store, or it is in use and cannot be shared.
        StoreUnavailable: it cannot be reached.
    """
    begin: EpochBeginner = _package(url).begin_new_epoch
    return await begin(url, random_bytes)


def _adapter(url: str) -> _Adapter:
    scheme, separator, _ = url.partition("://")
    adapter = _ADAPTERS.get(scheme)
    if adapter is None or not separator:
        known = ", ".join(f"{name}://" for name in _ADAPTERS)
        # The rest of the URL may hold a password, so it is not repeated.
        given = f"{scheme}://" if separator else "something else"
        raise StoreUrlError(f"a store's URL begins with one of {known}; this one begins with {given}")
    return adapter


def _package(url: str) -> ModuleType:
    """Return the package that serves a URL."""
    adapter = _adapter(url)
    try:
        return import_module(adapter.package)
    except ModuleNotFoundError as error:
        if error.name != adapter.driver:
            raise
        scheme = url.partition("://")[0]
        raise StoreUrlError(f"a store at {scheme}:// needs the Python package {adapter.driver}: install it") from None
