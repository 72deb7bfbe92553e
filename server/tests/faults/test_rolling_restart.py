"""Two nodes are restarted one after the other, as a deploy does, while everybody talks."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from server.protocol.close_codes import CloseCode
from server.tests.faults.checker import check
from server.tests.faults.fleet import Fleet, a_fleet
from server.tests.faults.history import Closed, Welcomed
from server.tests.faults.house import SHARED, a_house, a_store
from server.tests.faults.lane import FULL, TIMEOUT_SECONDS, counts, fresh_seed, scaled, write_down

pytestmark = pytest.mark.timeout(TIMEOUT_SECONDS)

CLIENTS = scaled(40, 300)
WRITERS = 8
DRAIN_SECONDS = scaled(1, 5)
ROUNDS = scaled(1, 2)


@pytest.mark.parametrize("store_name", SHARED if FULL else SHARED[:1])
async def test_rolling_restart_loses_nothing_and_spreads_its_clients(store_name: str, tmp_path: Path) -> None:
    """ST3, LOG2, FO2, RE1: Each client is told, sent away in its batch, and goes on at another node."""
    seed = fresh_seed()
    chance = random.Random(seed)
    settings = {"PARLEY_DRAIN_SECONDS": str(DRAIN_SECONDS), "PARLEY_GRACE_SECONDS": "10"}
    spreads: list[float] = []
    with a_store(store_name, tmp_path) as store:
        async with (
            a_house(store.url, chance, nodes=2, settings=settings) as house,
            a_fleet(house.door, seed, pace=1.0) as fleet,
        ):
            for number in range(CLIENTS):
                client = fleet.add(f"client {number}", f"room-{number % 10}")
                if number < WRITERS:
                    fleet.talk(client, 0.05)
            for _ in range(ROUNDS):
                for node in house.nodes:
                    await fleet.all_joined()
                    since = len(fleet.history)
                    await node.stop()
                    await node.start()
                    await fleet.all_joined()
                    spreads.append(_spread_of_returns(fleet, since))
            await fleet.settle()
    assert check(fleet.history) == []
    ends = {event.code for event in fleet.history if isinstance(event, Closed)}
    # 1013 is a node's answer to who comes in while it empties itself; 1006 to who is still on the way in when it ends.
    assert CloseCode.SERVICE_RESTART in ends
    assert ends <= {CloseCode.SERVICE_RESTART, CloseCode.TRY_AGAIN_LATER, 1006}
    assert min(spreads) > 0
    tried = f"{CLIENTS} clients, {2 * ROUNDS} restarts, a window of {DRAIN_SECONDS} s"
    write_down(
        "rolling restart", store.version, seed, tried,
        returns_spread_over_s=round(min(spreads), 2), **counts(fleet.history),
    )  # fmt: skip


def _spread_of_returns(fleet: Fleet, since: int) -> float:
    """Return over how long those came back who were sent away."""
    moments: Sequence[float] = [
        event.moment for event in fleet.history[since:] if isinstance(event, Welcomed) and event.connection > 1
    ]
    return max(moments) - min(moments)
