"""Keeps a hub in step with its store: wakeups, presence, the store's state, the lease."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from server.core.ports import Store, StoreUnavailable
from server.edge.clock import Clock, pause
from server.edge.hub import Hub

STATUS_SECONDS = 0.5
"""How often the store's state is looked at: twice within the second that its own
probe takes, so that everybody knows within two (ST1)."""

LEASE_SECONDS = 5.0
"""How often this node tells the others that it lives."""

telemetry = logging.getLogger(__name__)


@asynccontextmanager
async def following(hub: Hub, store: Store, clock: Clock) -> AsyncIterator[None]:
    """Keep ``hub`` in step with ``store`` while the context is open."""

    async def take_wakeups() -> None:
        async for wakeup in store.log.wakeups():
            hub.wakeup(wakeup)

    async def take_changes() -> None:
        async for change in store.presence.changes():
            hub.apply(change)

    async def look_at_status() -> None:
        status = store.log.status()
        if status != hub.status:
            telemetry.warning("the store is %s", status)
            hub.set_status(status)

    work = (
        _again_and_again(take_wakeups, clock, STATUS_SECONDS),
        _again_and_again(take_changes, clock, STATUS_SECONDS),
        _again_and_again(look_at_status, clock, STATUS_SECONDS),
        _again_and_again(store.presence.heartbeat, clock, LEASE_SECONDS),
    )
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _again_and_again(work: Callable[[], Awaitable[None]], clock: Clock, seconds: float) -> None:
    while True:
        try:
            await work()
        except StoreUnavailable as error:
            telemetry.warning("the store did not answer: %s", error)
        except Exception:
            # A listener that dies in silence would be the worst of all bugs.
            telemetry.exception("a listener failed and begins anew")
        await pause(clock, seconds)
