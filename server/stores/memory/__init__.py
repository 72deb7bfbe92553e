"""The reference adapter: a log and a presence in the memory of one process.

``room_log`` is the shortest correct room log, and what the contract suite
holds the others to; ``presence`` serves every adapter that has one node.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from server.core.ports import Store
from server.stores.memory.room_log import MemoryRoomLog
from server.stores.options import StoreOptions, StoreUrlError
from server.stores.sweeping import sweeping


@asynccontextmanager
async def open_store(url: str, options: StoreOptions) -> AsyncIterator[Store]:
    """Open an empty store, which is gone when the context closes."""
    if url != "memory://":
        raise StoreUrlError(f"a store in memory is written memory://, not {url!r}")
    log = MemoryRoomLog(options)
    async with sweeping(log, options):
        yield Store(log, options.presence, options.random_bytes(32))


async def begin_new_epoch(_url: str, _random_bytes: Callable[[int], bytes]) -> str:
    """Refuse: nobody can put a backup back into the memory of a process."""
    raise StoreUrlError("a store in memory begins a new epoch whenever it is opened")
