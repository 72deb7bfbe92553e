"""Texts that show nothing and names that pose as others, said to a real server."""

from urllib.parse import quote

import pytest

from server.protocol.close_codes import CloseCode
from server.protocol.entries import SUBPROTOCOL
from server.protocol.server_frames import Error
from server.tests.edge.sockets import Address, bearer
from server.tests.edge.test_changes import append, refusal
from server.tests.protocol.test_visible import TEXTS

UNSEEN = [text for text in TEXTS["nothing"] if text.strip()]


async def test_text_that_shows_nothing_is_refused(demo: Address) -> None:
    """FR16, SE9, CH1: As a message, an edit and a reaction; what was there before stays."""
    async with demo.client("foo") as client:
        await client.join()
        ack = await append(client, "message", body="seen")
        for text in UNSEEN:
            assert await refusal(client, "message", None, text) == "empty_body", ascii(text)
            assert await refusal(client, "edit", ack.offset, text) == "empty_body", ascii(text)
            assert await refusal(client, "reaction", ack.offset, text) == "wrong_field", ascii(text)
        await append(client, "reaction", ack.offset, "❤\ufe0f")


async def test_reaction_that_hides_something_is_refused(demo: Address) -> None:
    """CH8: And nobody else reads it; emoji are taken however they are spelled."""
    async with demo.client("foo") as client:
        await client.join()
        ack = await append(client, "message", None, "hi")
        for emoji in TEXTS["reactions_that_look_like_others"]:
            assert await refusal(client, "reaction", ack.offset, emoji) == "wrong_field", ascii(emoji)
        for emoji in TEXTS["reactions"]:
            await append(client, "reaction", ack.offset, emoji)
            await append(client, "reaction_removal", ack.offset, emoji)  # CH5: one person has few at a time.


@pytest.mark.parametrize("name", ["\u3164", "\u200b", "Ana\u202e", "\u2067Ana"], ids=ascii)
async def test_name_that_poses_as_another_is_refused(demo: Address, name: str) -> None:
    """FR16, FR17: Whoever asks for it may ask again, for one that shows."""
    async with demo.client("foo") as client:
        await client.say("hello", contract=1, name=name)
        error = await client.hear()
        assert isinstance(error, Error)
        assert (error.code, error.location) == ("wrong_field", ("name",))
        assert (await client.join(name="Ana")).name == "Ana"


@pytest.mark.parametrize("item", ["foo\u200b", "\u3164", "\u202efoo", "foo ", "foo\u00a0bar"], ids=ascii)
async def test_item_that_looks_like_another_is_refused(demo: Address, item: str) -> None:
    """AU5: It would be a room of its own under the same name."""
    async with demo.open(f"/items/{quote(item)}/ws", SUBPROTOCOL, bearer("t")) as socket:
        await socket.wait_closed()
        assert socket.close_code == CloseCode.BAD_ITEM_NAME
