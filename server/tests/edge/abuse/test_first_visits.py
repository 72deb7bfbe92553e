"""An office behind one address, or everybody behind a proxy that is not trusted: the crowd is honest."""

from contextlib import AsyncExitStack
from pathlib import Path

from server.settings import Settings
from server.tests.doubles import FakeClock
from server.tests.edge.abuse.visits import REQUESTS, build, visits
from server.tests.edge.sockets import serving

SCALE = 10
"""A tenth of the visitors, and of what an address may: the same at a tenth of the time."""

DEFAULTS = Settings(auth="demo")


async def test_a_crowd_behind_one_address_opens_the_page(tmp_path: Path) -> None:
    """BP18, AU10: 500 first visits are answered in no time, though the connections of each stay open, and all join."""
    build(tmp_path)
    settings = Settings(
        auth="demo",
        port=0,
        store_url="memory://",
        connections_per_address=DEFAULTS.connections_per_address // SCALE,
        address_requests_per_second=DEFAULTS.address_requests_per_second // SCALE,
        address_joins_per_minute=DEFAULTS.address_joins_per_minute // SCALE,
    )
    async with serving(settings, FakeClock(), client=tmp_path) as address, AsyncExitStack() as stack:
        statuses = await visits(address, stack, 500 // SCALE, at_once=15)
        assert statuses == [200] * (500 // SCALE * REQUESTS)
