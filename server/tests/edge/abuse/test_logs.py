"""What a real process writes while it is attacked: lines counted, bytes bounded, and nothing of a token."""

import asyncio
import os
import re
import resource
import sys
import time

import pytest

from server.edge.paced_lines import LINES_AT_ONCE, LINES_PER_SECOND
from server.tests.edge.abuse.attacks import Attacker
from server.tests.edge.abuse.targets import Target, parley
from server.tests.edge.malformed import TEXT, wire
from server.tests.unhurried import UNHURRIED

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc, which only Linux has"),
]

TRIES = 1_200


async def answered(target: Target, request: bytes) -> bytes:
    """Send one request on a connection of its own; return what comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", target.port)
    try:
        writer.write(request)
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def attack(target: Target, request: bytes) -> None:
    """Send it so many times, some at once."""
    for _ in range(TRIES // 50):
        await asyncio.gather(*(answered(target, request) for _ in range(50)))


async def until_said(target: Target, words: str) -> str:
    """Wait until the process has said something; return the line."""
    while True:
        for line in target.output:
            if words in line:
                return line
        await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", " - "),
        (b"nonsense\r\n\r\n", "Invalid HTTP request"),
        (
            b"GET /items/foo/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Protocol: parley.v1\r\n\r\n" + wire(0x8, b"\x03\xe8"),
            "refused with 1008",
        ),
    ],
    ids=["long-paths", "no-http", "no-credential"],
)
async def test_an_attack_fills_no_log(request_: bytes, words: str) -> None:
    """AU13: Each try is written or counted; no more than a thousand at once are written, none of them long."""
    began = time.monotonic()
    async with parley(**UNHURRIED) as target:
        await attack(target, request_)
        target.process.terminate()
        await target.process.wait()
    counted = re.compile(r"… and ([\d,]+) more like it in the last minute: (.*)")
    told = [found for line in target.output if (found := counted.search(line)) and words in line]
    written = [line for line in target.output if words in line and not counted.search(line)]
    assert len(written) + sum(int(found[1].replace(",", "")) for found in told) == TRIES
    assert len(written) <= LINES_AT_ONCE + LINES_PER_SECOND * (time.monotonic() - began) + 1
    assert max(len(line) for line in written) < 400


async def test_who_comes_in_is_refused_and_ends_has_a_line() -> None:
    """AU13, AU8: With the item, who it is, from where, why and how long; and nothing of the token."""
    async with parley() as target:
        member = Attacker(target.port)
        await member.join(target)
        assert "item foo, client " in await until_said(target, "came in: ")
        await member.send(wire(TEXT, b'{"type":"leave"}'))
        line = await until_said(target, "ended: ")
        assert "from 127.0.0.1, after " in line
        assert "the server closed it with 1000, goodbye" in line
        member.leave()
        await answered(
            target,
            b"GET /items/%0Aforged%20line/ws?token=SECRET HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Protocol: parley.v1\r\n\r\n" + wire(0x8, b"\x03\xe8"),
        )
        line = await until_said(target, "refused with 4504")
        assert "not a name for an item: item \\nforged line, from 127.0.0.1" in line
    assert "SECRET" not in "".join(target.output)


async def test_running_out_of_files_is_said() -> None:
    """AU13: Once a minute, without the processor's being busy with it."""
    async with parley() as target:
        used = len(os.listdir(f"/proc/{target.process.pid}/fd"))
        resource.prlimit(target.process.pid, resource.RLIMIT_NOFILE, (used + 20, used + 20))
        connections = [await asyncio.open_connection("127.0.0.1", target.port) for _ in range(100)]
        assert "No file can be opened any more" in await until_said(target, "No file can be opened")
        assert sum("No file" in line for line in target.output) == 1
        for _, writer in connections:
            writer.close()
