"""A server that is stopped by a signal while all sorts of sockets are open, and how long it took."""

import asyncio
import signal
import time
from contextlib import AsyncExitStack
from dataclasses import replace

from server.tests.edge.abuse.attacks import Attacker, spoke
from server.tests.edge.abuse.targets import Target, parley
from server.tests.edge.malformed import TEXT, wire
from server.tests.unhurried import UNHURRIED

LIMIT_SECONDS = 9.0
"""From the signal to the end of the process, under the settings that nobody changed; an engine waits for 10."""

PATIENCE = 60.0

PLAIN = ("/ws", "/ws/7", "/items/foo/ws?token=t")
"""The chapter's endpoints."""


async def seconds_to_stop(**settings: str) -> float:
    """Start a server, open sockets that are stalled, idle, busy and half open, send SIGTERM; return what it took."""
    async with AsyncExitStack() as stack, parley(**UNHURRIED, **settings) as target:
        plain = [replace(target, room=path, subprotocols="", hello="hello", welcome=b"hello") for path in PLAIN]
        stalled = [await _member(stack, one, receive_buffer=4096) for one in (target, target, *plain)]
        for one in (target, target, target, *plain):
            await _member(stack, one)  # Idle.
        half = Attacker(target.port)
        stack.callback(half.leave)
        await half.connect()
        await half.send(target.handshake()[:60])
        busy = [await _member(stack, one) for one in (target, target, *plain)]
        assert await spoke(target, 60), "nobody was served"
        at_work = [asyncio.create_task(_keep_busy(one, target)) for one in (*busy, *stalled)]
        at_work += [asyncio.create_task(one.read_on()) for one in busy]
        assert await spoke(target, 1), "nobody is served beside the busy"
        began = time.monotonic()
        target.process.send_signal(signal.SIGTERM)
        status = await asyncio.wait_for(target.process.wait(), PATIENCE)
        took = time.monotonic() - began
        for task in at_work:
            task.cancel()
        await asyncio.wait(at_work)
    said = "".join(target.output)
    assert status == -signal.SIGTERM, said  # uvicorn raises it again when it is done.
    assert "Finished server process" in said, said
    assert "Traceback" not in said, said
    return took


async def _member(stack: AsyncExitStack, target: Target, **options: int) -> Attacker:
    member = Attacker(target.port, **options)
    stack.callback(member.leave)
    await member.join(target)
    return member


async def _keep_busy(member: Attacker, target: Target) -> None:
    """Say one thing after the other, until nobody listens any more."""
    frames = b"".join(wire(TEXT, target.message(number, "x" * 200).encode()) for number in range(1, 21))
    await member.pour(frames, 2**40)
