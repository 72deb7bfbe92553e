"""A hub over the reference store, with time in the hand."""

from collections.abc import AsyncIterator

import pytest

from server.core.ports import Store
from server.edge.following import following
from server.edge.hub import Hub, HubSettings
from server.settings import Settings
from server.stores.factory import open_store
from server.tests.doubles import FakeClock
from server.tests.edge.people import UnsteadyLog, UnsteadyPresence, Venue
from server.tests.edge.sockets import Address, serving
from server.tests.unhurried import UNHURRIED

SETTINGS = HubSettings(
    grace_seconds=10.0, reload_grace_seconds=3.0, presence_tick_seconds=0.05, listed_members=5, replay_entries=20
)


@pytest.fixture
async def venue() -> AsyncIterator[Venue]:
    """Return a running hub and what it stands on."""
    clock = FakeClock()
    async with open_store("memory://", max_entries_per_room=200) as opened:
        log = UnsteadyLog(opened.log)
        presence = UnsteadyPresence(opened.presence)
        store = Store(log, presence, opened.signing_key)
        hub = Hub(store, clock, SETTINGS)
        async with following(hub, store, clock):
            yield Venue(hub, log, presence, clock)
            await hub.close()


DEMO = Settings.model_validate(
    {
        "auth": "demo",
        "port": 0,
        "store_url": "memory://",
        "grace_seconds": 0.2,
        "reload_grace_seconds": 0.1,
        # What is not about haste is not held up.
        **{name.lower(): value for name, value in UNHURRIED.items()},
    }
)


@pytest.fixture
async def demo(caplog: pytest.LogCaptureFixture) -> AsyncIterator[Address]:
    """Return the address of a real server under demo auth, whose log must hold no traceback."""
    async with serving(DEMO) as address:
        yield address
    faults = [record for record in caplog.get_records("call") if record.exc_info or record.levelname == "ERROR"]
    assert [record.getMessage() for record in faults] == []
