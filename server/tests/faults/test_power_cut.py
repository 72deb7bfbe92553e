"""The power is cut under SQLite: what was acked was synced, so it is there."""

import asyncio
import random
from pathlib import Path

import pytest

from server.core.ports import Appended, RoomLog
from server.stores.factory import open_store
from server.stores.sqlite import database
from server.tests.faults.lane import TIMEOUT_SECONDS, fresh_seed, scaled, write_down
from server.tests.faults.power import Disk, losing_disk
from server.tests.stores.drafting import draft, newest, offsets

pytestmark = pytest.mark.timeout(TIMEOUT_SECONDS)

CUTS = scaled(10, 200)
CONTROL_CUTS = scaled(3, 50)

Acks = dict[tuple[str, str], int]


async def _append_for_ever(log: RoomLog, room: str, chance: random.Random, acked: Acks) -> None:
    while True:
        message = draft(room, body="x" * chance.randint(1, 2_000))
        (answer,) = await log.append([message])
        assert isinstance(answer, Appended)
        acked[room, message.key] = answer.offset


async def _lost_by_a_cut(folder: Path, chance: random.Random) -> tuple[int, int, int]:
    """Cut the power at some write under load; return acks, how many of them are lost, and writes lost."""
    here, there = folder / "here", folder / "there"
    here.mkdir(parents=True)
    there.mkdir()
    acked: Acks = {}
    loop = asyncio.get_running_loop()
    is_cut: asyncio.Future[tuple[Acks, int]] = loop.create_future()

    def cut(disk: Disk) -> None:
        # Whatever is acked by now must be in what the disk holds.
        known = dict(acked)
        loop.call_soon_threadsafe(is_cut.set_result, (known, disk.cut(there, chance)))

    with losing_disk() as disk:
        async with open_store(f"sqlite:///{here}/parley.db") as store:
            # From here on: what opening the store writes holds no ack that could be lost.
            disk.call_at(chance.randint(100, 1_500), cut)
            writing = [
                asyncio.create_task(_append_for_ever(store.log, room, random.Random(chance.random()), acked))
                for room in "aabbc"
            ]
            known, lost_writes = await is_cut
            for task in writing:
                task.cancel()
            await asyncio.gather(*writing, return_exceptions=True)
    return len(known), await _missing(there, known), lost_writes


async def _missing(folder: Path, acked: Acks) -> int:
    async with open_store(f"sqlite:///{folder}/parley.db") as store:
        pages = {room: await newest(store.log, room, limit=1_000_000) for room in "abc"}
    assert all(offsets(page) == list(range(1, page.head + 1)) for page in pages.values())
    found = {(room, entry.key): entry.offset for room, page in pages.items() for entry in page.entries}
    return sum(found.get(place) != offset for place, offset in acked.items())


async def test_power_cut_takes_nothing_that_was_acked(tmp_path: Path) -> None:
    """LOG1, LOG2: Whatever the disk had not synced is lost by chance, and no ack is among it."""
    seed = fresh_seed()
    chance = random.Random(seed)
    results = [await _lost_by_a_cut(tmp_path / str(number), chance) for number in range(CUTS)]
    acked, lost, writes = (sum(column) for column in zip(*results, strict=True))
    assert lost == 0
    # A cut that takes nothing proves nothing.
    assert writes > 0
    tried = f"{CUTS} cuts with synchronous=FULL"
    write_down("power cut", "SQLite", seed, tried, cuts=CUTS, acked=acked, acked_lost=lost, writes_lost=writes)


async def test_power_cut_takes_acks_where_commits_are_not_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same cuts with synchronous=NORMAL lose acks, or the disk would be no witness."""
    relaxed = database._PRAGMAS.replace("synchronous = FULL", "synchronous = NORMAL")
    assert relaxed != database._PRAGMAS
    monkeypatch.setattr(database, "_PRAGMAS", relaxed)
    seed = fresh_seed()
    chance = random.Random(seed)
    results = [await _lost_by_a_cut(tmp_path / str(number), chance) for number in range(CONTROL_CUTS)]
    losing = sum(lost > 0 for _, lost, _ in results)
    assert losing == CONTROL_CUTS
    tried = f"{CONTROL_CUTS} cuts with synchronous=NORMAL, which must lose"
    write_down("power cut, the control", "SQLite", seed, tried, cuts=CONTROL_CUTS, cuts_that_lost=losing)
