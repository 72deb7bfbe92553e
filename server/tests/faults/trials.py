"""Short scenarios that a bug must not survive: each gives the history of a server with a bug, or without."""

import random
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from server.tests.faults.ack_cutter import an_ack_cutter
from server.tests.faults.client import FleetClient
from server.tests.faults.fleet import Fleet, a_fleet
from server.tests.faults.history import History, PresenceTold, StatusTold
from server.tests.faults.house import Redis, SqliteFile, a_house, a_store

PATIENCE = 10.0
"""How long a trial waits for what a bug may prevent."""

Trial = Callable[[Path, str | None, int], Awaitable[History]]


def _people(fleet: Fleet, rooms: int, writers: int, readers: int, window: int = 4) -> None:
    for number in range(writers):
        client = fleet.add(f"writer {number}", f"room-{number % rooms}", window=window)
        fleet.talk(client, 0.002)
    for number in range(readers):
        fleet.add(f"reader {number}", f"room-{number % rooms}")


async def _more_acks(fleet: Fleet, number: int) -> None:
    goal = fleet.acks + number
    await fleet.until(lambda: fleet.acks >= goal, PATIENCE)


async def killed(folder: Path, bug: str | None, seed: int) -> History:
    """One node over SQLite is killed twice while people talk, many messages in flight."""
    chance = random.Random(seed)
    store = SqliteFile(folder)
    async with a_house(store.url, chance, bug=bug) as house, a_fleet(house.door, seed) as fleet:
        _people(fleet, rooms=2, writers=6, readers=4)
        for _ in range(2):
            await _more_acks(fleet, 40)
            await house.nodes[0].kill()
            await house.nodes[0].start()
        await _more_acks(fleet, 40)
        await fleet.settle(PATIENCE / 2)
    return fleet.history


async def talking(folder: Path, bug: str | None, seed: int) -> History:
    """People talk, many messages in flight, and nothing happens to anybody."""
    chance = random.Random(seed)
    store = SqliteFile(folder)
    async with a_house(store.url, chance, bug=bug) as house, a_fleet(house.door, seed) as fleet:
        _people(fleet, rooms=2, writers=6, readers=4)
        await _more_acks(fleet, 200)
        await fleet.settle(PATIENCE / 2)
    return fleet.history


async def resent(folder: Path, bug: str | None, seed: int) -> History:
    """Acks are swallowed on the way, and their messages are sent again."""
    chance = random.Random(seed)
    store = SqliteFile(folder)
    async with (
        a_house(store.url, chance, bug=bug) as house,
        an_ack_cutter(house.nodes[0].port, lambda _: chance.random() < 0.3) as cutter,
        a_fleet(house.door, seed, pace=0.01) as fleet,
    ):
        for number in range(4):
            fleet.talk(fleet.add(f"writer {number}", "room", door=lambda: cutter.port), 0.002)
        await fleet.until(lambda: cutter.cuts >= 20, PATIENCE)
        await fleet.settle(PATIENCE)
    assert cutter.cuts >= 20, f"only {cutter.cuts} acks were swallowed"
    return fleet.history


async def rolled_back(folder: Path, bug: str | None, seed: int) -> History:
    """A backup is put back, under the same epoch; other messages take the offsets, and a reader comes back."""
    chance = random.Random(seed)
    store = SqliteFile(folder)
    backup = folder / "backup.db"
    async with a_house(store.url, chance, bug=bug) as house, a_fleet(house.door, seed) as fleet:
        writer, reader = fleet.add("writer", "room"), fleet.add("reader", "room")
        await _say(fleet, writer, 5)
        await house.nodes[0].stop()
        shutil.copy(store.path, backup)
        await house.nodes[0].start()
        await _say(fleet, writer, 5)
        await fleet.until(lambda: reader.offset == 10, PATIENCE)
        await fleet.end()
        await house.nodes[0].stop()
        shutil.copy(backup, store.path)
        fleet.restored()
        await house.nodes[0].start()
        other = fleet.add("other writer", "room")
        await _say(fleet, other, 10)
        fleet.come_again(reader)
        await fleet.settle(PATIENCE)
    return fleet.history


async def away(folder: Path, bug: str | None, seed: int, missed: int = 60, **settings: str) -> History:
    """A reader comes back after it missed some messages."""
    chance = random.Random(seed)
    store = SqliteFile(folder)
    async with a_house(store.url, chance, bug=bug, settings=settings) as house, a_fleet(house.door, seed) as fleet:
        writer, reader = fleet.add("writer", "room"), fleet.add("reader", "room")
        await _say(fleet, writer, 5)
        await fleet.until(lambda: reader.offset == 5, PATIENCE)
        await fleet.dismiss(reader)
        await _say(fleet, writer, missed)
        connection = reader.connection
        fleet.come_again(reader)
        await fleet.until(lambda: reader.connection > connection and reader.is_live, PATIENCE)
        await fleet.settle(PATIENCE / 3)
    return fleet.history


async def trimmed(folder: Path, bug: str | None, seed: int) -> History:
    """A reader comes back after its place was trimmed."""
    return await away(folder, bug, seed, PARLEY_MAX_ENTRIES_PER_ROOM="20")


async def long_away(folder: Path, bug: str | None, seed: int) -> History:
    """A reader comes back after it missed more than is replayed, and more than a page and a tail have."""
    return await away(folder, bug, seed, missed=150, PARLEY_REPLAY_ENTRIES="20")


async def two_nodes(folder: Path, bug: str | None, seed: int) -> History:
    """People write on two nodes over one Redis; some only read, on the second."""
    chance = random.Random(seed)
    with a_store("redis", folder) as store:
        async with a_house(store.url, chance, nodes=2, bug=bug) as house:
            first, second = (node.port for node in house.nodes)
            async with a_fleet(lambda: first, seed) as fleet:
                for number in range(4):
                    door = (lambda: first) if number % 2 else (lambda: second)
                    fleet.talk(fleet.add(f"writer {number}", "busy", door=door), 0.002)
                fleet.talk(fleet.add("lonely writer", "quiet"), 0.02)
                for room in ("busy", "quiet"):
                    fleet.add(f"{room} reader", room, door=lambda: second)
                await fleet.all_joined()
                await _more_acks(fleet, 400)
                await fleet.settle(PATIENCE / 2)
    return fleet.history


async def came_back(folder: Path, bug: str | None, seed: int) -> History:
    """One loses a connection and comes back; another loses it for good. Old connections end late."""
    chance = random.Random(seed)
    store = SqliteFile(folder)
    settings = {"PARLEY_GRACE_SECONDS": "0.5"}
    async with (
        a_house(store.url, chance, bug=bug, settings=settings) as house,
        a_fleet(house.door, seed, 0.01) as fleet,
    ):
        ana, bob, eve = (fleet.add(name, "room") for name in ("ana", "bob", "eve"))
        await fleet.all_joined()
        bob.cut_off()
        await fleet.until(lambda: bob.connection > 1 and bob.is_live, PATIENCE)
        gone = eve.client_id
        await fleet.dismiss(eve)
        # Her grace began after that of his old connection, so then both are over.
        await fleet.until(lambda: _is_told(fleet, ana.name, gone), PATIENCE / 2)
        await fleet.settle(PATIENCE / 2, presence=True)
    return fleet.history


def _is_told(fleet: Fleet, client: str, gone: int) -> bool:
    return any(isinstance(told, PresenceTold) and told.client == client and gone in told.left for told in fleet.history)


async def store_away(folder: Path, bug: str | None, seed: int) -> History:
    """The Redis under a node is killed and comes back while people write."""
    chance = random.Random(seed)
    with a_store("redis", folder) as store:
        assert isinstance(store, Redis)
        async with a_house(store.url, chance, bug=bug) as house, a_fleet(house.door, seed) as fleet:
            _people(fleet, rooms=2, writers=4, readers=2, window=1)
            await fleet.all_joined()
            await _more_acks(fleet, 40)
            fleet.store_away()
            store.break_("killed", house.nodes)
            was_told = await fleet.until(lambda: _told(fleet, "degraded") >= 6, PATIENCE / 2)
            fleet.store_back()
            store.mend("killed", house.nodes)
            await fleet.until(lambda: not was_told or _told(fleet, "ok") >= 6, PATIENCE)
            await _more_acks(fleet, 40)
            await fleet.settle(PATIENCE)
    return fleet.history


def _told(fleet: Fleet, store: str) -> int:
    return len({told.client for told in fleet.history if isinstance(told, StatusTold) and told.store == store})


async def _say(fleet: Fleet, client: FleetClient, number: int) -> None:
    for _ in range(number):
        client.say(f"message <{fleet.chance.getrandbits(32):x}>")
    await fleet.until(lambda: not client.owes, PATIENCE)


TRIALS: dict[str, Trial] = {
    "talking": talking,
    "killed": killed,
    "resent": resent,
    "rolled back": rolled_back,
    "away": away,
    "trimmed": trimmed,
    "long away": long_away,
    "two nodes": two_nodes,
    "came back": came_back,
    "store away": store_away,
}
