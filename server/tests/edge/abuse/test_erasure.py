"""A person who reacts without end, to a real server: every message stays, and newcomers are shown messages."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.protocol.server_frames import Page
from server.settings import Settings
from server.tests.edge.conftest import DEMO
from server.tests.edge.sockets import Address, Client, serving
from server.tests.edge.test_changes import append, page_of, refusal, say

KEPT = 50
TOGGLES = 600
"""More than the tail of a room holds, or than may be missed, and ten times what is kept."""


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[Address]:
    """Return the address of a server that keeps few messages and replays few entries."""
    settings = {"store_url": f"sqlite:///{tmp_path}/parley.db", "max_entries_per_room": KEPT, "replay_entries": 100}
    async with serving(Settings(**{**DEMO.model_dump(), **settings}), is_ours=True) as address:
        yield address


async def read_before(client: Client, before: int) -> Page:
    await client.say("read", ref=before, before=before, limit=100)
    page = await client.hear_until(lambda frame: isinstance(frame, Page) and frame.ref == before)
    assert isinstance(page, Page)
    return page


async def test_nobody_erases_a_room(small: Address) -> None:
    """CH7, LOG17, RE3, RE6: What changes nothing is refused, what changes something trims and hides nothing."""
    async with small.client("foo") as mallory:
        await mallory.join()
        for number in range(KEPT):
            await append(mallory, "message", body=f"message {number}")
        for _ in range(KEPT):
            assert await refusal(mallory, "reaction_removal", KEPT, "👍") == "no_change"
        for _ in range(TOGGLES):
            await append(mallory, "reaction", KEPT, "👍")
            await append(mallory, "reaction_removal", KEPT, "👍")
        head = KEPT + 2 * TOGGLES
        async with small.client("foo") as ana:
            welcome = await ana.join()
            assert (welcome.oldest, welcome.head) == (1, head)
            assert [entry.offset for entry in page_of(welcome)] == [*range(1, KEPT + 1), head]
            page = await read_before(ana, head)
            assert [entry.offset for entry in page.entries] == [*range(1, KEPT + 1), head - 1]
            # A message more trims one, and one only.
            await append(mallory, "message", body="one more")
            page = await read_before(ana, head + 2)
            assert (page.oldest, [entry.offset for entry in page.entries]) == (2, [*range(2, KEPT + 1), head + 1])


async def test_reply_to_what_is_not_there_yet_is_refused(small: Address) -> None:
    """SE9: Nothing is about what nobody has read; it does not become a reply to what comes next."""
    async with small.client("foo") as ana:
        await ana.join()
        assert await refusal(ana, "message", 1, "hello") == "bad_target"
        await append(ana, "message", body="hello")
        ref = await say(ana, "message", 1, "hello yourself")
        ack = await ana.hear_until(lambda frame: getattr(frame, "ref", None) == ref)
        assert ack.type == "ack"
