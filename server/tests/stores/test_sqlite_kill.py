"""A process that dies in the middle of its appends, for real."""

import random
import subprocess
import sys
from pathlib import Path

from server.stores.factory import open_store
from server.tests.stores.drafting import newest, offsets

KILLS = 3


def _append_until_killed(url: str, seed: int, acks: int) -> list[tuple[str, str, int]]:
    """Let a process append, kill it after so many acks, and return those it told."""
    command = [sys.executable, "-m", "server.tests.stores.append_until_killed", url, str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(acks)]
        process.kill()
        lines += process.stdout.readlines()
    told = [line.decode().split() for line in lines if line.endswith(b"\n")]
    return [(room, key, int(offset)) for room, key, offset in told]


async def test_acked_entries_outlive_a_killed_process(tmp_path: Path) -> None:
    """LOG1, LOG2: Each acked entry is there, at its offset, without a hole, under the same epoch."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    url = f"sqlite:///{tmp_path}/parley.db"
    epochs: set[str] = set()
    acked: list[tuple[str, str, int]] = []
    for _ in range(KILLS):
        acked += _append_until_killed(url, chance.randrange(2**32), chance.randint(50, 1_000))
        async with open_store(url) as store:
            pages = {room: await newest(store.log, room, limit=1_000_000) for room in "abc"}
        epochs |= {page.epoch for page in pages.values()}
        assert all(offsets(page) == list(range(1, page.head + 1)) for page in pages.values())
        keys = {(room, entry.offset): entry.key for room, page in pages.items() for entry in page.entries}
        assert all(keys[room, offset] == key for room, key, offset in acked)
    assert len(epochs) == 1
