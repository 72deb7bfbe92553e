"""Nodes that die in the middle of their appends, for real, two at a time."""

import random
import subprocess
import sys
from contextlib import ExitStack

from server.stores.factory import open_store
from server.tests.stores.drafting import newest, offsets
from server.tests.stores.redis_server import fresh_url

KILLS = 3


def _append_until_killed(url: str, chance: random.Random) -> list[tuple[str, str, int]]:
    """Let two processes append to the same rooms, kill both, and return what was acked."""
    lines: list[bytes] = []
    with ExitStack() as stack:
        command = [sys.executable, "-m", "server.tests.stores.append_until_killed", url]
        both = [
            stack.enter_context(
                subprocess.Popen(
                    [*command, str(chance.randrange(2**32))], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
            )
            for _ in range(2)
        ]
        for process in both:
            assert process.stdout is not None
            lines += [process.stdout.readline() for _ in range(chance.randint(50, 500))]
        for process in both:
            process.kill()
        for process in both:
            assert process.stdout is not None
            lines += process.stdout.readlines()
    told = [line.decode().split() for line in lines if line.endswith(b"\n")]
    return [(room, key, int(offset)) for room, key, offset in told]


async def test_acked_entries_outlive_killed_nodes() -> None:
    """LOG1, LOG2: Each entry that any node acked is there, at its offset, without a hole, under the same epoch."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    url = fresh_url()
    epochs: set[str] = set()
    acked: list[tuple[str, str, int]] = []
    for _ in range(KILLS):
        acked += _append_until_killed(url, chance)
        async with open_store(url) as store:
            pages = {room: await newest(store.log, room, limit=1_000_000) for room in "abc"}
        epochs |= {page.epoch for page in pages.values()}
        assert all(offsets(page) == list(range(1, page.head + 1)) for page in pages.values())
        keys = {(room, entry.offset): entry.key for room, page in pages.items() for entry in page.entries}
        assert all(keys[room, offset] == key for room, key, offset in acked)
    assert len(epochs) == 1
    assert len({(room, offset) for room, _, offset in acked}) == len(acked)
