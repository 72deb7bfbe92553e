"""A process that appends as fast as it can and says each ack, until it is killed.

``python -m server.tests.stores.append_until_killed <url> <seed>`` prints a line
``room key offset`` for each ack, after it came.
"""

import asyncio
import os
import random
import sys

from server.core.ports import Appended, RoomLog
from server.stores.factory import open_store
from server.tests.stores.drafting import draft


async def _append_for_ever(log: RoomLog, chance: random.Random) -> None:
    while True:
        drafts = [
            draft(chance.choice("abc"), key=f"{chance.getrandbits(128):032x}", body="x" * chance.randint(1, 2_000))
            for _ in range(chance.randint(1, 4))
        ]
        for each, answer in zip(drafts, await log.append(drafts), strict=True):
            if not isinstance(answer, Appended):
                raise TypeError(f"a fresh key is taken, this was answered by {answer}")
            os.write(1, f"{each.room} {each.key} {answer.offset}\n".encode())


async def _main(url: str, seed: int) -> None:
    async with open_store(url) as store, asyncio.TaskGroup() as group:
        for index in range(20):
            group.create_task(_append_for_ever(store.log, random.Random(seed + index)))


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], int(sys.argv[2])))
