"""Those who ask for much of a log cost little memory."""

import sys
import tempfile
from collections.abc import AsyncIterator

import pytest

from server.tests.edge.abuse.attacks import MEGABYTE
from server.tests.edge.abuse.reading import CONTROLS, LONG_CHINESE, fill, grown_by
from server.tests.edge.abuse.targets import Target, parley

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc, which only Linux has"),
]


@pytest.fixture
async def target() -> AsyncIterator[Target]:
    """Run the server as it comes."""
    with tempfile.TemporaryDirectory(prefix="parley-") as folder:
        async with parley(STORE_URL=f"sqlite:///{folder}/parley.db") as server:
            yield server


async def test_newcomers_to_long_messages_cost_little(target: Target) -> None:
    """FR13, BP11, BP15: Three hundred who read nothing, and five hundred honest ones: 1.4 and 1.2 GB as it was."""
    await fill(target, "controls", CONTROLS)
    await fill(target, "chinese", LONG_CHINESE)
    grown = await grown_by(target, "controls", 300, "stalled") + await grown_by(target, "chinese", 500, "newcomer")
    assert grown <= 200 * MEGABYTE, grown
