"""The servers that are attacked, as processes."""

import asyncio
import json
import os
import re
import secrets
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from server.protocol.entries import SUBPROTOCOL
from server.tests.edge.abuse import chapter
from server.tests.edge.sockets import PATIENCE, bearer

MEMORY_PEAK_RESET = "5"
"""What proc(5) takes in ``clear_refs`` for it."""


@dataclass(frozen=True)
class Target:
    """A server process, and how one speaks to it."""

    name: str
    port: int
    process: asyncio.subprocess.Process
    page: str
    room: str
    subprotocols: str
    hello: str
    welcome: bytes
    """Is in what answers it."""
    message: Callable[[int, str], str]
    output: list[str]

    def handshake(self, extra: str = "") -> bytes:
        """Return the request of a member, who may ask for more."""
        offered = f"Sec-WebSocket-Protocol: {self.subprotocols}\r\n" if self.subprotocols else ""
        return (
            f"GET {self.room} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{offered}{extra}\r\n"
        ).encode()

    def forget_peak(self) -> int:
        """Begin to watch the memory anew; return how much is in use."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text(MEMORY_PEAK_RESET)
        return self._memory("VmRSS")

    def memory_peak(self) -> int:
        """Return the most bytes of memory in use since then."""
        return self._memory("VmHWM")

    def _memory(self, field: str) -> int:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(rf"^{field}:\s*(\d+) kB", status, re.MULTILINE)
        assert found is not None
        return int(found[1]) * 1024


def _typed_message(number: int, body: str) -> str:
    frame = {"type": "send", "ref": number, "key": secrets.token_hex(16), "kind": "message", "body": body}
    return json.dumps(frame)


@asynccontextmanager
async def parley(**settings: str) -> AsyncIterator[Target]:
    """Run ``python -m server`` while the context is open."""
    variables = {"AUTH": "demo", "PORT": "0", "STORE_URL": "memory://", **settings}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    environment |= {f"PARLEY_{name}": value for name, value in variables.items()}
    async with _process(["server"], environment, r"Parley is at \S+:(\d+)") as (process, port, output):
        yield Target(
            "Parley", port, process, "/api/health", "/items/foo/ws", f"{SUBPROTOCOL}, {bearer('t')}",
            '{"type":"hello","contract":1}', b'"welcome"', _typed_message, output,
        )  # fmt: skip


@asynccontextmanager
async def stock(*options: str) -> AsyncIterator[Target]:
    """Run the chapter's chat under uvicorn's defaults, or with some options."""
    command = ["uvicorn", f"{chapter.__name__}:app", "--port=0", *options]
    async with _process(command, dict(os.environ), r"running on \S+:(\d+)") as (process, port, output):
        yield Target("stock", port, process, "/", "/ws/1", "", "hello", b"hello", lambda _, body: body, output)


@asynccontextmanager
async def _process(
    module: list[str], environment: dict[str, str], says: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, int, list[str]]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *module, env=environment, stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[4],
    )  # fmt: skip
    assert process.stderr is not None
    output: list[str] = []
    listening: asyncio.Task[None] | None = None
    try:
        port = await asyncio.wait_for(_port(process.stderr, output, says), PATIENCE * 2)
        listening = asyncio.create_task(_listen(process.stderr, output))
        yield process, port, output
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        if listening is not None:
            await listening


async def _port(said: asyncio.StreamReader, output: list[str], says: str) -> int:
    while line := (await said.readline()).decode():
        output.append(line)
        if found := re.search(says, line):
            return int(found[1])
    raise AssertionError(f"it did not start: {''.join(output)}")


async def _listen(said: asyncio.StreamReader, output: list[str]) -> None:
    while line := (await said.readline()).decode():
        output.append(line)
