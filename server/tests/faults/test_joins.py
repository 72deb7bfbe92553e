"""Somebody joins at any moment: the page and what follows it are the room, as it reads afresh."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from server.protocol.entries import MAX_PAGE_ENTRIES
from server.tests.edge.sockets import Client
from server.tests.faults.checker import check
from server.tests.faults.client import OFFERED, address, line_of
from server.tests.faults.fleet import a_fleet
from server.tests.faults.history import Line
from server.tests.faults.house import STORES, a_house, a_store
from server.tests.faults.lane import TIMEOUT_SECONDS, fresh_seed, scaled, write_down

pytestmark = pytest.mark.timeout(TIMEOUT_SECONDS)

JOINS = {"sqlite": scaled(100, 4_000), "redis": scaled(100, 3_000), "postgresql": scaled(50, 3_000)}
AT_ONCE = 10


@pytest.mark.parametrize("store_name", STORES)
async def test_page_and_what_follows_are_the_room_read_afresh(store_name: str, tmp_path: Path) -> None:
    """LOG3, LOG8, SE2, FO2, RE3: Nothing between the page and the first entry, nothing twice, nothing else."""
    seed = fresh_seed()
    chance = random.Random(seed)
    joins = JOINS[store_name]
    with a_store(store_name, tmp_path) as store:
        nodes = 1 if store_name == "sqlite" else 2
        async with a_house(store.url, chance, nodes=nodes) as house, a_fleet(house.door, seed) as fleet:
            for number in range(4):
                fleet.talk(fleet.add(f"writer {number}", "room"), 0.02)
            await fleet.all_joined()
            moments = iter(range(joins))

            async def join_again_and_again() -> None:
                for _ in moments:
                    await _join(house.door, chance.randint(0, 4))

            await asyncio.gather(*(join_again_and_again() for _ in range(AT_ONCE)))
            await fleet.settle()
            head = max(client.offset for client in fleet.clients)
    assert check(fleet.history) == []
    write_down("joins at any moment", store.version, seed, f"{joins} joins", joins=joins, entries=head)


async def _join(door: Callable[[], int], follow: int) -> None:
    """Join, follow the room a little, and compare what came with what a read gives now."""
    async with connect(address(door(), "room"), subprotocols=OFFERED, compression=None, close_timeout=1) as socket:
        client = Client(socket)
        welcome = await client.join(name="newcomer", resume_token=None, position=None)
        lines: list[Line] = [line_of(entry) for entry in welcome.page or ()]
        for _ in range(follow):
            lines.append(line_of(await client.hear_type("entry")))
        last = lines[-1].offset if lines else 0
        await client.say("read", ref=1, before=last + 1, after=None, limit=MAX_PAGE_ENTRIES)
        page = await client.hear_type("page")
        assert [line_of(entry) for entry in page.entries] == lines[-MAX_PAGE_ENTRIES:]
        await client.say("leave")
