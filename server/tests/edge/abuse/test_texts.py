"""Texts that would freeze the page of everybody in the room, said to a real server."""

import pytest

from server.tests.edge.sockets import Address
from server.tests.edge.test_changes import append, refusal

THUMB, SKIN = "\U0001f44d", "\U0001f3fd"
ENDLESS = [THUMB + SKIN * 3_999, "a" + "\u0301" * 7_999, "\U0001f468\u200d" * 2_000, "\u1100" * 8_000]


@pytest.mark.parametrize("body", ENDLESS, ids=["skin tones", "accents", "family", "jamo"])
async def test_endless_character_is_refused(demo: Address, body: str) -> None:
    """FR15: As a message and as an edit; the text of before stays."""
    async with demo.client("foo") as client:
        await client.join()
        assert await refusal(client, "message", None, body) == "wrong_field"
        ack = await append(client, "message", body=THUMB + SKIN)
        assert await refusal(client, "edit", ack.offset, body) == "wrong_field"
