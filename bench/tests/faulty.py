"""A chat server that is at fault, for tests of who must notice: ``python -m bench.tests.faulty PORT FAULT``."""

import asyncio
import sys

from websockets.asyncio.server import ServerConnection, serve

VICTIM, TENTH = 2, 10
"""Who is treated badly, and at which message."""

members: list[ServerConnection] = []
handed = 0


async def chat(member: ServerConnection) -> None:
    """Hand each text to everybody, but for one fault."""
    global handed
    members.append(member)
    async for text in member:
        handed += 1
        for index, each in enumerate(members):
            for _ in range(times() if handed == TENTH and index == VICTIM else 1):
                await each.send(text)


def times() -> int:
    """Return how often the victim is handed the tenth message."""
    return {"none": 1, "lost": 0, "doubled": 2}[sys.argv[2]]


async def main() -> None:
    """Serve until the process is ended."""
    async with serve(chat, "127.0.0.1", int(sys.argv[1]), compression=None) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
