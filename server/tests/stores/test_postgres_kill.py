"""Nodes that are processes of their own, on one database, and die in the middle of their appends."""

import random
import subprocess
import sys
from typing import IO

from server.stores.factory import open_store
from server.tests.stores.drafting import newest, offsets
from server.tests.stores.postgres_server import fresh_url

KILLS = 4


def _node(url: str, seed: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "server.tests.stores.append_until_killed", url, str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _acks(stream: IO[bytes] | None, number: int | None) -> list[tuple[str, str, int]]:
    """Read so many acks, or all that are left."""
    assert stream is not None
    lines = stream.readlines() if number is None else [stream.readline() for _ in range(number)]
    told = [line.decode().split() for line in lines if line.endswith(b"\n")]
    return [(room, key, int(offset)) for room, key, offset in told]


async def test_acked_entries_outlive_killed_nodes() -> None:
    """LOG1, LOG2, LOG4: Nodes that append at once are killed in turn: no ack was wrong, no hole, no double."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    url = fresh_url()
    acked: list[tuple[str, str, int]] = []
    nodes = [_node(url, chance.randrange(2**32)) for _ in range(2)]
    for kill in range(KILLS):
        dying = nodes.pop(0)
        with dying:
            acked += _acks(dying.stdout, chance.randint(50, 500))
            dying.kill()
            acked += _acks(dying.stdout, None)
        if kill < KILLS - len(nodes) - 1:
            nodes.append(_node(url, chance.randrange(2**32)))
    assert nodes == []
    async with open_store(url) as store:
        pages = {room: await newest(store.log, room, limit=1_000_000) for room in "abc"}
    assert all(offsets(page) == list(range(1, page.head + 1)) for page in pages.values())
    entries = {(room, entry.key): entry.offset for room, page in pages.items() for entry in page.entries}
    assert sum(page.head for page in pages.values()) == len(entries)
    assert all(entries[room, key] == offset for room, key, offset in acked)
