"""Takes what is too old out of a store, again and again."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from server.core.ports import StoreUnavailable
from server.stores.options import StoreOptions

SWEEP_SECONDS = 300.0
"""How long after a sweep the next one begins. No page shows what is too old, so
this is only how long it takes up space: five minutes, where it was kept for days."""

Sweep = Callable[[], Awaitable[None]]

_telemetry = logging.getLogger(__name__)


@asynccontextmanager
async def sweeping(sweep: Sweep, options: StoreOptions) -> AsyncIterator[None]:
    """Sweep while the context is open, first at once; never where nothing gets too old.

    A sweep goes in steps, so that writers have their turn between them, and may
    be cut off after any of them: the next one finds what is left.
    """
    if options.max_entry_age is None:
        yield
        return
    task = asyncio.create_task(_sweep_for_ever(sweep, options))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _sweep_for_ever(sweep: Sweep, options: StoreOptions) -> None:
    while True:
        try:
            await sweep()
        except StoreUnavailable as error:
            _telemetry.debug("the sweep was cut off: %s", error)
        except Exception:
            # A bug. Who keeps the disk from filling up must not end of it.
            _telemetry.exception("a sweep failed")
        await options.sleep(SWEEP_SECONDS)
