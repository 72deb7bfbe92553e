"""SIGTERM, with every sort of socket open; ``npm run test:stop`` does it fifty times, by the clock."""

import sys

import pytest

from server.tests.stopping import seconds_to_stop


@pytest.mark.timeout(180)
@pytest.mark.skipif(sys.platform != "linux", reason="it looks for the end of a socket that is not read Linux's way")
async def test_signal_ends_it_whatever_its_sockets_do() -> None:
    """ST3, BP4, BP10: Stalled, idle, busy or half open: none of them keeps a node that was told to stop."""
    for _ in range(3):
        await seconds_to_stop(DRAIN_SECONDS="0.2")
