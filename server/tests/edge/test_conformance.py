"""Autobahn's cases, the conformance suite of RFC 6455, against our transport: by its short way and by ASGI's."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from server.edge.direct import TRANSPORT_EXTENSION, DirectSocket
from server.listening import listen
from server.protocol.close_codes import CLOSE_RULES, CloseCode
from server.protocol.framing import text_message
from server.serving import WEBSOCKET_PROTOCOL
from server.settings import Settings
from server.tests.edge import run_conformance

BEYOND_OUR_BOUNDS = [
    "9.*",  # Megabytes in one message, and messages in thousands of fragments (FR6, BP8).
    "12.*",  # Compression, which is declined.
    "13.*",
]
BINARY_ECHO = ["1.2.*"]
"""Whoever is adopted hears that a message is binary, and not what it says."""

NOT_STRICT = {"6.4.1", "6.4.2", "6.4.3", "6.4.4"}
"""Text that is not UTF-8 is refused at the message's end, and not before: either conforms."""

INFORMATIONAL = {"7.1.6", "7.13.1", "7.13.2"}
"""Cases that the standard leaves open, and that no server fails."""


class Echo:
    """Who is adopted, and sends back what he receives: receiver and writer in one."""

    def __init__(self, socket: DirectSocket) -> None:
        self._socket = socket

    def receive(self, text: str) -> None:
        self._socket.write(text_message(text.encode()))

    def receive_bytes(self) -> None:
        self.close(CloseCode.UNSUPPORTED_DATA)

    def close(self, code: CloseCode) -> None:
        self._socket.send_close(code, CLOSE_RULES[code].reason)

    def ended(self, code: int) -> None: ...

    def paused(self) -> None: ...

    def resumed(self) -> None: ...

    def end(self) -> None: ...


async def adopted_echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Accept, and leave the rest to the short way."""
    await receive()
    await send({"type": "websocket.accept"})
    socket = cast("DirectSocket", scope["extensions"][TRANSPORT_EXTENSION]["socket"])
    echo = Echo(socket)
    socket.adopt(echo, echo)


async def asgi_echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Accept, and echo by ASGI's events."""
    await receive()
    await send({"type": "websocket.accept"})
    while (event := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": event.get("text"), "bytes": event.get("bytes")})


@asynccontextmanager
async def echoing(app: ASGIApp) -> AsyncIterator[str]:
    """Serve an echo by our transport; yield its address."""
    sockets = listen(Settings(port=0))
    config = uvicorn.Config(
        app, ws=WEBSOCKET_PROTOCOL, ws_per_message_deflate=False, ws_max_size=2**20, lifespan="off", log_config=None
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve(sockets))
    try:
        yield f"ws://127.0.0.1:{sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


async def results_of(url: str, excluded: list[str]) -> dict[str, tuple[str, str]]:
    """Run the suite in a process of its own; return each case's verdict and that of its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", run_conformance.__name__, url, *excluded, stdout=asyncio.subprocess.PIPE
    )
    try:
        said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    for line in said.splitlines():
        print(line.decode())
    return {case: (verdict, end) for case, verdict, end, *_ in map(json.loads, said.splitlines())}


def failures(results: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Return the cases that do not conform."""
    conforming = {"OK", "NON-STRICT", "INFORMATIONAL"}
    return {case: verdicts for case, verdicts in results.items() if not conforming.issuperset(verdicts)}


async def test_short_way_conforms() -> None:
    """FR12: Strictly, but where the standard gives a choice."""
    async with echoing(adopted_echo) as url:
        results = await results_of(url, [*BEYOND_OUR_BOUNDS, *BINARY_ECHO])
    assert len(results) > 230
    assert failures(results) == {}
    assert {case for case, verdicts in results.items() if verdicts != ("OK", "OK")} <= NOT_STRICT | INFORMATIONAL


async def test_asgi_way_conforms() -> None:
    """FR12: What came right before a fault may be answered too late there, which is not strict, and conforms."""
    async with echoing(asgi_echo) as url:
        results = await results_of(url, BEYOND_OUR_BOUNDS)
    assert len(results) > 240
    assert failures(results) == {}
