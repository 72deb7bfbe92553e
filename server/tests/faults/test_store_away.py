"""The store goes away and comes back under load: degraded, not dead, and nothing acked is lost."""

import asyncio
import random
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from server.protocol.close_codes import CloseCode
from server.tests.edge.sockets import Client
from server.tests.faults.checker import check
from server.tests.faults.client import OFFERED, address
from server.tests.faults.fleet import Fleet, a_fleet
from server.tests.faults.history import StatusTold, StoreAway
from server.tests.faults.house import SHARED, House, Postgres, Redis, StoreUnderTest, a_house, a_store
from server.tests.faults.lane import TIMEOUT_SECONDS, counts, fresh_seed, scaled, write_down

pytestmark = pytest.mark.timeout(TIMEOUT_SECONDS)

TIMES = scaled(1, 5)
CUTS = scaled(5, 100)
PATIENCE = 60.0
WITNESS_KEY = "f" * 32

FAULTS = [
    ("sqlite", "locked"),
    ("sqlite", "disk full"),
    *((store, fault) for store in SHARED for fault in ("killed", "paused")),
]


@pytest.mark.parametrize(("store_name", "fault"), FAULTS, ids=[f"{store} {fault}" for store, fault in FAULTS])
async def test_store_that_goes_away_is_told_of_and_comes_back(store_name: str, fault: str, tmp_path: Path) -> None:
    """ST1, ST2, RE5, LOG2, LOG14: All are told, refused for now, and at head again; the node lives all the while."""
    seed = fresh_seed()
    chance = random.Random(seed)
    told: list[float] = []
    at_head: list[float] = []
    with a_store(store_name, tmp_path) as store:
        async with a_house(store.url, chance) as house, a_fleet(house.door, seed) as fleet:
            _people(fleet)
            await fleet.all_joined()
            for _ in range(TIMES):
                assert await _acks_flow(fleet)
                async with connect(address(house.door(), "room-0"), subprotocols=OFFERED, close_timeout=1) as socket:
                    witness = Client(socket)
                    await witness.join(name="witness", resume_token=None, position=None)
                    told.append(await _take_away(fleet, store, fault, house))
                    await _is_degraded_and_not_dead(house, witness)
                at_head.append(await _give_back(fleet, store, fault, house))
            await fleet.settle()
    assert check(fleet.history) == []
    figures = {"told_within_s": round(max(told), 2), "at_head_within_s": round(max(at_head), 2)}
    tried = f"{fault}, {TIMES} times"
    write_down(f"store {fault}", store.version, seed, tried, **figures, **counts(fleet.history))


@pytest.mark.parametrize("store_name", SHARED)
async def test_connections_that_the_store_ends_cost_nothing(store_name: str, tmp_path: Path) -> None:
    """LOG1, LOG2, LOG4, FO3: Every connection of two nodes to their store, the listeners' too, again and again."""
    seed = fresh_seed()
    chance = random.Random(seed)
    with a_store(store_name, tmp_path) as store:
        assert isinstance(store, Redis | Postgres)
        async with a_house(store.url, chance, nodes=2) as house, a_fleet(house.door, seed) as fleet:
            _people(fleet)
            await fleet.all_joined()
            for _ in range(CUTS):
                assert await _acks_flow(fleet)
                await asyncio.to_thread(store.cut_off)
            await fleet.settle()
    assert check(fleet.history) == []
    write_down("connections terminated", store.version, seed, f"{CUTS} times", **counts(fleet.history))


def _people(fleet: Fleet) -> None:
    for number in range(4):
        fleet.talk(fleet.add(f"writer {number}", f"room-{number % 3}"), 0.01)
    for number in range(8):
        fleet.add(f"reader {number}", f"room-{number % 3}")


async def _acks_flow(fleet: Fleet) -> bool:
    goal = fleet.acks + 20
    return await fleet.until(lambda: fleet.acks >= goal, PATIENCE)


async def _take_away(fleet: Fleet, store: StoreUnderTest, fault: str, house: House) -> float:
    """Take the store away; return how long it took until the last one was told."""
    connected = {client.name for client in fleet.clients if client.is_live}
    since = fleet.store_away()
    await asyncio.to_thread(store.break_, fault, house.nodes)
    assert await fleet.until(lambda: connected <= _told(fleet), PATIENCE), connected - _told(fleet)
    return time.monotonic() - since


def _told(fleet: Fleet) -> set[str]:
    """Return who was told that the store is away since it was taken away; late word that it is back is none."""
    told: set[str] = set()
    for event in reversed(fleet.history):
        if isinstance(event, StoreAway):
            break
        if isinstance(event, StatusTold) and event.store == "degraded":
            told.add(event.client)
    return told


async def _is_degraded_and_not_dead(house: House, witness: Client) -> None:
    await witness.say("send", ref=1, key=WITNESS_KEY, kind="message", target=None, body="not now")
    refusal = await witness.hear_type("error")
    assert (refusal.ref, refusal.code, refusal.temporary) == (1, "store_unavailable", True)
    await witness.say("read", ref=2, before=None, after=None, limit=1)
    refusal = await witness.hear_type("error")
    assert (refusal.ref, refusal.code, refusal.temporary) == (2, "store_unavailable", True)
    async with connect(address(house.door(), "room-1"), subprotocols=OFFERED, close_timeout=1) as socket:
        newcomer = Client(socket)
        await newcomer.say("hello", contract=1, name="new", resume_token=None, position=None)
        assert (await newcomer.closed())[0] == CloseCode.TRY_AGAIN_LATER
    port = house.door()
    assert await asyncio.to_thread(_status_of, port, "/api/health") == 200
    assert await asyncio.to_thread(_status_of, port, "/api/ready") == 503


def _status_of(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


async def _give_back(fleet: Fleet, store: StoreUnderTest, fault: str, house: House) -> float:
    """Give the store back; return how long it took until everybody wrote and read as before."""
    await asyncio.to_thread(store.mend, fault, house.nodes)
    since = fleet.store_back()
    writers = [client for client in fleet.clients if client.acked]
    before = {client: client.acked for client in writers}
    assert await fleet.until(lambda: all(client.acked > before[client] for client in writers), PATIENCE)
    heads = fleet.heads()
    assert await fleet.until(lambda: all(client.is_at(heads[client.room]) for client in fleet.clients), PATIENCE)
    seconds = time.monotonic() - since
    # Until the node tells so itself: taken away before, the store would not have been back for anybody.
    while await asyncio.to_thread(_status_of, house.door(), "/api/ready") != 200:
        pass
    return seconds
