"""One person who writes as much as they may, over as many connections as they may have."""

import asyncio
import json
import secrets
import time
from contextlib import AsyncExitStack

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from server.protocol.entries import SUBPROTOCOL
from server.tests.edge.sockets import bearer


async def write(port: int, token: str, body: str, connections: int, seconds: float) -> int:
    """Send the same text over and over; return how many of them were acked."""
    end = time.monotonic() + seconds
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(_member(port, token, number)) for number in range(connections)]
        return sum(await asyncio.gather(*(_insist(socket, body, end) for socket in sockets)))


def _member(port: int, token: str, number: int) -> connect:
    subprotocols = [Subprotocol(SUBPROTOCOL), Subprotocol(bearer(token))]
    return connect(f"ws://127.0.0.1:{port}/items/room-{number % 10}/ws", subprotocols=subprotocols, compression=None)


async def _insist(socket: ClientConnection, body: str, end: float) -> int:
    """Send, and again as soon as that is allowed."""
    acks = 0
    try:
        await socket.send(json.dumps({"type": "hello", "contract": 1}))
        while (left := end - time.monotonic()) > 0:
            await socket.send(
                json.dumps({"type": "send", "ref": 1, "key": secrets.token_hex(16), "kind": "message", "body": body})
            )
            async with asyncio.timeout(left):
                while (answer := json.loads(await socket.recv()))["type"] not in ("ack", "error"):
                    pass
                acks += answer["type"] == "ack"
                await asyncio.sleep((answer.get("retry_after_ms") or 0) / 1000)
    except (TimeoutError, ConnectionClosed):
        pass
    return acks
