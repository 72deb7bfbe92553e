"""Everybody loses the connection at once, again and again, while messages flow."""

import random
from pathlib import Path

import pytest

from server.tests.faults.checker import check
from server.tests.faults.fleet import a_fleet
from server.tests.faults.house import STORES, a_house, a_store
from server.tests.faults.lane import TIMEOUT_SECONDS, counts, fresh_seed, scaled, write_down

pytestmark = pytest.mark.timeout(TIMEOUT_SECONDS)

CLIENTS = scaled(40, 300)
WRITERS = scaled(8, 20)
ROOMS = scaled(4, 15)
MESSAGES_A_SECOND = scaled(80, 200)
KICKS = {"sqlite": scaled(3, 10), "redis": scaled(3, 100), "postgresql": scaled(3, 10)}


@pytest.mark.parametrize("store_name", STORES)
async def test_everybody_who_is_kicked_comes_back_to_one_conversation(store_name: str, tmp_path: Path) -> None:
    """FO2, RE1, CL3, CL6: Each resumes by its position, and what was under way is sent again."""
    seed = fresh_seed()
    chance = random.Random(seed)
    kicks = KICKS[store_name]
    with a_store(store_name, tmp_path) as store:
        nodes = 1 if store_name == "sqlite" else 2
        async with a_house(store.url, chance, nodes=nodes) as house, a_fleet(house.door, seed) as fleet:
            for number in range(CLIENTS):
                client = fleet.add(f"client {number}", f"room-{number % ROOMS}")
                if number < WRITERS:
                    fleet.talk(client, WRITERS / MESSAGES_A_SECOND)
            for number in range(kicks):
                await fleet.all_joined()
                goal = fleet.acks + 10
                assert await fleet.until(lambda goal=goal: fleet.acks >= goal)  # type: ignore[misc]
                for client in fleet.clients:
                    client.cut_off()
                if number % 10 == 9:
                    print(f"{number + 1} kicks, {fleet.acks} acks", flush=True)
            await fleet.all_joined()
            await fleet.settle()
    assert check(fleet.history) == []
    tried = f"{CLIENTS} clients, {kicks} times, about {MESSAGES_A_SECOND} messages a second"
    write_down("everybody kicked", store.version, seed, tried, kicks=kicks, **counts(fleet.history))
