"""A node is killed, and another, and another, while people talk: nothing is lost or doubled, and the order is one."""

import asyncio
import random
from pathlib import Path

import pytest

from server.tests.faults.checker import check
from server.tests.faults.fleet import Fleet, a_fleet
from server.tests.faults.house import STORES, House, a_house, a_store
from server.tests.faults.lane import TIMEOUT_SECONDS, counts, fresh_seed, scaled, write_down
from server.tests.faults.node import Node

pytestmark = pytest.mark.timeout(TIMEOUT_SECONDS)

KILLS = scaled(10, 200)
ROOMS, WRITERS, READERS = 10, 8, 20


@pytest.mark.parametrize("store_name", STORES)
async def test_killed_nodes_lose_nothing(store_name: str, tmp_path: Path) -> None:
    """LOG1, LOG2, LOG4, FO2, RE1: Whatever node dies at whatever moment; SQLite has one, the others three."""
    seed = fresh_seed()
    chance = random.Random(seed)
    with a_store(store_name, tmp_path) as store:
        nodes = 1 if store_name == "sqlite" else 3
        async with a_house(store.url, chance, nodes=nodes) as house, a_fleet(house.door, seed, pace=0.03) as fleet:
            _people(fleet)
            await fleet.all_joined()
            await _kill_again_and_again(house, fleet, chance)
            await fleet.all_joined()
            await fleet.settle()
    assert check(fleet.history) == []
    write_down("nodes killed", store.version, seed, f"{KILLS} kills", kills=KILLS, **counts(fleet.history))


def _people(fleet: Fleet) -> None:
    for number in range(WRITERS):
        fleet.talk(fleet.add(f"writer {number}", f"room-{number % ROOMS}"), 0.03)
    for number in range(READERS):
        fleet.add(f"reader {number}", f"room-{number % ROOMS}")


async def _kill_again_and_again(house: House, fleet: Fleet, chance: random.Random) -> None:
    """Kill some node after some acks; others go on while it starts again, where there are others."""
    starting: dict[Node, asyncio.Task[None]] = {}
    for number in range(KILLS):
        goal = fleet.acks + chance.randint(1, 40)
        assert await fleet.until(lambda goal=goal: fleet.acks >= goal), "nothing is acked any more"  # type: ignore[misc]
        running = [node for node in house.nodes if node not in starting or starting[node].done()]
        if not running:
            await asyncio.wait(starting.values(), return_when=asyncio.FIRST_COMPLETED)
            running = [node for node in house.nodes if starting[node].done()]
        node = chance.choice(running)
        await node.kill()
        starting[node] = asyncio.create_task(node.start())
        if number % 20 == 19:
            print(f"{number + 1} kills, {fleet.acks} acks", flush=True)
    await asyncio.gather(*starting.values())
