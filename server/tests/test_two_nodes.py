"""Two real nodes over one store: one conversation, whichever of them dies."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from server.protocol.entries import SUBPROTOCOL
from server.protocol.server_frames import Presence, TypingFrame
from server.tests.edge.sockets import Client, bearer
from server.tests.stores import postgres_server, redis_server

PATIENCE = 40.0
"""Seconds that nothing here should take."""


class Node:
    """A server process, and the port that it listens on."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self._process = process
        self._port = port

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        offered = [Subprotocol(SUBPROTOCOL), Subprotocol(bearer("t"))]
        address = f"ws://127.0.0.1:{self._port}/items/foo/ws"
        async with connect(address, subprotocols=offered, close_timeout=1) as socket:
            yield Client(socket)

    async def kill(self) -> None:
        self._process.kill()
        await self._process.wait()


@asynccontextmanager
async def node(store_url: str) -> AsyncIterator[Node]:
    """Run ``python -m server`` over a store while the context is open."""
    settings = {"PARLEY_AUTH": "demo", "PARLEY_PORT": "0", "PARLEY_STORE_URL": store_url, "PARLEY_GRACE_SECONDS": "1"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server", env={**os.environ, **settings}, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        port = await asyncio.wait_for(_port_of(process.stderr), PATIENCE)
        draining = asyncio.create_task(process.stderr.read())
        yield Node(process, port)
        draining.cancel()
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _port_of(said: asyncio.StreamReader) -> int:
    text = ""
    while line := (await said.readline()).decode():
        text += line
        if found := re.search(r"Parley is at \S+:(\d+)", line):
            return int(found[1])
    raise AssertionError(f"the node did not start: {text}")


async def say(client: Client, ref: int, body: str) -> None:
    await client.say("send", ref=ref, key=f"{ref:032x}", kind="message", body=body)
    assert (await client.hear_type("ack")).ref == ref


@pytest.mark.timeout(120)
@pytest.mark.parametrize("fresh_url", [redis_server.fresh_url, postgres_server.fresh_url], ids=["redis", "postgresql"])
async def test_two_nodes_are_one_house(fresh_url: Callable[[], str]) -> None:
    """FO1, FO2, PR1, SE7, RE1, ID2: People on two nodes talk; one node dies, and its client goes on where it was."""
    url = fresh_url()
    async with node(url) as first, node(url) as second, second.client() as bob:
        async with first.client() as ana:
            before = await ana.join(name="Ana")
            assert (await bob.join(name="Bob")).member_count == 2
            await ana.hear_until(lambda frame: isinstance(frame, Presence) and frame.member_count == 2)
            await say(ana, 1, "from the first")
            entry = await bob.hear_type("entry")
            assert (entry.offset, entry.name, entry.body) == (1, "Ana", "from the first")
            await ana.say("typing", active=True)
            await bob.hear_until(lambda frame: frame == TypingFrame(client_ids=(before.client_id,)))
            await ana.say("typing", active=False)
            await bob.hear_until(lambda frame: frame == TypingFrame(client_ids=()))
            await first.kill()
        await say(bob, 2, "while she is away")
        async with second.client() as ana:
            position = {"epoch": before.epoch, "offset": 1, "key": entry.key}
            after = await ana.join(name="Ana", resume_token=before.resume_token, position=position)
            assert (after.client_id, after.recovered, after.head) == (before.client_id, True, 2)
            assert (await ana.hear_type("entry")).body == "while she is away"
            assert sorted(member.name or "" for member in after.members or ()) == ["Ana", "Bob"]
            await ana.say("leave")
            gone = await bob.hear_until(lambda frame: isinstance(frame, Presence) and frame.left)
            assert isinstance(gone, Presence)
            assert [member.name for member in gone.left] == ["Ana"]


@pytest.mark.timeout(120)
@pytest.mark.parametrize("fresh_url", [redis_server.fresh_url, postgres_server.fresh_url], ids=["redis", "postgresql"])
async def test_new_epoch_sends_everybody_away_to_come_back(fresh_url: Callable[[], str]) -> None:
    """RE2: No node has to stop: each notices by itself, and nobody resumes by a position of the life before."""
    url = fresh_url()
    async with node(url) as first, node(url) as second, first.client() as ana, second.client() as bob:
        before = await ana.join(name="Ana")
        await bob.join(name="Bob")
        await say(ana, 1, "of the life before")
        entry = await bob.hear_type("entry")
        printed = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "server", "new-epoch"],
            env={**os.environ, "PARLEY_AUTH": "demo", "PARLEY_STORE_URL": url},
            capture_output=True, text=True, check=True, timeout=PATIENCE,
        )  # fmt: skip
        assert [(await client.closed())[0] for client in (ana, bob)] == [1012, 1012]
        async with second.client() as back:
            position = {"epoch": before.epoch, "offset": 1, "key": entry.key}
            welcome = await back.join(resume_token=before.resume_token, position=position)
            assert (welcome.recovered, welcome.client_id) == (False, before.client_id)
            assert welcome.epoch in printed.stdout
            assert [each.body for each in welcome.page or ()] == ["of the life before"]
