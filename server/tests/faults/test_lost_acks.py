"""The ack is lost on its way after the commit: what is sent again becomes no second message."""

import random
from pathlib import Path

import pytest

from server.tests.faults.ack_cutter import an_ack_cutter
from server.tests.faults.checker import check
from server.tests.faults.fleet import a_fleet
from server.tests.faults.house import STORES, a_house, a_store
from server.tests.faults.lane import TIMEOUT_SECONDS, counts, fresh_seed, scaled, write_down

pytestmark = pytest.mark.timeout(TIMEOUT_SECONDS)

LOST = scaled(50, 1_000)


@pytest.mark.parametrize("store_name", STORES)
async def test_message_whose_ack_was_lost_is_one_message(store_name: str, tmp_path: Path) -> None:
    """LOG4, SE8, CL6: Cut off in the place of its ack, sent again under its key: one entry, and its first offset."""
    seed = fresh_seed()
    chance = random.Random(seed)
    lost: set[int] = set()

    def is_first(offset: int) -> bool:
        """Pick the first ack of every message."""
        is_first = offset not in lost
        lost.add(offset)
        return is_first

    with a_store(store_name, tmp_path) as store:
        async with (
            a_house(store.url, chance) as house,
            an_ack_cutter(house.nodes[0].port, is_first) as cutter,
            a_fleet(house.door, seed, pace=0.02) as fleet,
        ):
            for number in range(8):
                fleet.talk(fleet.add(f"writer {number}", "room", door=lambda: cutter.port), 0.005)
            assert await fleet.until(lambda: cutter.cuts >= LOST, TIMEOUT_SECONDS / 2)
            cutter.is_done = True
            await fleet.settle()
    assert check(fleet.history) == []
    figures = counts(fleet.history)
    assert figures["sent_again"] >= len(lost) >= LOST
    write_down("acks lost", store.version, seed, f"{len(lost)} messages whose ack was swallowed", **figures)
