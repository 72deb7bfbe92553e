"""What those cost who ask for much of a log: memory, and the time of others."""

import asyncio
import secrets
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from server.protocol.codec import decode_server_frame
from server.protocol.entries import MAX_BODY_LENGTH, SUBPROTOCOL
from server.tests.edge.abuse.crowd import crowd
from server.tests.edge.abuse.targets import Target
from server.tests.edge.sockets import PATIENCE, Client, bearer

CONTROLS = "a" + "\x01" * (MAX_BODY_LENGTH - 1)
"""Six bytes of JSON for each character."""

CHINESE = "永和九年岁在癸丑暮春之初会于会稽山阴之兰亭" * 400
LONG_CHINESE = CHINESE[:MAX_BODY_LENGTH]


class Waits(NamedTuple):
    """How long others waited, in milliseconds."""

    ack_p50: float
    ack_p99: float
    newcomer_p50: float
    newcomer_p99: float


@asynccontextmanager
async def client_of(target: Target, room: str) -> AsyncIterator[Client]:
    """Open a typed connection to a room."""
    url = f"ws://127.0.0.1:{target.port}/items/{room}/ws"
    offered = [Subprotocol(SUBPROTOCOL), Subprotocol(bearer("t"))]
    async with connect(url, subprotocols=offered, compression=None, max_size=None, close_timeout=1) as socket:
        yield Client(socket)


async def say_all(client: Client, bodies: Sequence[str]) -> None:
    """Send messages one after another, each again when the server asks for patience."""
    for number, body in enumerate(bodies, 1):
        key, answer = secrets.token_hex(16), None
        while answer is None or answer.type == "error":
            if answer is not None:
                assert answer.temporary, answer
                await asyncio.sleep((answer.retry_after_ms or 1_000) / 1_000)
            await client.say("send", ref=number, key=key, kind="message", body=body)
            answer = await _answer(client, number)


async def _answer(client: Client, ref: int) -> Any:
    while True:
        text = await asyncio.wait_for(client.socket.recv(), PATIENCE)
        assert isinstance(text, str)
        if text.startswith(('{"type":"ack"', '{"type":"error"')):
            frame: Any = decode_server_frame(text)
            if frame.ref == ref:
                return frame


async def fill(target: Target, room: str, body: str, count: int = 100) -> None:
    """Fill a room with the same message."""
    async with client_of(target, room) as writer:
        await writer.join()
        await say_all(writer, [body] * count)


async def grown_by(target: Target, room: str, count: int, manner: str) -> int:
    """Return by how many bytes the server grows at its peak for so many who come at once."""
    before = target.forget_peak()
    async with crowd(target.port, room, count, manner):
        await asyncio.sleep(1)  # A measurement of the peak, not a wait for a condition.
    return target.memory_peak() - before


async def waits(target: Target, seconds: float) -> Waits:
    """Return how long a bystander waits for acks in a quiet room, and newcomers for another one's welcome."""
    acks: list[float] = []
    welcomes: list[float] = []
    async with client_of(target, "quiet") as bystander:
        await bystander.join()
        end = time.monotonic() + seconds
        await asyncio.gather(_speak(bystander, acks, end), _come_in(target, welcomes, end))
    return Waits(*_middle_and_worst(acks), *_middle_and_worst(welcomes))


async def _speak(bystander: Client, acks: list[float], end: float) -> None:
    while time.monotonic() < end:
        began = time.perf_counter()
        await say_all(bystander, ["hello"])
        acks.append((time.perf_counter() - began) * 1_000)
        await asyncio.sleep(0.1)


async def _come_in(target: Target, welcomes: list[float], end: float) -> None:
    while time.monotonic() < end:
        began = time.perf_counter()
        async with client_of(target, "other") as newcomer:
            await newcomer.join()
            welcomes.append((time.perf_counter() - began) * 1_000)
        await asyncio.sleep(0.05)


def _middle_and_worst(figures: Sequence[float]) -> tuple[float, float]:
    ranked = sorted(figures)
    return statistics.median(ranked), ranked[min(len(ranked) - 1, int(len(ranked) * 0.99))]
