"""Takes what is too old out of a store, and keeps its time, again and again."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Protocol

from server.core.ports import StoreUnavailable
from server.stores.options import StoreOptions
from server.stores.timekeeping import TimedLog, Timekeeper

SWEEP_SECONDS = 300.0
"""How long after a sweep the next one begins, and how often the time is looked at.
No page shows what is too old, so this is only how long it takes up space: five
minutes, where it was kept for days."""

_telemetry = logging.getLogger(__name__)


class SweptLog(TimedLog, Protocol):
    """A log that something gets too old in."""

    @property
    def keeper(self) -> Timekeeper:
        """What knows the log's time."""
        ...

    async def sweep(self, known: datetime) -> None:
        """Take out what is too old at a time that is known to have passed (LOG16).

        Raises:
            StoreUnavailable: some may be taken out; the next sweep finds what is left.
        """
        ...


@asynccontextmanager
async def sweeping(log: SweptLog, options: StoreOptions) -> AsyncIterator[None]:
    """Keep the log's time while the context is open, and sweep it, first at once, where something gets too old.

    A sweep goes in steps, so that writers have their turn between them, and may
    be cut off after any of them: the next one finds what is left.
    """

    async def sweep() -> None:
        await log.keeper.set_right(log)
        if options.max_entry_age is not None and log.keeper.known is not None:
            await log.sweep(log.keeper.known)

    async def look() -> None:
        await log.keeper.look(log)

    sleep = asyncio.sleep if options.max_entry_age is None else options.sleep

    async def sweep_for_ever() -> None:
        while True:
            await _try(sweep)
            await sleep(SWEEP_SECONDS)
            await _try(look)

    await _try(look)
    task = asyncio.create_task(sweep_for_ever())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _try(work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
    except StoreUnavailable as error:
        _telemetry.debug("the sweep was cut off: %s", error)
    except Exception:
        # A bug. The task that keeps the disk from filling up must not end because of it.
        _telemetry.exception("a sweep failed")
